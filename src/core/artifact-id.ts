import { RegistryError } from './errors';
import { pointerTo } from './json/pointer';
import { byteLength, hasUnsafeControl, quoteForMessage } from './text';

/**
 * Grammar of what names a version (data-model.md section 1; stricter than the reference, which has none). Ids and
 * versions end up in file names, URLs, shell commands and index keys, so they hold nothing that any of these would
 * have to quote.
 */
const ARTIFACT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const ARTIFACT_VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;

/** The longest name that a `registry://` bundle reference can hold: 1 + 255 characters. */
export const MAX_ARTIFACT_ID_BYTES = 256;
export const MAX_ARTIFACT_VERSION_BYTES = 128;
/** Refs and signatures are indexed by a prefix and shown in lists: megabytes do not belong there. */
export const MAX_IDENTITY_TEXT_BYTES = 2048;

export const ARTIFACT_ID_GRAMMAR =
  `1 to ${MAX_ARTIFACT_ID_BYTES} characters A-Z a-z 0-9 . _ - in segments separated by '/', ` +
  'each segment beginning with a letter or digit';
export const ARTIFACT_VERSION_GRAMMAR = `1 to ${MAX_ARTIFACT_VERSION_BYTES} characters A-Z a-z 0-9 . _ + -, the first a letter or digit`;

export type ArtifactKind = 'package' | 'template';

export function isArtifactId(text: string): boolean {
  return text.length <= MAX_ARTIFACT_ID_BYTES && ARTIFACT_ID.test(text);
}

export function isArtifactVersion(text: string): boolean {
  return ARTIFACT_VERSION.test(text);
}

/** @throws RegistryError IDENTITY_REQUIRED, ARTIFACT_ID_INVALID */
export function checkArtifactId(text: string, memberName: string): void {
  checkPresent(text, memberName);
  if (isArtifactId(text)) return;
  throw new RegistryError(
    'ARTIFACT_ID_INVALID',
    `${memberName} ${quoteForMessage(text)} is not a valid id: allowed are ${ARTIFACT_ID_GRAMMAR}`,
    { pointer: pointerTo('', memberName), allowed: ARTIFACT_ID_GRAMMAR, limit: MAX_ARTIFACT_ID_BYTES },
  );
}

/** @throws RegistryError IDENTITY_REQUIRED, ARTIFACT_VERSION_INVALID */
export function checkArtifactVersion(text: string, memberName: string): void {
  checkPresent(text, memberName);
  if (isArtifactVersion(text)) return;
  throw new RegistryError(
    'ARTIFACT_VERSION_INVALID',
    `${memberName} ${quoteForMessage(text)} is not a valid version: allowed are ${ARTIFACT_VERSION_GRAMMAR}`,
    { pointer: pointerTo('', memberName), allowed: ARTIFACT_VERSION_GRAMMAR, limit: MAX_ARTIFACT_VERSION_BYTES },
  );
}

/**
 * Project and revision refs and the contract signature: any text of 1 to 2048 bytes without control characters.
 * @throws RegistryError IDENTITY_REQUIRED, IDENTITY_TEXT_INVALID
 */
export function checkIdentityText(text: string, memberName: string): void {
  checkPresent(text, memberName);
  const sizeBytes = byteLength(text);
  if (sizeBytes <= MAX_IDENTITY_TEXT_BYTES && !hasUnsafeControl(text) && !/[\t\n\r]/.test(text)) return;
  const allowed = `1 to ${MAX_IDENTITY_TEXT_BYTES} bytes without control characters`;
  throw new RegistryError(
    'IDENTITY_TEXT_INVALID',
    `${memberName} ${quoteForMessage(text)} (${sizeBytes} bytes) is not allowed: it must be ${allowed}`,
    { pointer: pointerTo('', memberName), limit: MAX_IDENTITY_TEXT_BYTES, actual: sizeBytes, allowed },
  );
}

function checkPresent(text: string, memberName: string): void {
  if (text !== '') return;
  throw new RegistryError('IDENTITY_REQUIRED', `${memberName} is required and must not be empty`, {
    pointer: pointerTo('', memberName),
  });
}
