import { RegistryError } from '../errors';
import { isObject, listOf, member, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { byteLength, lowerCase, quoteForMessage } from '../text';

/** Counts of templates.md step 5.12: a starter is read by one person in one sitting. */
export const MAX_PARTS = { documents: 20, connections: 20, discoveryRecords: 200, capabilityMappings: 100 } as const;
/** 20 KiB of Markdown is some ten pages. */
export const MAX_DOCUMENT_BYTES = 20_480;
const SECRET_REF = /^[A-Z][A-Z0-9_]{1,127}$/;

/** @throws RegistryError TEMPLATE_PARTS_TOO_MANY, TEMPLATE_DOCUMENT_INVALID, TEMPLATE_CONNECTION_INVALID */
export function checkTemplateParts(template: JsonObject): void {
  for (const [name, limit] of Object.entries(MAX_PARTS)) {
    const actual = listOf(member(template, name)).length;
    if (actual > limit) {
      throw new RegistryError(
        'TEMPLATE_PARTS_TOO_MANY',
        `the template has ${actual} ${name}; at most ${limit} are allowed`,
        {
          pointer: `/template/${name}`,
          limit,
          actual,
        },
      );
    }
  }
  listOf(member(template, 'documents')).forEach((document, index) =>
    checkDocument(document, pointerTo('/template/documents', index)),
  );
  listOf(member(template, 'connections')).forEach((connection, index) =>
    checkConnection(connection, pointerTo('/template/connections', index)),
  );
}

function checkDocument(document: JsonValue, pointer: string): void {
  if (!isObject(document)) throw documentFault(`${pointer} must be an object`, pointer);
  const fileName = textOf(member(document, 'filename'));
  const isSafe = fileName !== '' && !/\.\.|[/\\]/.test(fileName) && lowerCase(fileName).endsWith('.md');
  if (!isSafe) {
    throw documentFault(
      `the file name ${quoteForMessage(fileName)} is refused: a document is a Markdown file (.md) without "..", "/" or "\\" in its name`,
      `${pointer}/filename`,
    );
  }
  const sizeBytes = byteLength(textOf(member(document, 'content')));
  if (sizeBytes > MAX_DOCUMENT_BYTES) {
    throw new RegistryError(
      'TEMPLATE_DOCUMENT_INVALID',
      `the document ${quoteForMessage(fileName)} has ${sizeBytes} bytes; at most ${MAX_DOCUMENT_BYTES} are allowed`,
      { pointer: `${pointer}/content`, limit: MAX_DOCUMENT_BYTES, actual: sizeBytes },
    );
  }
}

function documentFault(message: string, pointer: string): RegistryError {
  return new RegistryError('TEMPLATE_DOCUMENT_INVALID', message, { pointer });
}

/** A connection names its secret, it never holds one: only an environment-style name passes, and it is not shown. */
function checkConnection(connection: JsonValue, pointer: string): void {
  const allowed = '2 to 128 characters A-Z 0-9 _, the first a letter';
  if (!isObject(connection)) {
    throw new RegistryError('TEMPLATE_CONNECTION_INVALID', `${pointer} must be an object`, { pointer });
  }
  const secretRef = textOf(member(connection, 'secret_ref'));
  if (secretRef === '' || SECRET_REF.test(secretRef)) return;
  throw new RegistryError(
    'TEMPLATE_CONNECTION_INVALID',
    `${pointer}/secret_ref is not the name of a secret: allowed are ${allowed}`,
    { pointer: `${pointer}/secret_ref`, allowed },
  );
}
