import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { isKeyId, KEY_ID_GRAMMAR, SEED_BYTES } from '../core/ed25519';
import { defaultKeyId, generatedKeyJson, generatedKeyText } from '../core/generated-key';
import { usageError } from './cli-error';
import type { Console } from './console';
import { prettyJson } from './json-output';

interface Flags {
  readonly keyId?: string;
  readonly json?: true;
}

const HELP = `
Prints environment variables for the Registry: ANIP_REGISTRY_KEY_ID and ANIP_REGISTRY_ED25519_PRIVATE_KEY (the base64
seed), and the entry by which ANIP_REGISTRY_EXTRA_PUBLIC_KEYS keeps the key verifiable after the next rotation. The
private key is a secret: redirect the output to a file that only you can read.

Exit codes:
  0  a key was generated
  2  wrong usage

Examples:
  (umask 077 && anip-registry-keygen --key-id registry-2026-q3 > registry.env)
  anip-registry-keygen --key-id registry-2026-q3 --json`;

/** packages.md section 7. */
export function keygenProgram(console: Console): Command {
  return new Command('anip-registry-keygen')
    .description('Generate an Ed25519 signing key for a Registry, or for local bundles.')
    .option('--key-id <id>', 'the id of the key (default: registry- and the time in UTC, YYYYMMDD-HHMMSS)')
    .option('--json', 'print a JSON object with all forms of the key')
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action((flags: Flags) => {
      const keyId = flags.keyId ?? defaultKeyId(new Date());
      if (!isKeyId(keyId))
        throw usageError(`the key id ${JSON.stringify(keyId)} is not allowed; allowed are ${KEY_ID_GRAMMAR}`);
      const key = { keyId, seed: randomBytes(SEED_BYTES) };
      console.result(flags.json ? prettyJson(generatedKeyJson(key)) : generatedKeyText(key));
    });
}
