import fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, object>>;

/** How deep a recursive schema is followed. */
const MAX_DEPTH = 5;

/** Values that a schema of the API description allows: what a client that was generated from it would send. */
export function valuesOf(schema: object, components: Components, depth = 0): fc.Arbitrary<unknown> {
  const { $ref, const: constant, enum: choices, anyOf, oneOf, allOf, type, ...rest } = schema as Schema;
  if (typeof $ref === 'string')
    return valuesOf(components[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, components, depth + 1);
  if (constant !== undefined) return fc.constant(constant);
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  const alternatives = (anyOf ?? oneOf) as readonly object[] | undefined;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((one) => valuesOf(one, components, depth + 1)));
  if (Array.isArray(allOf))
    return valuesOf(Object.assign({}, rest, ...(allOf as object[])) as object, components, depth);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectsOf(rest, components, depth);
    case 'array':
      return depth > MAX_DEPTH
        ? fc.constant([])
        : fc.array(valuesOf(rest.items ?? {}, components, depth + 1), { maxLength: 3 });
    case 'integer':
      return fc.integer({ min: numberOr(rest.minimum, 0), max: numberOr(rest.maximum, 1000) });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textsOf(rest);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function objectsOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  components: Components,
  depth: number,
): fc.Arbitrary<unknown> {
  const members = Object.entries(properties as Components).filter(
    ([name]) => depth <= MAX_DEPTH || (required as readonly string[]).includes(name),
  );
  const model = Object.fromEntries(members.map(([name, inner]) => [name, valuesOf(inner, components, depth + 1)]));
  const known = fc.record(model, { requiredKeys: required as string[] });
  if (additionalProperties === false || members.length > 0) return known;
  return fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
}

function textsOf({ pattern, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  const most = Math.min(numberOr(maxLength, 40), 200);
  if (typeof pattern === 'string') {
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= numberOr(maxLength, 10_000));
  }
  return fc
    .string({ unit: 'grapheme', minLength: numberOr(minLength, 0), maxLength: most })
    .filter((text) => text.length <= most);
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
