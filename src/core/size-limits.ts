import { RegistryError } from './errors';
import { canonicalBytes, receiptFormSize } from './json/canonical-json';
import type { JsonObject, JsonValue } from './json/json-value';

/**
 * Refuses a document that is too large. Sizes are those of the receipt form, so each `<`, `>` and `&` counts six
 * (packages.md section 4).
 * @throws RegistryError DOCUMENT_TOO_LARGE
 */
export function checkDocumentSize(name: string, sizeBytes: number, limit: number): void {
  if (sizeBytes <= limit) return;
  throw new RegistryError(
    'DOCUMENT_TOO_LARGE',
    `the ${name} has ${sizeBytes} bytes; at most ${limit} are allowed (each <, > and & counts six)`,
    { pointer: `/${name}`, limit, actual: sizeBytes },
  );
}

/**
 * Refuses a normalised request that is too large as a whole. The sizes of its documents are known already, so only the
 * rest of it is written out, with a `0` in the place of each document.
 * @throws RegistryError REQUEST_TOO_LARGE
 */
export function checkRequestSize(
  rest: JsonObject,
  documentSizes: Readonly<Record<string, number>>,
  limit: number,
): void {
  const placeholders: Record<string, JsonValue> = Object.fromEntries(
    Object.keys(documentSizes).map((name) => [name, 0]),
  );
  const restSize = receiptFormSize(canonicalBytes({ ...rest, ...placeholders }));
  const sizeBytes = Object.values(documentSizes).reduce((sum, size) => sum + size - '0'.length, restSize);
  if (sizeBytes <= limit) return;
  throw new RegistryError(
    'REQUEST_TOO_LARGE',
    `the normalised request has ${sizeBytes} bytes; at most ${limit} are allowed (each <, > and & counts six)`,
    { pointer: '', limit, actual: sizeBytes },
  );
}
