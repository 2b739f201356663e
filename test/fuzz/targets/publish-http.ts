import fc from 'fast-check';
import { API_PREFIX } from '../../../src/http/request-target';
import { shapeFaults } from '../../support/schemas';
import { FuzzedRegistry, PUBLISH_TOKEN } from '../fuzzed-registry';
import type { Answer } from '../http-caller';
import { bodyOf, publishCases, type Kind, type PublishCase } from '../publish-case';
import { packageFaults, servedKeys, templateFaults } from '../read-back';
import { demand, type FuzzTarget } from '../target';

const ENDPOINTS: Readonly<Record<Kind, string>> = {
  package: `${API_PREFIX}/publications`,
  template: `${API_PREFIX}/templates`,
};
const HEADERS = { Authorization: `Bearer ${PUBLISH_TOKEN}`, 'Content-Type': 'application/json' };
/** What may come of a body by a publisher with a token. */
const STATUSES = [201, 400, 409, 413];

/** Sent one by one, and sometimes the same thing three times at once: at most one of them is accepted. */
const publishing = fc.tuple(
  fc.oneof({ arbitrary: publishCases('package'), weight: 3 }, { arbitrary: publishCases('template'), weight: 1 }),
  fc.oneof({ arbitrary: fc.constant(1), weight: 9 }, { arbitrary: fc.constant(3), weight: 1 }),
);

export const publishHttpTarget: FuzzTarget = {
  name: 'publish-http',
  promise: 'no 5xx, no hang, no partial row; one row for each 201, which reads back with a receipt that verifies',
  share: 10_000,
  batch: 100,
  start: async () => {
    const registry = await FuzzedRegistry.start();
    const keys = await servedKeys(registry.caller);
    let run = 0;
    const property = fc.asyncProperty(publishing, async ([one, times]) => {
      run += 1;
      const body = bodyOf(one, run);
      const call = { method: 'POST', target: ENDPOINTS[one.kind], headers: HEADERS, body };
      const answers = await Promise.all(Array.from({ length: times }, () => registry.caller.send(call)));
      const accepted = answers.filter(({ status }) => status === 201);
      registry.published[`${one.kind}s`] += accepted.length;
      for (const answer of answers) demandAnswer(one, answer);
      demand(accepted.length <= 1, 'one version was accepted more than once', accepted.length);
      for (const answer of accepted)
        demandNone(await readBackFaults(registry, keys, one.kind, answer), 'as it is served');
    });
    return {
      property,
      afterBatch: async () => demandNone(await registry.faults(), 'the store'),
      atEnd: async () => demandNone(await registry.damage(), 'the audit'),
      memory: () => registry.memory(),
      stop: () => registry.stop(),
    };
  },
};

function demandAnswer({ kind }: PublishCase, { status, body, text }: Answer): void {
  demand(STATUSES.includes(status), 'the status', [status, text.slice(0, 500)]);
  const shape = status !== 201 ? 'problem' : kind === 'package' ? 'published' : 'templateRecord';
  const answered = status === 201 && kind === 'template' ? (body as { readonly template?: unknown }).template : body;
  demandNone(shapeFaults(shape, answered), `the body of a ${status}`);
}

async function readBackFaults(
  { caller }: FuzzedRegistry,
  keys: Awaited<ReturnType<typeof servedKeys>>,
  kind: Kind,
  { body }: Answer,
): Promise<readonly string[]> {
  const record = (body as Readonly<Record<string, Readonly<Record<string, string>>>>)[kind] ?? {};
  const [id, version] = [record[`${kind}_id`] ?? '', record[`${kind}_version`] ?? ''];
  return kind === 'package' ? packageFaults(caller, keys, id, version) : templateFaults(caller, id, version);
}

function demandNone(faults: readonly string[], where: string): void {
  demand(faults.length === 0, `${where} has faults`, faults);
}
