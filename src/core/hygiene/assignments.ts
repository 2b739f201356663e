import { maskSecret, type Finding } from './finding';
import { isPlaceholder } from './randomness';
import { knownEndingOf, secretKindOf } from './secret-names';
import { isSecretValue } from './secret-values';

/** After the separator: blanks, an opening quote (maybe escaped), the scheme of an Authorization header, the value. */
const VALUE = /[=>]?[ \t]{0,3}\\?(["'`]?)(?:(?:Bearer|Basic|Token) )?([^\s"'`,;<>(){}|&\\=:]+={0,2})/iy;
const AZURE_KEY = /^(?:account|shared_?access)_?key$/i;
const AZURE_KEY_VALUE = /^(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)$/;
const AZURE_SIGNATURE = /^[A-Za-z0-9%+/]{43,}(?:=|%3D)$/i;
const AZURE_VERSION = /[?&]sv=\d{4}-\d{2}-\d{2}/;
const AWS_SECRET_NAME = /secret_?access_?key/i;
const AWS_SECRET = /^[A-Za-z0-9+/]{40}$/;
const PASSWORD_NAME = /^(?:password|pwd)$/i;
const PAIR_SEPARATOR = /[;&?]/;
const MIN_CONNECTION_PASSWORD_LENGTH = 4;
/** What a connection string has beside the password: where to connect, or as whom. */
const CONNECTION_PART =
  /(?:^|[;&?\s"'=])(?:server|host|hostname|data source|addr|address|user id|uid|user|username|database|initial catalog|dbname)=|:\/\/[^\s/]+\//i;

/** `name` from `nameStart` to `nameEnd`, `=` or `:` at `separator`. */
export interface Assignment {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly separator: number;
}

/** The secret that is written as the value of a name, in code, headers, queries and connection strings. */
export function findAssignedSecret(
  text: string,
  { nameStart, nameEnd, separator }: Assignment,
  isConnection: () => boolean,
): Finding | undefined {
  const name = text.slice(nameStart, nameEnd);
  const isSignature = name === 'sig';
  const kind = secretKindOf(name);
  if (kind === undefined && !isSignature) return undefined;
  VALUE.lastIndex = separator + 1;
  const match = VALUE.exec(text);
  const value = match?.[2] ?? '';
  if (value === '') return undefined;

  const end = separator + 1 + (match?.[0].length ?? 0);
  const finding = (rule: Finding['rule']): Finding => ({
    rule,
    start: nameStart,
    end,
    excerpt: `${isSignature ? name : knownEndingOf(name)}${text.charAt(separator)}${maskSecret(value.length)}`,
  });
  if (isSignature) return AZURE_SIGNATURE.test(value) && AZURE_VERSION.test(text) ? finding('azure-key') : undefined;
  if (AZURE_KEY.test(name) && AZURE_KEY_VALUE.test(value)) return finding('azure-key');
  if (AWS_SECRET_NAME.test(name) && AWS_SECRET.test(value) && !isPlaceholder(value)) return finding('aws-key');
  if (PASSWORD_NAME.test(name) && PAIR_SEPARATOR.test(text.charAt(nameStart - 1))) {
    const isPassword = value.length >= MIN_CONNECTION_PASSWORD_LENGTH && !isPlaceholder(value);
    return isPassword && isConnection() ? finding('connection-string-password') : undefined;
  }
  return kind !== undefined && isSecretValue(value, kind) ? finding('high-entropy-secret') : undefined;
}

/** True when the text names a server or a user as connection strings do. */
export function hasConnectionPart(text: string): boolean {
  return CONNECTION_PART.test(text);
}
