import { digestOfBytes } from '../digest';
import { RegistryError } from '../errors';
import { canonicalBytes } from '../json/canonical-json';
import { isObject, type JsonObject } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import type { Finding } from './finding';

/** What a finding about one version, or one row of it, has in common with the others. */
export type Subject = Pick<Finding, 'artifact' | 'version' | 'table'>;

/** A column that names a blob, and that blob's content; undefined when the store does not have it. */
export interface StoredDocument {
  readonly name: string;
  readonly digest: string;
  readonly content: Buffer | undefined;
}

export interface AuditedDocument {
  readonly findings: readonly Finding[];
  /** The document, where it can be read at all. */
  readonly value: JsonObject | undefined;
}

/** The bytes are there, have the stated digest, are a JSON object, and are that object's canonical form. */
export function auditDocument(document: StoredDocument, subject: Subject): AuditedDocument {
  const findings = [...auditContent(document, subject)];
  if (document.content === undefined) return { findings, value: undefined };
  const parsed = parse(document.content);
  if (typeof parsed === 'string') {
    findings.push({ ...subject, class: 'DOCUMENT_INVALID', detail: `${document.name}: ${parsed}` });
    return { findings, value: undefined };
  }
  if (!canonicalBytes(parsed).equals(document.content)) {
    findings.push({
      ...subject,
      class: 'DOCUMENT_NOT_CANONICAL',
      detail: `${document.name}: the stored bytes are not the canonical form of the document that they hold`,
    });
  }
  return { findings, value: parsed };
}

/** The first half of it, for bytes that have a form of their own. */
export function* auditContent({ name, digest, content }: StoredDocument, subject: Subject): Generator<Finding> {
  if (content === undefined) {
    yield { ...subject, class: 'BLOB_MISSING', detail: `${name}: there is no blob ${digest}` };
    return;
  }
  const actual = digestOfBytes(content);
  if (actual === digest) return;
  yield {
    ...subject,
    class: 'DOCUMENT_DIGEST_MISMATCH',
    detail: `${name}: the row says ${digest}, the bytes have ${actual}`,
  };
}

/** The document, or in words why it is none. */
function parse(content: Buffer): JsonObject | string {
  try {
    const value = parseJson(content);
    return isObject(value) ? value : 'the root is no JSON object';
  } catch (error) {
    if (error instanceof RegistryError) return error.message.replaceAll('the body', 'the text');
    throw error;
  }
}
