import { setTimeout as sleep } from 'node:timers/promises';
import { KeepAliveClient, objectIn } from '../support/fleet/keep-alive-client';
import { runCli } from '../support/run-cli';
import type { RotatingFleet } from './rotation-fleet';

/** What `anip-registry-keygen --json` prints. */
export interface NewKey {
  readonly key_id: string;
  readonly private_key_seed: string;
  /** `key_id=base64`, for ANIP_REGISTRY_EXTRA_PUBLIC_KEYS and for `--trusted-key`. */
  readonly extra_public_entry: string;
}

export async function generateKey(keyId: string): Promise<NewKey> {
  const { stdout } = await runCli(['--key-id', keyId, '--json'], { entry: 'src/cli/keygen.ts' });
  return JSON.parse(stdout) as NewKey;
}

/** The variables of a Registry that signs with `active` and serves `others` as well. */
export function signingWith(active: NewKey, ...others: readonly NewKey[]): Record<string, string> {
  return {
    ANIP_REGISTRY_KEY_ID: active.key_id,
    ANIP_REGISTRY_ED25519_PRIVATE_KEY: active.private_key_seed,
    ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: others.map((key) => key.extra_public_entry).join(','),
  };
}

/** The entries of `/keys`, as `key_id=base64`. */
export async function servedKeys(origin: string): Promise<readonly string[]> {
  const client = new KeepAliveClient(origin);
  try {
    const { items } = objectIn(await client.get('/keys')) as { items: { key_id: string; public_key: string }[] };
    return items.map(({ key_id: keyId, public_key: publicKey }) => `${keyId}=${publicKey}`);
  } finally {
    client.close();
  }
}

/** Asks every replica for its keys while `work` is under way; the answers that lack one of `wanted`. */
export async function keysMissedDuring(
  fleet: RotatingFleet,
  wanted: readonly NewKey[],
  work: () => Promise<unknown>,
): Promise<{ readonly answers: number; readonly missed: string[] }> {
  const missed: string[] = [];
  let answers = 0;
  let isDone = false;
  const watch = async (): Promise<void> => {
    while (!isDone) {
      for (const origin of fleet.origins) {
        // A replica that is being restarted says nothing, which is nothing wrong.
        const served = await servedKeys(origin).catch(() => undefined);
        if (served === undefined) continue;
        answers += 1;
        const lacking = wanted.filter((key) => !served.includes(key.extra_public_entry));
        missed.push(...lacking.map((key) => `${origin} does not serve ${key.key_id}`));
      }
      await sleep(100);
    }
  };
  const watching = watch();
  try {
    await work();
  } finally {
    isDone = true;
    await watching;
  }
  return { answers, missed };
}
