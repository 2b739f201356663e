import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { OPENAPI_SCHEMA } from './openapi-schema';

export interface MediaType {
  readonly schema: object;
}

export interface DocumentedAnswer {
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly headers?: Readonly<Record<string, object>>;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface OpenApiDocument {
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
}

/** A published document with its own schemas, ready to judge answers by. */
export class OpenApi {
  private readonly ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenApiDocument) {
    for (const format of ['date-time']) this.ajv.addFormat(format, true);
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      this.ajv.addSchema(withoutRoom(rewritten(schema)), `schema:${name}`);
    }
  }

  routes(): readonly Route[] {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
    );
  }

  /** What is wrong with the document as OpenAPI 3.1 and as JSON Schema 2020-12. */
  documentFaults(): readonly string[] {
    const faults = this.faultsOf('the document', OPENAPI_SCHEMA, this.document);
    for (const [name, schema] of Object.entries(this.document.components.schemas)) {
      if (this.ajv.validateSchema(schema) !== true) faults.push(`${name}: ${this.ajv.errorsText()}`);
      // Strict: a keyword that means nothing is a fault, and so is a reference to nothing.
      this.ajv.getSchema(`schema:${name}`);
    }
    return faults;
  }

  /** What of an answer is not as documented: its status, media type, headers and body. */
  answerFaults(
    operation: DocumentedOperation,
    answer: { status: number; headers: Record<string, string>; body: unknown; text: string },
  ): readonly string[] {
    const documented = operation.responses[String(answer.status)];
    if (documented === undefined) return [`${answer.status} is not documented`];
    const missing = Object.keys(documented.headers ?? {})
      .filter((name) => name !== 'Link' && answer.headers[name.toLowerCase()] === undefined)
      .map((name) => `the header ${name} is missing`);
    const [sentType = ''] = (answer.headers['content-type'] ?? '').split(';');
    if (documented.content === undefined) return [...missing, ...(sentType === '' ? [] : [`a body of ${sentType}`])];
    const media = documented.content[sentType];
    if (media === undefined) return [...missing, `the media type ${sentType} is not documented`];
    const body = sentType.endsWith('json') ? answer.body : answer.text;
    return [...missing, ...this.faultsOf(`${operation.operationId} ${answer.status}`, media.schema, body)];
  }

  bodyFaults({ operationId, requestBody }: DocumentedOperation, body: unknown): readonly string[] {
    const schema = requestBody?.content['application/json']?.schema;
    return schema === undefined ? ['no body is documented'] : this.faultsOf(`${operationId} request`, schema, body);
  }

  private faultsOf(name: string, schema: unknown, value: unknown): string[] {
    const validate = this.compiled.get(name) ?? this.ajv.compile(rewritten(schema));
    this.compiled.set(name, validate);
    void validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

/** References as ajv resolves them, each component being a schema of its own. */
function rewritten(schema: unknown): object {
  const json = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"schema:');
  return JSON.parse(json) as object;
}

/**
 * The published schemas leave room for members of later versions; here every member must be documented, or a new one
 * would go unnoticed.
 */
function withoutRoom(schema: unknown): object {
  const entries = Object.entries(schema as Readonly<Record<string, unknown>>).map(([keyword, value]) => {
    if (keyword === 'properties') return [keyword, eachOf(value)];
    return [keyword, keyword === 'items' ? withoutRoom(value) : value];
  });
  const closed = Object.fromEntries(entries) as Record<string, unknown>;
  return 'properties' in closed && !('additionalProperties' in closed)
    ? { ...closed, additionalProperties: false }
    : closed;
}

function eachOf(properties: unknown): object {
  const entries = Object.entries(properties as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([name, schema]) => [name, withoutRoom(schema)]));
}
