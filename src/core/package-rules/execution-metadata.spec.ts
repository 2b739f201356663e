import { refusalOf } from '../../../test/support/refusal';
import type { JsonObject, JsonValue } from '../json/json-value';
import { checkExecutionMetadata } from './execution-metadata';

const consumability = (capabilities: JsonValue = { a: null, b: 1 }): JsonObject => ({
  schema_version: 'x',
  capabilities,
});
const READY: JsonObject = { status: 'ready' };
const DEFINITION: JsonObject = {
  capability_formalizations: [
    { capability_id: ' a' },
    { capability_id: 'b' },
    { capability_id: 'b ' },
    { capability_id: ' ' },
    1,
  ],
};

function outcome(documents: { manifest?: JsonObject; definition?: JsonObject; lock?: JsonObject }): string {
  const error = refusalOf(() =>
    checkExecutionMetadata({
      manifest: { agent_consumability: consumability(), agent_consumption_readiness: READY, ...documents.manifest },
      serviceDefinition: documents.definition ?? DEFINITION,
      recommendedLock: documents.lock ?? {},
    }),
  );
  return error === undefined ? 'accepted' : `${error.code} ${error.details.pointer ?? ''}`;
}

describe('checkExecutionMetadata: consumability', () => {
  const IN_LOCK = { agent_consumability: consumability() };
  const capabilities = (value: JsonValue): { manifest: JsonObject } => ({
    manifest: { agent_consumability: consumability(value) },
  });
  const schema = (value: JsonValue): { manifest: JsonObject } => ({
    manifest: { agent_consumability: { ...consumability(), schema_version: value } },
  });

  it.each<[string, Parameters<typeof outcome>[0], string]>([
    ['names trimmed on both sides', {}, 'accepted'],
    ['an empty object falls back to the lock', { manifest: { agent_consumability: {} }, lock: IN_LOCK }, 'accepted'],
    ['a text falls back to the lock', { manifest: { agent_consumability: 'x' }, lock: IN_LOCK }, 'accepted'],
    [
      'the manifest wins',
      { ...capabilities({ a: 1 }), lock: IN_LOCK },
      'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities',
    ],
    [
      'missing in both',
      { manifest: { agent_consumability: null } },
      'CONSUMABILITY_INVALID /manifest/agent_consumability',
    ],
    [
      'a fault in the lock',
      { manifest: { agent_consumability: {} }, lock: { agent_consumability: { capabilities: {} } } },
      'CONSUMABILITY_INVALID /recommended_lock/agent_consumability/schema_version',
    ],
    ['any schema version', schema('anything'), 'accepted'],
    ['a blank schema version', schema('\u00a0'), 'CONSUMABILITY_INVALID /manifest/agent_consumability/schema_version'],
    ['a number as schema version', schema(1), 'CONSUMABILITY_INVALID /manifest/agent_consumability/schema_version'],
    ['keys trimmed, blank ones ignored', capabilities({ ' a ': 1, b: 1, ' ': 1 }), 'accepted'],
    [
      'a capability too many',
      capabilities({ a: 1, b: 1, c: 1 }),
      'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities',
    ],
    ['another case', capabilities({ A: 1, b: 1 }), 'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities'],
    ['an array of names', capabilities(['a', 'b']), 'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities'],
    [
      'an inherited name',
      capabilities({ a: 1, b: 1, toString: 1 }),
      'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities',
    ],
    [
      'nothing on both sides',
      { ...capabilities({}), definition: {} },
      'CONSUMABILITY_INVALID /manifest/agent_consumability/capabilities',
    ],
  ])('%s', (_, documents, expected) => {
    expect(outcome(documents)).toBe(expected);
  });

  it('names what is missing and what is unknown, but not all of a long list', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`x${at}`, 1]));
    const error = refusalOf(() =>
      checkExecutionMetadata({
        manifest: { agent_consumability: consumability({ a: 1, ...many }) },
        serviceDefinition: DEFINITION,
        recommendedLock: {},
      }),
    );
    expect(error?.message).toContain('missing "b", not in the definition "x0", "x1", "x2", "x3", "x4" and 4 more');
  });
});

describe('checkExecutionMetadata: readiness', () => {
  const readiness = (value: JsonValue): { manifest: JsonObject } => ({
    manifest: { agent_consumption_readiness: value },
  });
  const counted = (summary: JsonValue): { manifest: JsonObject } => readiness({ status: 'ready', summary });

  it.each<[string, Parameters<typeof outcome>[0], string]>([
    ['READY with white space', readiness({ status: ' READY\n' }), 'accepted'],
    ['not ready', readiness({ status: 'blocked' }), 'READINESS_INVALID /manifest/agent_consumption_readiness/status'],
    ['true', readiness({ status: true }), 'READINESS_INVALID /manifest/agent_consumption_readiness/status'],
    ['nowhere', readiness(null), 'READINESS_INVALID /recommended_lock/agent_consumption_readiness/status'],
    ['in the lock', { ...readiness({}), lock: { agent_consumption_readiness: READY } }, 'accepted'],
    ['no summary', counted(null), 'accepted'],
    ['zeros', counted({ blockers: 0, warnings: -0 }), 'accepted'],
    ['counts that are no numbers', counted({ blockers: '3', warnings: [1] }), 'accepted'],
    ['a blocker', counted({ blockers: 1 }), 'READINESS_INVALID /manifest/agent_consumption_readiness/summary/blockers'],
    [
      'minus one blocker',
      counted({ blockers: -1 }),
      'READINESS_INVALID /manifest/agent_consumption_readiness/summary/blockers',
    ],
    [
      'half a warning',
      counted({ blockers: 0, warnings: 0.5 }),
      'READINESS_INVALID /manifest/agent_consumption_readiness/summary/warnings',
    ],
    [
      'the smallest warning',
      counted({ warnings: 5e-324 }),
      'READINESS_INVALID /manifest/agent_consumption_readiness/summary/warnings',
    ],
  ])('%s', (_, documents, expected) => {
    expect(outcome(documents)).toBe(expected);
  });
});
