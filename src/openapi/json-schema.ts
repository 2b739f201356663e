import type { JsonObject, JsonValue } from '../core/json/json-value';

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses as it is. */
export type JsonSchema = JsonObject;
type Members = Readonly<Record<string, JsonSchema>>;

/** An object with these members; others may come with later versions of the Registry. */
export function objectWith(description: string, required: Members, optional: Members = {}): JsonSchema {
  return {
    type: 'object',
    description,
    properties: { ...required, ...optional },
    ...(Object.keys(required).length === 0 ? {} : { required: Object.keys(required) }),
  };
}

export function listOfSchemas(items: JsonSchema, description: string): JsonSchema {
  return { type: 'array', description, items };
}

/** A schema by its name among the components. */
export function ref(name: string, description?: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}`, ...(description === undefined ? {} : { description }) };
}

/** A text that is never empty. */
export function text(description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'string', minLength: 1, description, ...more };
}

export function constant(value: JsonValue, description: string): JsonSchema {
  return { const: value, description };
}

export function oneOf(values: readonly JsonValue[], description: string): JsonSchema {
  return { enum: values, description };
}

export function anyObject(description: string): JsonSchema {
  return { type: 'object', description };
}
