import { quoteForMessage, trim } from '../core/text';
import { DEV_KEY_ID } from './dev-signer';
import type { Environment } from './env';
import { listensBeyondLoopback, type ListenAddress } from './listen-address';
import type { SigningSettings } from './secrets';

type UsedSettings = SigningSettings & { readonly listen: ListenAddress; readonly migrateOnly: boolean };

/** What works, but is most likely not what was meant. The loudest come first. */
export function warningsForUse(config: UsedSettings, environment: Environment): string[] {
  return [...warningsForDevKey(config, environment), ...warningsForSeedDemo(environment)];
}

/**
 * A development stand-in announces itself, and shouts where strangers could take it for the real thing. A run that only
 * migrates signs nothing, and is best given no key.
 */
function warningsForDevKey(config: UsedSettings, environment: Environment): string[] {
  if (config.signingKeySource !== 'dev' || config.migrateOnly) return [];
  const warnings = [
    `ANIP_REGISTRY_ED25519_PRIVATE_KEY is not set: receipts are signed with the development key ${DEV_KEY_ID}, whose private half is public knowledge`,
  ];
  if (listensBeyondLoopback(config.listen)) {
    warnings.unshift(
      'DANGER: this Registry signs with the development key and listens beyond loopback: anybody can forge its receipts. ' +
        'Set ANIP_REGISTRY_MODE=production with a signing key, or ANIP_REGISTRY_ADDR=127.0.0.1:8200',
    );
  }
  if (environment.isSet('ANIP_REGISTRY_KEY_ID')) {
    warnings.push('ANIP_REGISTRY_KEY_ID is ignored, because ANIP_REGISTRY_ED25519_PRIVATE_KEY is not set');
  }
  return warnings;
}

function warningsForSeedDemo(environment: Environment): string[] {
  const given = environment.exact('ANIP_REGISTRY_SEED_DEMO');
  if (given === undefined || given === '1' || trim(given) === '0') return [];
  return [`ANIP_REGISTRY_SEED_DEMO is ${quoteForMessage(given)} and has no effect; allowed: exactly 1`];
}
