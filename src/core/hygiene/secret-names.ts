/**
 * Which names say that their value is a secret. The last word decides: `client_secret` holds one, `secret_ref` and
 * `token_url` hold something about one.
 */
const SECRET_WORDS = new Set([
  'secret',
  'secrets',
  'token',
  'tokens',
  'password',
  'passwords',
  'passwd',
  'pwd',
  'pass',
  'passphrase',
  'passcode',
  'credential',
  'credentials',
  'apikey',
  'apikeys',
  'apitoken',
  'accesskey',
  'secretkey',
  'privatekey',
  'authtoken',
  'accesstoken',
  'clientsecret',
  'authorization',
  'bearer',
]);
const KEY_WORDS = new Set(['key', 'keys']);
/** What stands before `key` when it opens something. */
const SECRET_KEYS = new Set([
  ...['api', 'access', 'secret', 'private', 'signing', 'encryption', 'account', 'shared', 'master', 'service', 'auth'],
  ...['hmac', 'app', 'application', 'client', 'admin', 'deploy', 'license', 'storage', 'webhook', 'session'],
]);
const PASSWORD_WORDS = new Set(['password', 'passwords', 'passwd', 'pwd', 'pass', 'passphrase', 'passcode']);
/** Tokens and keys that are no secrets: positions in lists, guards against repetition, halves that are published. */
const HARMLESS_WORDS = new Set([
  ...['public', 'page', 'next', 'previous', 'prev', 'cursor', 'continuation', 'sync', 'pagination', 'paging', 'resume'],
  ...['idempotency', 'idempotent', 'csrf', 'xsrf', 'dedup', 'cache', 'sort', 'partition', 'primary', 'foreign', 'row'],
  ...['max', 'min', 'count', 'prompt', 'completion', 'input', 'output', 'design', 'scenario', 'publishable', 'site'],
]);
const LAST_WORD_OF_VALUE = new Set(['value', 'values', 'example', 'examples', 'default', 'sample']);
const LETTER = /[A-Za-z]/;
const LONGEST_NAME = 120;
/** Nearly every name is told to be ordinary by its last letters, before it is taken apart. */
const ENDING_LENGTH = 3;
const ENDINGS: ReadonlySet<string> = new Set(
  [SECRET_WORDS, KEY_WORDS, LAST_WORD_OF_VALUE].flatMap((words) =>
    [...words].map((word) => word.slice(-ENDING_LENGTH)),
  ),
);

export type SecretKind = 'password' | 'token';

/** Undefined for an ordinary name. A word ends at a capital, a digit or punctuation. */
export function secretKindOf(name: string): SecretKind | undefined {
  if (name.length > LONGEST_NAME || !ENDINGS.has(endingOf(name))) return undefined;
  const words = wordsOf(name);
  while (LAST_WORD_OF_VALUE.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const isKey = KEY_WORDS.has(last) && SECRET_KEYS.has(words.at(-2) ?? '');
  if (!isKey && !SECRET_WORDS.has(last)) return undefined;
  if (words.some((word) => HARMLESS_WORDS.has(word))) return undefined;
  return PASSWORD_WORDS.has(last) ? 'password' : 'token';
}

/**
 * The end of the name as far as we know its words, which is what told that a secret follows. Nothing else of it may be
 * shown: what runs into the name may be the secret's own end.
 */
export function knownEndingOf(name: string): string {
  const words = wordsOf(name);
  const isKnown = (word: string): boolean =>
    [SECRET_WORDS, KEY_WORDS, SECRET_KEYS, LAST_WORD_OF_VALUE].some((known) => known.has(word));
  return words.slice(words.findLastIndex((word) => !isKnown(word)) + 1).join('_');
}

function endingOf(name: string): string {
  let end = name.length;
  while (end > 0 && !LETTER.test(name.charAt(end - 1))) end -= 1;
  return name.slice(Math.max(0, end - ENDING_LENGTH), end).toLowerCase();
}

/** In lower case, as punctuation, digits and capitals part them. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
