import { byteLength, hasUnsafeControl, lowerCase } from './text';

export const MAX_KEY_BYTES = 160;
const BINARY_PATH_WORDS = ['attachment', 'payload', 'blob', 'binary', 'content', 'file'];

/**
 * What the member names on the way to a value say about it (packages.md section 4, "JSON resource limits"). A word cannot
 * span two names: none holds a `.` or `[`.
 */
export interface PathHints {
  readonly example: boolean;
  readonly attachment: boolean;
  readonly binary: boolean;
}

export function hintsOfName(key: string): PathHints {
  const name = lowerCase(key);
  return {
    example: name.includes('example'),
    attachment: name.includes('attachment') || name.includes('artifact'),
    binary: BINARY_PATH_WORDS.some((word) => name.includes(word)),
  };
}

export function isAllowedKey(key: string): boolean {
  const sizeBytes = byteLength(key);
  return sizeBytes >= 1 && sizeBytes <= MAX_KEY_BYTES && !hasUnsafeControl(key);
}
