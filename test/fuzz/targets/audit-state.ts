import { parseState, stateJson } from '../../../src/audit/audit-state';
import { STEP_NAMES } from '../../../src/audit/audit-step';
import type { JsonValue } from '../../../src/core/json/json-value';
import { mutatedJson } from '../mutate-json';
import { demand, pureTarget } from '../target';

const STATES: readonly JsonValue[] = STEP_NAMES.map((step, index) => ({
  ...stateJson({
    database: 'sha256:0',
    step,
    position: index === 0 ? undefined : ['a', '1.0.0'],
    checked: { [step]: index },
    findings: [
      {
        class: 'MIGRATION_PENDING',
        count: 1,
        examples: [{ class: 'MIGRATION_PENDING', artifact: 'a', version: '1', table: 'blobs', detail: 'x' }],
      },
    ],
    durationMs: 5,
  }),
}));

export const auditStateTarget = pureTarget({
  name: 'audit-state',
  promise: 'any JSON in a state file is a state that is written and read as the same one, or none',
  share: 30_000,
  cases: mutatedJson(STATES, 4),
  check: (json) => {
    const state = parseState(json);
    if (state === undefined) return;
    demand(STEP_NAMES.includes(state.step), 'a step that is none', state.step);
    const again = parseState(JSON.parse(JSON.stringify(stateJson(state))) as JsonValue);
    demand(JSON.stringify(again) === JSON.stringify(state), 'another state is read back', [state, again]);
  },
});
