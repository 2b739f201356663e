import type { KeyObject } from 'node:crypto';
import { API_PREFIX } from '../../src/http/request-target';
import { ed25519KeyFromRaw, failedChecks } from '../support/independent-verifier';
import { publishedPackage } from '../support/served-package';
import { shapeFaults } from '../support/schemas';
import type { HttpCaller } from './http-caller';

/** The keys of `/keys` as a consumer takes them. */
export async function servedKeys(caller: HttpCaller): Promise<ReadonlyMap<string, KeyObject>> {
  const { body } = await caller.send({ method: 'GET', target: `${API_PREFIX}/keys` });
  const { items } = body as { readonly items: readonly { readonly key_id: string; readonly public_key: string }[] };
  return new Map(items.map(({ key_id, public_key }) => [key_id, ed25519KeyFromRaw(Buffer.from(public_key, 'base64'))]));
}

/** What is wrong with an accepted package as it is served: its routes, shapes, digests and the signed receipt. */
export async function packageFaults(
  caller: HttpCaller,
  keys: ReadonlyMap<string, KeyObject>,
  id: string,
  version: string,
): Promise<readonly string[]> {
  const path = `${API_PREFIX}/packages/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
  const [record, receipt] = await Promise.all(
    [path, `${path}/receipt`].map((target) => caller.send({ method: 'GET', target })),
  );
  if (record?.status !== 200 || receipt?.status !== 200) return [`read back as ${record?.status}, ${receipt?.status}`];
  return [
    ...shapeFaults('record', record.body),
    ...shapeFaults('receipt', receipt.body),
    ...failedChecks(publishedPackage(record.text, receipt.text), keys),
  ];
}

/** The same for a template, which has digests and no receipt. */
export async function templateFaults(caller: HttpCaller, id: string, version: string): Promise<readonly string[]> {
  const target = `${API_PREFIX}/templates/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
  const { status, body } = await caller.send({ method: 'GET', target });
  return status === 200 ? shapeFaults('templateRecord', body) : [`read back as ${status}`];
}
