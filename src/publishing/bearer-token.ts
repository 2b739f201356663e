import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { trim } from '../core/text';

const PREFIX = 'Bearer ';

/** The token of `Authorization: Bearer <token>` (exact case, packages.md section 2); undefined when there is none. */
export function bearerToken(request: Request): string | undefined {
  const header = trim(request.headers.authorization ?? '');
  if (!header.startsWith(PREFIX)) return undefined;
  const token = trim(header.slice(PREFIX.length));
  return token === '' ? undefined : token;
}

/** Compares in constant time; hashing first makes texts of different length comparable. */
export function isSameSecret(offered: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(offered), digest(expected));
}
