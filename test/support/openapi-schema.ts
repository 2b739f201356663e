import type { AnySchema } from 'ajv';

/**
 * OpenAPI 3.1.0 (sections 4.8.1 to 4.8.30) as far as our document uses it, closed: a member that the specification
 * does not have, or that we do not use, is a fault. Schema Objects are checked apart, as JSON Schema 2020-12.
 */
const text = { type: 'string', minLength: 1 };
const name = { type: 'string', pattern: '^[A-Za-z0-9._-]+$' };
const schemaObject = { type: ['object', 'boolean'] };

function closed(required: Record<string, AnySchema>, optional: Record<string, AnySchema> = {}): AnySchema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

function mapOf(value: AnySchema, keys: AnySchema = name): AnySchema {
  return { type: 'object', propertyNames: keys, additionalProperties: value };
}

const mediaTypes = mapOf(closed({ schema: schemaObject }), { pattern: '^[a-z]+/[a-z+-]+$' });
const header = closed({ description: text, schema: schemaObject });
const parameter = closed(
  { name: text, in: { enum: ['path', 'query', 'header'] }, schema: schemaObject, description: text },
  { required: { type: 'boolean' } },
);
const pathParametersAreRequired = {
  if: { type: 'object', properties: { in: { const: 'path' } } },
  then: { type: 'object', properties: { required: { const: true } }, required: ['required'] },
};
const operation = closed(
  {
    operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
    summary: text,
    tags: { type: 'array', minItems: 1, maxItems: 1, items: text },
    parameters: { type: 'array', items: { allOf: [parameter, pathParametersAreRequired] } },
    responses: {
      ...(mapOf(closed({ description: text }, { content: mediaTypes, headers: mapOf(header) }), {
        pattern: '^(?:[1-5]\\d{2}|default)$',
      }) as object),
      required: ['default'],
    },
  },
  {
    description: text,
    requestBody: closed({ content: mediaTypes }, { description: text, required: { type: 'boolean' } }),
    security: { type: 'array', minItems: 1, items: mapOf({ type: 'array', items: text }) },
  },
);

export const OPENAPI_SCHEMA: AnySchema = closed({
  openapi: { const: '3.1.0' },
  info: closed({ title: text, version: text }, { description: text, license: closed({ name: text, url: text }) }),
  servers: { type: 'array', minItems: 1, items: closed({ url: text }) },
  tags: { type: 'array', items: closed({ name: text, description: text }) },
  paths: mapOf(closed({}, { get: operation, post: operation, patch: operation, put: operation, delete: operation }), {
    pattern: '^/',
  }),
  components: closed({
    schemas: mapOf(schemaObject),
    securitySchemes: mapOf(closed({ type: { const: 'http' }, scheme: { const: 'bearer' }, description: text })),
  }),
});
