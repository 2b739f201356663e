import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../../src/core/errors';

/**
 * Cases of publish-verdicts.json that this Registry decides otherwise than the reference, each with the number of the
 * deliberate difference that explains it. Nothing else may differ.
 */
export const ACCEPT_TO_REJECT: Readonly<Record<string, number>> = {
  'source link url https://[::1]/': 2,
  'source link url https://user:pw@example.com/': 2,
  'project_ref of 4 MiB': 5,
  'project_ref of 800000 ampersands': 5,
  'template_id other than manifest template_id': 9,
  'template_version differs from manifest package_version': 9,
  'both ids changed': 9,
  'package template differs from template': 9,
  'package depth 60 is not inspected': 9,
  'package NUL is not inspected': 9,
  'package text of 1.5 MiB': 9,
  'package text of 250000 ampersands': 9,
};

export const REJECT_TO_ACCEPT: Readonly<Record<string, number>> = {
  'readme mentions TypeScript': 10,
  'TYPESCRIPT upper case in lock': 10,
  'typescript inside a longer word deep in the manifest': 10,
  'source link title TypeScript': 10,
  'typescript in a lineage that is copied into the manifest': 10,
};

/** Deliberate differences that refuse what the reference accepts, and the codes that say so. */
export const CODES_OF_DIFFERENCE: Readonly<Record<number, readonly ErrorCode[]>> = {
  2: ['HYGIENE_VIOLATION'],
  5: ['IDENTITY_TEXT_INVALID', 'ARTIFACT_ID_INVALID', 'ARTIFACT_VERSION_INVALID'],
  9: [
    'TEMPLATE_IDENTITY_MISMATCH',
    'TEMPLATE_ENVELOPE_INVALID',
    'DOCUMENT_TOO_DEEP',
    'DOCUMENT_TEXT_INVALID',
    'DOCUMENT_TOO_LARGE',
  ],
};

/** The numbers of docs/compatibility.md. */
export function documentedDifferences(): readonly number[] {
  const document = readFileSync(join(__dirname, '../../../docs/compatibility.md'), 'utf8');
  return Array.from(document.matchAll(/^\| (\d+) \|/gm), ([, number]) => Number(number));
}
