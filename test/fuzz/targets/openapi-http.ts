import fc from 'fast-check';
import { API_PREFIX } from '../../../src/http/request-target';
import { OpenApi, type OpenApiDocument } from '../../support/openapi-document';
import { publishFixtures } from '../fixtures';
import { FuzzedRegistry } from '../fuzzed-registry';
import { callOf, callsOf, type MadeUpCall } from '../openapi-calls';
import { demand, type FuzzTarget } from '../target';

/**
 * Provoked elsewhere: the store is away in openapi-answers.e2e-spec.ts, and a conflict of lifecycles is a race of two
 * operators in lifecycle.e2e-spec.ts.
 */
const ELSEWHERE = ['503', 'default', 'changePackageLifecycle 409'];
/** With fewer cases an operation may have had no chance to give each of its answers. */
const MIN_CASES_FOR_COVERAGE = 3_000;

export const openapiHttpTarget: FuzzTarget = {
  name: 'openapi-http',
  promise: 'each answer has a documented status and the documented body, and every documented status is reached',
  share: 20_000,
  batch: 200,
  start: async ({ cases }) => {
    const registry = await FuzzedRegistry.start();
    await publishFixtures(registry);
    const described = await registry.caller.send({ method: 'GET', target: `${API_PREFIX}/openapi.json` });
    const openApi = new OpenApi(described.body as OpenApiDocument);
    const reached = new Set<string>();
    const etags = new Map<string, string>();
    let run = 0;
    const property = fc.asyncProperty(callsOf(openApi), async (made: MadeUpCall) => {
      run += 1;
      const call = callOf(made, { run, etags });
      const answer = await registry.caller.send(call);
      const { operationId, responses } = made.operation;
      if (answer.headers.etag !== undefined) etags.set(call.target, answer.headers.etag);
      if (answer.status === 201) registry.published[operationId === 'publishPackage' ? 'packages' : 'templates'] += 1;
      demand(answer.status < 500, 'the status', [answer.status, answer.text]);
      // What all routes share, such as a path that cannot be decoded, is described once, as the default answer.
      const shared = {
        ...made.operation,
        operationId: `${operationId} default`,
        responses: { [answer.status]: responses.default ?? {} },
      };
      const faults = openApi.answerFaults(made.operation, answer);
      const isShared = made.isOdd && answer.status >= 400 && openApi.answerFaults(shared, answer).length === 0;
      demand(faults.length === 0 || isShared, `${call.method} ${call.target} answered ${answer.status}`, faults);
      if (isShared) return;
      reached.add(`${operationId} ${answer.status}`);
    });
    return {
      property,
      afterBatch: async () => demandNone(await registry.faults()),
      atEnd: async () => {
        demandNone(await registry.damage());
        if (cases < MIN_CASES_FOR_COVERAGE) return;
        const documented = openApi.routes().flatMap(({ operation: { operationId, responses } }) =>
          Object.keys(responses)
            .filter((status) => !ELSEWHERE.includes(status))
            .map((status) => `${operationId} ${status}`),
        );
        const missing = documented.filter((answer) => !reached.has(answer) && !ELSEWHERE.includes(answer));
        demand(missing.length === 0, 'documented and never answered', missing);
      },
      memory: () => registry.memory(),
      stop: () => registry.stop(),
    };
  },
};

function demandNone(faults: readonly string[]): void {
  demand(faults.length === 0, 'the store', faults);
}
