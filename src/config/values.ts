import { byteLength, hasUnsafeControl, lowerCase, quoteForMessage, trim } from '../core/text';
import { MAX_IDENTITY_TEXT_BYTES } from '../core/artifact-id';
import { Problem } from './config-report';

const TRUE = ['1', 'true', 'yes', 'on'];
const FALSE = ['0', 'false', 'no', 'off'];

export function parseBoolean(text: string): boolean | Problem {
  const word = lowerCase(text);
  if (TRUE.includes(word)) return true;
  if (FALSE.includes(word)) return false;
  return new Problem(`is ${quoteForMessage(text)}, which is no boolean`);
}

export function parseInteger(min: number, max: number): (text: string) => number | Problem {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : new Problem(`is ${quoteForMessage(text)}`);
  };
}

/** The word of the list that the text is, in any case. */
export function parseChoice<const Choice extends string>(
  choices: readonly Choice[],
): (text: string) => Choice | Problem {
  return (text) => {
    const word = lowerCase(text);
    return choices.find((choice) => choice === word) ?? new Problem(`is ${quoteForMessage(text)}`);
  };
}

/** The trimmed parts of a comma list. */
export function splitList(text: string): string[] {
  return text.split(',').map(trim);
}

export function parsePath(text: string): string | Problem {
  return text.includes('\0') ? new Problem('holds a NUL character') : text;
}

/** Publisher id and type are signed into receipts and indexed like the refs of data-model.md section 1. */
export function parseIdentity(text: string): string | Problem {
  if (hasUnsafeControl(text) || /[\t\n\r]/.test(text)) return new Problem('holds a control character');
  const sizeBytes = byteLength(text);
  return sizeBytes <= MAX_IDENTITY_TEXT_BYTES ? text : new Problem(`has ${sizeBytes} bytes`);
}

/** An http(s) origin, normalised; one trailing slash is tolerated. The value is not shown: it may hold a password. */
export function parseOrigin(text: string): string | Problem {
  if (!/^https?:\/\//i.test(text)) return new Problem('does not begin with http:// or https://');
  const authority = text.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  if (authority.includes('@')) return new Problem('holds user info');
  if (authority === '' || /[/?#\\\s]/.test(authority) || !URL.canParse(text)) return new Problem('is not an origin');
  return new URL(text).origin;
}
