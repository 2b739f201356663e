import type { HygieneRuleId } from './rules';

/** One place in a text that breaks a rule. */
export interface Finding {
  readonly rule: HygieneRuleId;
  /** Offsets in the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** What may be shown of it: enough to recognise the place, nothing that could be used. */
  readonly excerpt: string;
}

/** A text as the rules on single texts see it. */
export interface ScannedText {
  readonly text: string;
  /** True for the value of a member that holds an HTTP route, where `/home/ada` is no directory. */
  readonly isRoute: boolean;
}

/** A fixed beginning that only names the kind of secret, and the length of the whole: never a character of the secret. */
export function maskSecret(length: number, publicPrefix = ''): string {
  return `${publicPrefix}… (${length} characters)`;
}
