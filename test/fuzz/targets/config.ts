import { inspect } from 'node:util';
import fc from 'fast-check';
import { ConfigError } from '../../../src/config/config-report';
import { loadConfig } from '../../../src/config/config';
import { FILE_SUFFIX, VARIABLES, type Variable } from '../../../src/config/variables';
import { mutatedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

/** What every planted secret begins with; no name, default or message has it. */
const MARKER = 'Zq7xW0pLk3';
const SEED = Buffer.alloc(32, 9).toString('base64');
const VALUES = [
  ...[
    'dev',
    'production',
    ':8200',
    '127.0.0.1:0',
    '[::1]:80',
    ':99999',
    'true',
    'off',
    '2',
    '0',
    '-1',
    '1e3',
    '5s',
    '100ms',
    '1h',
  ],
  ...[
    'http://example.com',
    'https://example.com/',
    'https://u:p@example.com',
    'loopback',
    '10.0.0.0/8',
    '::1/129',
    'enforce',
  ],
  ...[
    '${db.URL}',
    '{{ x }}',
    '$(NAME)',
    '$NAME',
    '/srv/ui',
    'info',
    'a,b,,c',
    `key-1=${SEED}`,
    `key-1=${SEED},key-1=${SEED}`,
    SEED,
  ],
  ...[
    'postgres://a@b/c',
    'postgres://a@b/c?sslmode=verify-ca',
    'postgres://a@b/c?sslrootcert=/ca.pem',
    'postgres://h1,h2/c',
  ],
];
const secretText = mutatedText(
  [MARKER, `${MARKER}-${MARKER}`, `postgres://a:${MARKER}@b/c`, `postgres://a:${MARKER}@b:x/c`, `mysql://${MARKER}`],
  [MARKER, ',', 'postgres://', '?sslmode=', '\u00e9', '\n'],
);
const plainText = mutatedText(VALUES, VALUES);

const variables: readonly Variable[] = VARIABLES;
const setting = fc.constantFrom(...variables).chain((variable) => {
  const value =
    variable.secret === true ? fc.oneof(secretText, plainText) : fc.oneof(plainText, fc.constantFrom(...VALUES));
  const name =
    variable.secret === true ? fc.constantFrom(variable.name, variable.name + FILE_SUFFIX) : fc.constant(variable.name);
  return fc.tuple(name, value);
});
const stranger = fc.tuple(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((end) => `ANIP_REGISTRY_${end}`),
  plainText,
);

export const configTarget = pureTarget({
  name: 'config',
  promise: 'any environment is a configuration or a ConfigError, and no secret is printed',
  share: 30_000,
  batch: 250,
  cases: fc.array(fc.oneof({ arbitrary: setting, weight: 12 }, { arbitrary: stranger, weight: 1 }), { maxLength: 8 }),
  check: (settings) => {
    // A path is no secret; what is in the file is.
    const files = new Map(
      settings.filter(([name]) => name.endsWith(FILE_SUFFIX)).map(([name, text]) => [`/run/${name}`, text]),
    );
    const env = Object.fromEntries(
      settings.map(([name, text]) => [name, name.endsWith(FILE_SUFFIX) ? `/run/${name}` : text]),
    );
    const printed = printedOf(env, (path) => {
      const content = files.get(path);
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(content, 'utf8');
    });
    // A value that is a placeholder as a whole was never a secret, and is shown so that somebody can fill it in.
    const isPlaceholder = settings.some(([, text]) => /^\s*(?:\$|\{\{)[^]*Zq7x/.test(text));
    if (!isPlaceholder) demand(!printed.includes(MARKER), 'a secret is printed', printed);
  },
});

/** Everything that a start would write on a terminal or a log. */
function printedOf(env: NodeJS.ProcessEnv, readFile: (path: string) => Buffer): string {
  try {
    const { config, secrets, warnings } = loadConfig(env, readFile);
    return [JSON.stringify(config), inspect(config), JSON.stringify(secrets), inspect(secrets), ...warnings].join('\n');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    demand(error.faults.length > 0, 'a refusal without a fault');
    return [error.message, inspect(error)].join('\n');
  }
}
