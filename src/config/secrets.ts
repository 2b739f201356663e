import { inspect } from 'node:util';
import { type SigningKey, signingKeyFromSeed } from '../core/ed25519';
import { Problem, type ConfigReport } from './config-report';
import { parseDatabaseUrl, parseDatabaseUrls } from './database-url';
import { DEV_KEY_ID, devSigningSeed } from './dev-signer';
import type { Environment } from './env';
import { parseKeyId, parseSigningSeed } from './keys';
import type { ReadFile } from './read-file';
import { splitList } from './values';
import { MIN_PRODUCTION_TOKEN_LENGTH } from './variables';

/** Kept apart from the configuration, so that the configuration may be logged; prints as `[secrets]` if logged itself. */
export interface RegistrySecrets {
  readonly databaseUrl: string | undefined;
  /** Standbys of that database. */
  readonly replicaUrls: readonly string[];
  /** Empty: publishing is disabled. */
  readonly publishTokens: readonly string[];
  readonly adminToken: string | undefined;
  /** Under the active key id. Derived here and nowhere else: it takes some milliseconds. */
  readonly signingKey: SigningKey;
}

export interface SigningSettings {
  readonly activeKeyId: string;
  readonly signingKeySource: 'configured' | 'dev';
}

type Mode = 'dev' | 'production';
/** Printed in the README and set by the demo: good for trying, known to everybody. */
const KNOWN_TOKENS = ['local-dev-registry-token', 'local-dev-admin-token'];
const REQUIRED = 'is not set, and production mode needs it';
const NEEDED_BY_REPLICAS = 'is not set, and ANIP_REGISTRY_DATABASE_REPLICA_URLS needs it';

export function readSecrets(
  environment: Environment,
  mode: Mode,
  readFile: ReadFile,
  report: ConfigReport,
): { secrets: RegistrySecrets; signing: SigningSettings } {
  const databaseUrl = environment.optional('ANIP_REGISTRY_DATABASE_URL', parseDatabaseUrl(readFile));
  const replicaUrls = environment.optional('ANIP_REGISTRY_DATABASE_REPLICA_URLS', parseDatabaseUrls(readFile)) ?? [];
  if (!environment.isSet('ANIP_REGISTRY_DATABASE_URL')) {
    if (mode === 'production') report.fault('ANIP_REGISTRY_DATABASE_URL', REQUIRED);
    else if (replicaUrls.length > 0) report.fault('ANIP_REGISTRY_DATABASE_URL', NEEDED_BY_REPLICAS);
  }
  if (databaseUrl !== undefined && replicaUrls.includes(databaseUrl)) {
    report.fault('ANIP_REGISTRY_DATABASE_REPLICA_URLS', 'names the primary, as ANIP_REGISTRY_DATABASE_URL does');
  }
  const { signingSeed, ...signing } = readSigningKey(environment, mode, report);
  const tokens = readTokens(environment, mode, report);
  const signingKey = signingKeyFromSeed(signing.activeKeyId, signingSeed);
  return { secrets: withoutPrinting({ databaseUrl, replicaUrls, ...tokens, signingKey }), signing };
}

function readTokens(
  environment: Environment,
  mode: Mode,
  report: ConfigReport,
): Pick<RegistrySecrets, 'publishTokens' | 'adminToken'> {
  const publishTokens = environment.optional('ANIP_REGISTRY_PUBLISH_TOKEN', parseTokens(mode)) ?? [];
  const adminToken = environment.optional('ANIP_REGISTRY_ADMIN_TOKEN', parseToken(mode));
  if (adminToken !== undefined && publishTokens.includes(adminToken)) {
    report.warn('ANIP_REGISTRY_ADMIN_TOKEN is also a publish token: everybody who may publish may take versions down');
  }
  const isEnabled = environment.boolean('ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED');
  if (isEnabled || publishTokens.length === 0) return { publishTokens, adminToken };
  report.warn(
    'ANIP_REGISTRY_PUBLISH_TOKEN is set, but ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED disables it: every publish is refused',
  );
  return { publishTokens: [], adminToken };
}

function readSigningKey(
  environment: Environment,
  mode: Mode,
  report: ConfigReport,
): SigningSettings & { signingSeed: Uint8Array } {
  const devSeed = devSigningSeed();
  if (!environment.isSet('ANIP_REGISTRY_ED25519_PRIVATE_KEY')) {
    if (mode === 'production') report.fault('ANIP_REGISTRY_ED25519_PRIVATE_KEY', REQUIRED);
    return { activeKeyId: DEV_KEY_ID, signingKeySource: 'dev', signingSeed: devSeed };
  }
  const signingSeed = environment.optional('ANIP_REGISTRY_ED25519_PRIVATE_KEY', parseSeedFor(mode)) ?? devSeed;
  const activeKeyId = environment.optional('ANIP_REGISTRY_KEY_ID', parseKeyId) ?? DEV_KEY_ID;
  if (!environment.isSet('ANIP_REGISTRY_KEY_ID')) {
    report.fault('ANIP_REGISTRY_KEY_ID', 'is not set, and ANIP_REGISTRY_ED25519_PRIVATE_KEY needs it');
  }
  return { activeKeyId, signingKeySource: 'configured', signingSeed };
}

function parseSeedFor(mode: Mode): (text: string) => Uint8Array | Problem {
  return (text) => {
    const seed = parseSigningSeed(text);
    const isDevSeed = !(seed instanceof Problem) && Buffer.compare(seed, devSigningSeed()) === 0;
    if (mode === 'dev' || !isDevSeed) return seed;
    return new Problem('is the development key, whose private half is public knowledge');
  };
}

function parseTokens(mode: Mode): (text: string) => string[] | Problem {
  return (text) => {
    const tokens = [...new Set(splitList(text).filter((part) => part !== ''))];
    if (tokens.length === 0) return new Problem('holds no token');
    return tokens.map(parseToken(mode)).find((token) => token instanceof Problem) ?? tokens;
  };
}

/** Printable ASCII, because nothing else arrives unchanged in an Authorization header; a comma parts tokens in a list. */
function parseToken(mode: Mode): (text: string) => string | Problem {
  return (text) => {
    if (!/^[\x20-\x7e]+$/.test(text)) return new Problem('holds a character that is not printable ASCII');
    if (text.includes(',')) return new Problem('holds a comma: it takes one token, not a list');
    if (mode === 'dev') return text;
    if (KNOWN_TOKENS.includes(text))
      return new Problem('holds a token that the documentation prints: anybody knows it');
    if (text.length >= MIN_PRODUCTION_TOKEN_LENGTH) return text;
    return new Problem(`holds a token of ${text.length} characters`);
  };
}

export function withoutPrinting(secrets: RegistrySecrets): RegistrySecrets {
  const print = { value: () => '[secrets]', enumerable: false };
  return Object.freeze(Object.defineProperties({ ...secrets }, { toJSON: print, [inspect.custom]: print }));
}
