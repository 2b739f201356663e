import { entropyOf, isPlaceholder } from './randomness';
import type { SecretKind } from './secret-names';

const MIN_TOKEN_LENGTH = 16;
const MIN_PASSWORD_LENGTH = 8;
const LONGEST_VALUE = 512;
const MIN_TOKEN_BITS = 3;
const MIN_PASSWORD_BITS = 2.5;
const HAS_SPACE = /\s/;
/** The name of an environment variable: `SLACK_API_TOKEN`. */
const VARIABLE_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** `env:NAME`, `vault://...`, `arn:aws:...`, `sha256:...`: it says where the secret is, or is a digest. */
const REFERENCE = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const RESOURCE_NAME = /^(?:projects|secrets?|kv|ssm|secretsmanager|vaults?)\/|^[./~]/i;
/** A pattern or a type, not a value. The class is found from its last bracket and last dash: one pass, whatever repeats. */
const PATTERN = /^\^|\$$|\[[^\][]*-[^\]-]*\]|\\[dwsb]|\.\*/;
/** Words, short numbers and versions: `slack-api-token`, `user_delegated`, `key-2026-01`, `v2.1.0`. */
const WORDY = /^(?:[A-Za-z]+|v?\d{1,4}|[A-Za-z]{2,}\d{1,5})(?:[-_./:@ ](?:[A-Za-z]+|v?\d{1,4}|[A-Za-z]{2,}\d{1,5}))*$/;
/** Code that reads the secret from where it is kept: `process.env.NAME`, `settings.smtp.password`. */
const CODE_REFERENCE = /^(?:process\.env|import\.meta\.env|os\.environ|env|config|settings|secrets|this|self)[.[]/;
const MIXED_CASE = /[a-z][A-Z]|[A-Z][a-z].*[A-Z]/;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/** True for a value that nobody would have typed, under a name that says secret. */
export function isSecretValue(value: string, kind: SecretKind): boolean {
  if (value.length > LONGEST_VALUE || HAS_SPACE.test(value) || isPlaceholder(value)) return false;
  if (VARIABLE_NAME.test(value) || REFERENCE.test(value) || RESOURCE_NAME.test(value)) return false;
  if (PATTERN.test(value) || DATE.test(value) || CODE_REFERENCE.test(value)) return false;
  return kind === 'password' ? isStrongPassword(value) : isRandomToken(value);
}

function isRandomToken(value: string): boolean {
  if (value.length < MIN_TOKEN_LENGTH || entropyOf(value) < MIN_TOKEN_BITS) return false;
  const unpadded = value.replace(/={1,2}$/, '');
  return WORDY.test(unpadded) ? isScrambled(unpadded) : /\d/.test(value) || MIXED_CASE.test(value);
}

/** One long run of letters in changing case is no word, and neither is camel case: real words change case seldom. */
function isScrambled(value: string): boolean {
  if (!/^[A-Za-z]+$/.test(value)) return false;
  const changes = value.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  return changes * 6 >= value.length;
}

/** People choose passwords; what tells a real one from a word is three kinds of characters. */
function isStrongPassword(value: string): boolean {
  if (value.length < MIN_PASSWORD_LENGTH || entropyOf(value) < MIN_PASSWORD_BITS) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((characters) => characters.test(value)).length;
  return kinds >= 3 && !(WORDY.test(value) && kinds < 4);
}
