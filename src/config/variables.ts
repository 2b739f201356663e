import { KEY_ID_GRAMMAR } from '../core/ed25519';
import { HYGIENE_MODES } from '../core/hygiene/refuse-hits';

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
/** More processes than this on one host is a typing error. */
export const MAX_WORKERS = 64;
/** PostgreSQL itself takes a hundred connections unless told otherwise, and every process has a pool of its own. */
export const MAX_POOL_SIZE = 500;
export const MAX_CONTENT_CACHE_MIB = 16_384;
/** More than this is no limit: `off` says so. */
export const MAX_RATE_REQUESTS = 1_000_000;
/** A process runs out of memory before it runs out of these. */
export const MAX_MAX_CONNECTIONS = 65_536;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;

const DURATION_FORM = 'a number with ms, s or m, seconds without a unit';
const RATE_FORM = `off, or a number of requests from 1 to ${MAX_RATE_REQUESTS} and a time from 1s to 60m, such as 600/1m`;
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
    name: 'ANIP_REGISTRY_DATABASE_REPLICA_URLS',
    allowed: 'comma-separated list of URLs as ANIP_REGISTRY_DATABASE_URL takes them, each another one',
    meaning:
      'Streaming standbys of the PostgreSQL database, which answer reads; writes and gates stay with the primary',
    secret: true,
  },
  {
    name: 'ANIP_REGISTRY_REPLICA_MAX_LAG',
    fallback: '5s',
    allowed: `${DURATION_FORM}, from 500ms to 60m`,
    meaning:
      'The oldest state that a read replica may show; one that lags more, or cannot prove it does not, is not asked',
  },
  {
    name: 'ANIP_REGISTRY_DATABASE_POOL_SIZE',
    fallback: '10',
    allowed: `whole number from 1 to ${MAX_POOL_SIZE}`,
    meaning: 'The most database connections of one process; every worker and replica has a pool of its own',
  },
  {
    name: 'ANIP_REGISTRY_CONTENT_CACHE_MIB',
    fallback: '64',
    allowed: `whole number of MiB from 0 to ${MAX_CONTENT_CACHE_MIB}`,
    meaning:
      'How much of what was published a process keeps in memory to serve it again; 0: nothing. What can change is not kept',
  },
  {
    name: 'ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT',
    fallback: '5s',
    allowed: `${DURATION_FORM}, from 100ms to 60s`,
    meaning: 'How long a request waits for a connection, a new one or a free one of the pool, before it is a 503',
  },
  {
    name: 'ANIP_REGISTRY_DATABASE_STATEMENT_TIMEOUT',
    fallback: '15s',
    allowed: `${DURATION_FORM}, from 100ms to 10m`,
    meaning: 'How long one statement may take; migrations are not bound by it',
  },
  {
    name: 'ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT',
    fallback: '5s',
    allowed: `${DURATION_FORM}, from 100ms to 10m`,
    meaning: 'How long a statement waits for a lock of another transaction',
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
    name: 'ANIP_REGISTRY_PUBLISH_RATE',
    fallback: '600/1m',
    allowed: RATE_FORM,
    meaning:
      'The most publishes of one token, and of one client address, within a time; each process counts for itself',
  },
  {
    name: 'ANIP_REGISTRY_AUTH_FAILURE_RATE',
    fallback: '30/1m',
    allowed: RATE_FORM,
    meaning: 'The most wrong tokens of one client address within a time; each process counts for itself',
  },
  {
    name: 'ANIP_REGISTRY_HYGIENE',
    fallback: 'enforce',
    allowed: HYGIENE_MODES.join(', '),
    meaning:
      'What happens to a publish that breaks hygiene rules: refused, published with a warning on the log, or not looked at',
  },
  {
    name: 'ANIP_REGISTRY_LIST_MAX',
    fallback: '10000',
    allowed: `whole number from 1 to ${MAX_LIST_MAX}`,
    meaning: 'The most items that a list answers when no limit is asked for',
  },
  {
    name: 'ANIP_REGISTRY_WORKERS',
    fallback: '1',
    allowed: `whole number from 1 to ${MAX_WORKERS}`,
    meaning: 'How many processes serve requests; with more than one, another process starts and watches them',
  },
  {
    name: 'ANIP_REGISTRY_SHUTDOWN_GRACE',
    fallback: '25s',
    allowed: `${DURATION_FORM}, from 1s to 60m`,
    meaning: 'How long a stop may take as a whole; what is still open then is cut off, and the exit code is 1',
  },
  {
    name: 'ANIP_REGISTRY_SHUTDOWN_DRAIN',
    allowed: `${DURATION_FORM}, from 0s to half of ANIP_REGISTRY_SHUTDOWN_GRACE`,
    meaning:
      'How long a stop still takes new requests, so that load balancers see readyz turn 503 first; unset: a fifth of the grace in production, none in dev mode',
  },
  {
    name: 'ANIP_REGISTRY_HEADERS_TIMEOUT',
    fallback: '15s',
    allowed: `${DURATION_FORM}, from 100ms to 10m and no longer than ANIP_REGISTRY_REQUEST_TIMEOUT`,
    meaning: 'How long a connection may take to send the headers of a request',
  },
  {
    name: 'ANIP_REGISTRY_REQUEST_TIMEOUT',
    fallback: '120s',
    allowed: `${DURATION_FORM}, from 100ms to 60m`,
    meaning: 'How long a client may take to send a whole request with its body',
  },
  {
    name: 'ANIP_REGISTRY_KEEP_ALIVE_TIMEOUT',
    fallback: '65s',
    allowed: `${DURATION_FORM}, from 100ms to 60m`,
    meaning:
      'How long a connection is kept between two requests; longer than a load balancer keeps it, so that the balancer closes first',
  },
  {
    name: 'ANIP_REGISTRY_SOCKET_TIMEOUT',
    fallback: '60s',
    allowed: `${DURATION_FORM}, longer than the connect and the statement timeout of the database together, up to 60m`,
    meaning: 'How long no byte may move on a connection with a request; a client that does not read its answer is cut',
  },
  {
    name: 'ANIP_REGISTRY_MAX_CONNECTIONS',
    fallback: '5000',
    allowed: `whole number from 1 to ${MAX_MAX_CONNECTIONS}`,
    meaning: 'The most client connections of one process; further ones are closed at once',
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
