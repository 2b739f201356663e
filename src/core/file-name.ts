import { trim } from './text';

/** A download's file name: every code point outside `A-Za-z0-9.-_` becomes `-` (packages.md section 6). */
export function downloadFileName(id: string, version: string, suffix: string): string {
  return `${cleanPart(id)}-${cleanPart(version)}${suffix}`;
}

function cleanPart(text: string): string {
  const trimmed = trim(text);
  return trimmed === '' ? 'package' : trimmed.replace(/[^A-Za-z0-9._-]/gu, '-');
}
