import { parseState, stateJson, type AuditState } from './audit-state';

const STATE: AuditState = {
  database: 'sha256:1',
  step: 'packages',
  position: ['acme/orders', '1.0.0'],
  checked: { blobs: 3, packages: 1 },
  findings: [
    {
      class: 'ROW_MISSING',
      count: 12,
      examples: [
        { class: 'ROW_MISSING', artifact: 'a', version: '1', table: 'receipts', detail: 'd' },
        { class: 'ROW_MISSING', detail: 'without a place' },
      ],
    },
  ],
  auditHead: { sequence: '7', hash: `sha256:${'a'.repeat(64)}` },
  durationMs: 17,
};

describe('the state of an audit', () => {
  it('is read back as it was written', () => {
    expect(parseState(stateJson(STATE))).toEqual(STATE);
    const atStart = { ...STATE, position: undefined, findings: [], auditHead: undefined };
    expect(parseState(stateJson(atStart))).toEqual(atStart);
  });

  it.each([
    null,
    {},
    { ...stateJson(STATE), format: 'anip-registry-audit-state/0' },
    { ...stateJson(STATE), step: 'elsewhere' },
    { ...stateJson(STATE), checked: 1 },
    { ...stateJson(STATE), checked: { packages: '1' } },
    { ...stateJson(STATE), duration_ms: null },
    { ...stateJson(STATE), findings: [{ class: 'UNHEARD_OF', count: 1, examples: [] }] },
  ])('is not taken from something else: %#', (value) => {
    expect(parseState(value)).toBeUndefined();
  });
});
