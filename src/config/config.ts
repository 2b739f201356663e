import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicKey } from '../core/ed25519';
import { HYGIENE_MODES, type HygieneMode } from '../core/hygiene/refuse-hits';
import { quoteForMessage } from '../core/text';
import { ConfigReport, Problem } from './config-report';
import { parseDuration } from './duration';
import { Environment } from './env';
import { parseListenAddress, type ListenAddress } from './listen-address';
import { readProcessSettings, type ProcessSettings } from './process-settings';
import { errorCodeOf, type ReadFile } from './read-file';
import { NO_RATE, parseRate, type Rate } from './rate';
import { readSecrets, type RegistrySecrets, type SigningSettings } from './secrets';
import { parseTrustProxy, type TrustProxy } from './trust-proxy';
import { warningsForUnknownVariables } from './unknown-variables';
import { warningsForUse } from './use-warnings';
import { parseChoice, parseIdentity, parseInteger, parseOrigin, parsePath } from './values';
import { LOG_LEVELS, MAX_LIST_MAX } from './variables';
import { readVerificationKeys } from './verification-keys';

/** What the Registry was told (packages.md section 7), without anything secret: this may be logged. */
export interface RegistryConfig extends SigningSettings, ProcessSettings {
  readonly mode: 'dev' | 'production';
  readonly listen: ListenAddress;
  readonly hasDatabaseUrl: boolean;
  readonly dataDir: string;
  readonly runMigrations: boolean;
  readonly migrateOnly: boolean;
  readonly seedDemo: boolean;
  readonly publishing: { readonly publisherId: string; readonly publisherType: string };
  /** An origin such as `https://registry.example.com`. */
  readonly publicBaseUrl: string | undefined;
  /** For Express' setting `trust proxy`. */
  readonly trustProxy: TrustProxy;
  /** Of each token and of each client address. */
  readonly publishRate: Rate | typeof NO_RATE;
  /** Of each client address. */
  readonly authFailureRate: Rate | typeof NO_RATE;
  readonly hygiene: HygieneMode;
  readonly listMax: number;
  /** A directory that has an index.html. */
  readonly uiDir: string | undefined;
  /** Of the databases that `replicaUrls` names. */
  readonly replicaMaxLagMs: number;
  /** Neither the active key nor one key id twice. */
  readonly extraPublicKeys: readonly PublicKey[];
  readonly revokedKeyIds: readonly string[];
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export interface LoadedConfig {
  readonly config: RegistryConfig;
  readonly secrets: RegistrySecrets;
  readonly warnings: readonly string[];
}

/** @throws ConfigError that names every fault */
export function loadConfig(env: NodeJS.ProcessEnv, readFile: ReadFile = readFileSync): LoadedConfig {
  const report = new ConfigReport();
  const environment = new Environment(env, readFile, report);
  const mode = environment.withDefault('ANIP_REGISTRY_MODE', parseChoice(['dev', 'production']));
  const { secrets, signing } = readSecrets(environment, mode, readFile, report);
  const migrateOnly = environment.boolean('ANIP_REGISTRY_MIGRATE_ONLY');
  const config: RegistryConfig = {
    mode,
    listen: environment.withDefault('ANIP_REGISTRY_ADDR', parseListenAddress),
    hasDatabaseUrl: secrets.databaseUrl !== undefined,
    dataDir: environment.withDefault('ANIP_REGISTRY_DATA_DIR', parsePath),
    runMigrations: environment.boolean('ANIP_REGISTRY_RUN_MIGRATIONS') || migrateOnly,
    migrateOnly,
    seedDemo: environment.exact('ANIP_REGISTRY_SEED_DEMO') === '1',
    publishing: {
      publisherId: environment.withDefault('ANIP_REGISTRY_PUBLISHER_ID', parseIdentity),
      publisherType: environment.withDefault('ANIP_REGISTRY_PUBLISHER_TYPE', parseIdentity),
    },
    publicBaseUrl: environment.optional('ANIP_REGISTRY_PUBLIC_BASE_URL', parseOrigin),
    trustProxy: environment.withDefault('ANIP_REGISTRY_TRUST_PROXY', parseTrustProxy),
    publishRate: environment.withDefault('ANIP_REGISTRY_PUBLISH_RATE', parseRate),
    authFailureRate: environment.withDefault('ANIP_REGISTRY_AUTH_FAILURE_RATE', parseRate),
    hygiene: environment.withDefault('ANIP_REGISTRY_HYGIENE', parseChoice(HYGIENE_MODES)),
    listMax: environment.withDefault('ANIP_REGISTRY_LIST_MAX', parseInteger(1, MAX_LIST_MAX)),
    uiDir: environment.optional('ANIP_REGISTRY_UI_DIR', parseUiDir(readFile)),
    replicaMaxLagMs: environment.withDefault('ANIP_REGISTRY_REPLICA_MAX_LAG', parseDuration(500, 3_600_000)),
    ...readProcessSettings(environment, mode, report),
    ...signing,
    ...readVerificationKeys(environment, secrets.signingKey, report),
    logLevel: environment.withDefault('ANIP_REGISTRY_LOG_LEVEL', parseChoice(LOG_LEVELS)),
  };
  report.throwIfFaulty();
  warningsForUse(config, environment).forEach((sentence) => report.warn(sentence));
  warningsForUnknownVariables(env).forEach((sentence) => report.warn(sentence));
  return { config: Object.freeze(config), secrets, warnings: report.warnings };
}

/** The one place where the process' own environment is read. */
export function loadConfigFromProcess(): LoadedConfig {
  return loadConfig(process.env);
}

function parseUiDir(readFile: ReadFile): (text: string) => string | Problem {
  return (text) => {
    try {
      readFile(join(text, 'index.html'));
      return text;
    } catch (error) {
      return new Problem(`is ${quoteForMessage(text)}, where no index.html can be read (${errorCodeOf(error)})`);
    }
  };
}
