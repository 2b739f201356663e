import { hasMember, isArray, isObject, listOf, member, textOf, type JsonObject, type JsonValue } from '../../core/json/json-value';
import { inlineMarkdown } from '../docs/inline-markdown';
import type { SanitisedHtml } from '../markdown';

export interface TypeView {
  readonly text: string;
  /** To the schema that it names. */
  readonly href?: string;
}

export interface MemberView {
  readonly name: string;
  readonly need: 'required' | 'optional';
  readonly type: TypeView;
  readonly description: SanitisedHtml;
}

const REFERENCE = /^#\/components\/schemas\/(.+)$/;

export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** A schema in a few words: the name of another one, or its type and bounds. */
export function typeView(schema: JsonValue | undefined): TypeView {
  const [, name] = REFERENCE.exec(textOf(member(schema, '$ref'))) ?? [];
  if (name !== undefined) return { text: name, href: `#${schemaAnchor(name)}` };
  if (hasMember(schema, 'const')) return { text: JSON.stringify(member(schema, 'const')) };
  const values = listOf(member(schema, 'enum'));
  if (values.length > 0) return { text: valuesText(values) };
  const type = member(schema, 'type');
  if (type === 'array') {
    const items = typeView(member(schema, 'items'));
    return { ...items, text: `list of ${items.text}` };
  }
  const names = isArray(type) ? type.map(textOf).join(' or ') : textOf(type);
  return { text: [names === '' ? 'any JSON value' : names, ...boundsOf(schema)].join(', ') };
}

/** The members of an object schema; those of objects inside it follow it by their path. */
export function membersOf(schema: JsonValue | undefined, prefix = ''): readonly MemberView[] {
  const required = listOf(member(schema, 'required'));
  return entriesOf(member(schema, 'properties')).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const inside = member(property, 'type') === 'array' ? [member(property, 'items'), `${path}[].`] : [property, `${path}.`];
    const [nested, nestedPrefix] = inside as [JsonValue | undefined, string];
    return [
      {
        name: path,
        need: required.includes(name) ? ('required' as const) : ('optional' as const),
        type: typeView(property),
        description: inlineMarkdown(textOf(member(property, 'description'))),
      },
      ...membersOf(nested, nestedPrefix),
    ];
  });
}

export function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isObject(value) ? Object.entries(value satisfies JsonObject) : [];
}

function valuesText(values: readonly JsonValue[]): string {
  const MAX_SHOWN = 12;
  const shown = values.slice(0, MAX_SHOWN).map((value) => JSON.stringify(value));
  return values.length > MAX_SHOWN ? `${shown.join(', ')} and ${values.length - MAX_SHOWN} more` : shown.join(', ');
}

function boundsOf(schema: JsonValue | undefined): readonly string[] {
  const minimum = member(schema, 'minimum');
  const maximum = member(schema, 'maximum');
  const maxLength = member(schema, 'maxLength');
  return [
    ...(typeof minimum === 'number' ? [`at least ${minimum}`] : []),
    ...(typeof maximum === 'number' ? [`at most ${maximum}`] : []),
    ...(typeof maxLength === 'number' ? [`at most ${maxLength} characters`] : []),
  ];
}
