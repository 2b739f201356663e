/** What tells a secret from a placeholder: the values of real secrets are random, those of documentation are not. */

const PLACEHOLDER_WORDS =
  /example|placeholder|change[-_]?me|replace|redacted|dummy|sample|masked|hidden|insert|your[-_ ]?|fake|mock|lorem|foobar|deadbeef/i;
const PLACEHOLDER_MARKS = /[<{[(][^<>{}[\]()]*[>}\])]|\$[{(]|^[$%]|%[(%]|\.{3}|…|\*{3}|_{4}|-{4}/;
/** Whole values that documentation writes for "a password goes here". */
const PLACEHOLDER_VALUES =
  /^(?:pass|passwd|password|passphrase|pwd|pw|secret|token|apikey|api[-_]?key|key|test|testing|none|null|undefined|true|false|todo|tbd|foo|bar|baz|x+|user|username|guest|admin|root)[0-9!]{0,3}$/i;
const LONGEST_PLACEHOLDER_RUN = 6;

/** True for what stands where a secret would: `<token>`, `${SECRET}`, `changeme`, `xxxxxxxx`, `0123456789`. */
export function isPlaceholder(value: string): boolean {
  return (
    PLACEHOLDER_VALUES.test(value) ||
    PLACEHOLDER_MARKS.test(value) ||
    PLACEHOLDER_WORDS.test(value) ||
    hasRun(value, 0) ||
    hasRun(value, 1)
  );
}

/** A random text of 20 characters or more; fewer bits per character mean words, repetition or counting. */
export function isRandom(value: string, minBitsPerCharacter = 3): boolean {
  return !isPlaceholder(value) && entropyOf(value) >= minBitsPerCharacter;
}

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** True when more characters than chance explains are each `step` above the one before: `aaaaaaa`, `2345678`. */
function hasRun(text: string, step: number): boolean {
  let length = 1;
  for (let index = 1; index < text.length; index += 1) {
    length = text.charCodeAt(index) - text.charCodeAt(index - 1) === step ? length + 1 : 1;
    if (length > LONGEST_PLACEHOLDER_RUN) return true;
  }
  return false;
}
