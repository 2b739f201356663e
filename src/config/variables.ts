import { KEY_ID_GRAMMAR } from '../core/ed25519';

/** One environment variable as it is read, reported and documented; adding one here is what makes it exist. */
export interface Variable {
  readonly name: `${typeof PREFIX}${string}`;
  /** What counts when the variable is unset or blank; none: the thing it names is absent. */
  readonly fallback?: string;
  readonly allowed: string;
  readonly meaning: string;
  /** Never shown, and also read from the file that `<name>_FILE` names. */
  readonly secret?: true;
}

export const PREFIX = 'ANIP_REGISTRY_';
export const FILE_SUFFIX = '_FILE';

/** A guessed token must stay out of reach: 16 random letters and digits are 95 bits. */
export const MIN_PRODUCTION_TOKEN_LENGTH = 16;
/** Bounds the memory of one unpaged answer: a list item is about 1 KiB. */
export const MAX_LIST_MAX = 1_000_000;
/** More proxies than this in a row is a typing error, not a network. */
export const MAX_PROXY_HOPS = 32;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;

const BOOLEAN = '1, true, yes, on or 0, false, no, off';
const TOKEN = `printable ASCII without commas, at least ${MIN_PRODUCTION_TOKEN_LENGTH} characters in production`;

/** Every variable of the Registry (packages.md section 7, design.md section 7), in the order of the documentation. */
export const VARIABLES = [
  {
    name: 'ANIP_REGISTRY_MODE',
    fallback: 'dev',
    allowed: 'dev or production',
    meaning: 'The signing mode that /keys announces; production needs a signing key and a database URL',
  },
  {
    name: 'ANIP_REGISTRY_ADDR',
    fallback: ':8200',
    allowed: ':port, host:port or [IPv6]:port with a port of 0 (any free one) to 65535',
    meaning: 'Where the server listens; without a host on all interfaces',
  },
  {
    name: 'ANIP_REGISTRY_DATABASE_URL',
    allowed: `postgres:// or postgresql:// URL; sslmode is one of ${SSL_MODES.join(', ')}; verify-ca needs sslrootcert; sslrootcert (or system), sslcert and sslkey name readable files`,
    meaning: 'The PostgreSQL database; required in production, without it dev mode starts an embedded PostgreSQL',
    secret: true,
  },
  {
    name: 'ANIP_REGISTRY_DATA_DIR',
    fallback: '.anip-registry',
    allowed: 'path of a directory that can be written or created',
    meaning: 'Where the embedded PostgreSQL keeps its data; unused with a database URL',
  },
  {
    name: 'ANIP_REGISTRY_RUN_MIGRATIONS',
    fallback: 'true',
    allowed: BOOLEAN,
    meaning: 'Run pending migrations at start',
  },
  {
    name: 'ANIP_REGISTRY_MIGRATE_ONLY',
    fallback: 'false',
    allowed: BOOLEAN,
    meaning: 'Run pending migrations, whatever ANIP_REGISTRY_RUN_MIGRATIONS says, and exit',
  },
  {
    name: 'ANIP_REGISTRY_SEED_DEMO',
    allowed: 'exactly 1',
    meaning: 'Publish the demo packages and the demo template at start',
  },
  {
    name: 'ANIP_REGISTRY_PUBLISH_TOKEN',
    allowed: `comma-separated list of tokens; each ${TOKEN}`,
    meaning: 'Bearer tokens that may publish (two are valid during a rotation); without any, publishing is disabled',
    secret: true,
  },
  {
    name: 'ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED',
    fallback: 'true',
    allowed: BOOLEAN,
    meaning: 'A false value disables ANIP_REGISTRY_PUBLISH_TOKEN',
  },
  {
    name: 'ANIP_REGISTRY_PUBLISHER_ID',
    fallback: 'studio-local',
    allowed: '1 to 2048 bytes without control characters',
    meaning: 'The publisher id that is signed into what a publish token publishes',
  },
  {
    name: 'ANIP_REGISTRY_PUBLISHER_TYPE',
    fallback: 'studio',
    allowed: '1 to 2048 bytes without control characters',
    meaning: 'The publisher type that goes with the publisher id',
  },
  {
    name: 'ANIP_REGISTRY_ADMIN_TOKEN',
    allowed: TOKEN,
    meaning: 'Bearer token for lifecycle changes; without it nobody can make them',
    secret: true,
  },
  {
    name: 'ANIP_REGISTRY_ED25519_PRIVATE_KEY',
    allowed: 'standard padded base64 of 32 bytes (seed) or 64 bytes (seed and public key)',
    meaning: 'The key that signs receipts; required in production, without it dev mode signs with the public dev key',
    secret: true,
  },
  {
    name: 'ANIP_REGISTRY_KEY_ID',
    allowed: KEY_ID_GRAMMAR,
    meaning: 'The id of the signing key; required with ANIP_REGISTRY_ED25519_PRIVATE_KEY',
  },
  {
    name: 'ANIP_REGISTRY_EXTRA_PUBLIC_KEYS',
    allowed: `comma-separated list of key_id=base64 with 32-byte public keys; a key id is ${KEY_ID_GRAMMAR}`,
    meaning: 'Rotated keys that /keys still serves, so that old receipts can be verified',
  },
  {
    name: 'ANIP_REGISTRY_REVOKED_KEY_IDS',
    allowed: `comma-separated list of key ids other than the active one; a key id is ${KEY_ID_GRAMMAR}`,
    meaning: 'Leaked keys: /keys no longer serves them, and their receipts fail verification',
  },
  {
    name: 'ANIP_REGISTRY_PUBLIC_BASE_URL',
    allowed: 'http or https origin without user info, path, query or fragment, such as https://registry.example.com',
    meaning: 'The origin that clients use; named in locks instead of the forwarded or requested host',
  },
  {
    name: 'ANIP_REGISTRY_TRUST_PROXY',
    fallback: 'loopback',
    allowed: `comma-separated list of IP addresses, CIDR ranges, loopback, linklocal and uniquelocal; or a number of hops from 0 (trust nobody) to ${MAX_PROXY_HOPS}`,
    meaning: 'The reverse proxies whose X-Forwarded-* headers count',
  },
  {
    name: 'ANIP_REGISTRY_LIST_MAX',
    fallback: '10000',
    allowed: `whole number from 1 to ${MAX_LIST_MAX}`,
    meaning: 'The most items that a list answers when no limit is asked for',
  },
  {
    name: 'ANIP_REGISTRY_UI_DIR',
    allowed: 'path of a directory that has an index.html',
    meaning: 'A built UI to serve at /registry instead of the server-rendered pages',
  },
  {
    name: 'ANIP_REGISTRY_LOG_LEVEL',
    fallback: 'info',
    allowed: LOG_LEVELS.join(', '),
    meaning: 'The least severe log lines that are written',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];

const BY_NAME: ReadonlyMap<string, Variable> = new Map(VARIABLES.map((variable) => [variable.name, variable]));

export function variableNamed(name: VariableName): Variable {
  const variable = BY_NAME.get(name);
  if (variable === undefined) throw new Error(`${name} is not in the table of variables`);
  return variable;
}

/** Every name that may be set: the variables, and the file variant of each secret. */
export function knownVariableNames(): string[] {
  return VARIABLES.flatMap((variable: Variable) =>
    variable.secret ? [variable.name, variable.name + FILE_SUFFIX] : [variable.name],
  );
}
