import fc from 'fast-check';
import type { JsonValue } from '../../src/core/json/json-value';

/** What members are replaced by: other types, ends of ranges, names that objects inherit, texts that rules look for. */
const VALUES: readonly JsonValue[] = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e21, 5e-324, 2 ** 53, '', ' ', '0', 'a', '\u0000', '\ufffd', '\u2028'],
  ...['__proto__', '../..', '%2e%2e', '<script>', '{{x}}', '(a+)+$', '[[:alpha:]]', '(?P<n>a)', 'x'.repeat(3000)],
  ...['http://10.0.0.1/', 'javascript:alert(1)', 'https://example.com/', '/home/ada/x', 'data:text/plain;base64,AAAA'],
  ...['anip/0.24', '1.0.0', 'sha256:' + '0'.repeat(64), `registry://a@1#sha256:${'a'.repeat(64)}`, '\u202etxt'],
  ...([[], {}, [[]], [null], { '': {} }, nested(150), Array.from({ length: 40 }, () => ({}))] as JsonValue[]),
];
const NAMES = ['', 'a', '__proto__', 'constructor', 'id', 'capability_id', 'typescript_build_pack', '\u0000', '/~'];

type Step = string | number;
type Edit =
  | { readonly kind: 'replace' | 'insert'; readonly at: number; readonly value: JsonValue }
  | { readonly kind: 'remove' | 'wrap' | 'double'; readonly at: number }
  | { readonly kind: 'rename'; readonly at: number; readonly name: string }
  | { readonly kind: 'move' | 'copy'; readonly at: number; readonly from: number }
  | { readonly kind: 'text'; readonly at: number; readonly cut: number; readonly insert: string };

const at = fc.nat(1_000_000);
const value = fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>);
const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constantFrom('replace' as const, 'insert' as const), at, value }), weight: 4 },
  {
    arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'wrap' as const, 'double' as const), at }),
    weight: 4,
  },
  { arbitrary: fc.record({ kind: fc.constant('rename' as const), at, name: fc.constantFrom(...NAMES) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constantFrom('move' as const, 'copy' as const), at, from: at }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      at,
      cut: fc.nat(40),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.constantFrom(' ', '-', '_', '.', '/', '\n', 'Z'),
      ),
    }),
    weight: 4,
  },
);

/** A document of the corpus after a few edits that leave it JSON; many of them leave it valid, too. */
export function mutatedJson(corpus: readonly JsonValue[], maxEdits = 3): fc.Arbitrary<JsonValue> {
  return fc.tuple(fc.constantFrom(...corpus), fc.array(anEdit, { maxLength: maxEdits })).map(([document, edits]) => {
    const root = { root: structuredClone(document) };
    for (const edit of edits) apply(root, edit);
    return root.root;
  });
}

type Container = Record<string, JsonValue>;

interface Place {
  readonly parent: Container;
  readonly step: Step;
}

/** Members and elements in the order of the document; the first one is the document itself. */
function placesOf(root: Container): Place[] {
  const places: Place[] = [];
  const visit = (parent: Container): void => {
    for (const step of Object.keys(parent)) {
      places.push({ parent, step });
      const inner = parent[step];
      if (typeof inner === 'object' && inner !== null) visit(inner as Container);
    }
  };
  visit(root);
  return places;
}

function apply(root: Container, edit: Edit): void {
  const places = placesOf(root);
  const place = places[edit.at % places.length];
  if (place === undefined) return;
  const { parent, step } = place;
  const old = parent[step] as JsonValue;
  switch (edit.kind) {
    case 'replace':
      set(parent, step, structuredClone(edit.value));
      break;
    case 'insert':
      if (Array.isArray(old)) (old as JsonValue[]).push(structuredClone(edit.value));
      else if (typeof old === 'object' && old !== null) set(old as Container, 'added', structuredClone(edit.value));
      break;
    case 'remove':
      remove(root, place);
      break;
    case 'wrap':
      set(parent, step, [old]);
      break;
    case 'double':
      if (Array.isArray(old) && old.length < 200) (old as JsonValue[]).push(...structuredClone(old as JsonValue[]));
      else if (typeof old === 'string' && old.length < 20_000) set(parent, step, old + old);
      break;
    case 'rename':
      if (Array.isArray(parent) || parent === root) break;
      Reflect.deleteProperty(parent, step);
      set(parent, edit.name, old);
      break;
    case 'move':
    case 'copy': {
      const from = places[edit.from % places.length];
      const copied = from === undefined ? null : structuredClone(from.parent[from.step] as JsonValue);
      set(parent, step, copied);
      if (edit.kind === 'move' && from !== undefined) remove(root, from);
      break;
    }
    case 'text':
      if (typeof old === 'string') set(parent, step, textAfter(old, edit.cut, edit.insert));
      else if (typeof old === 'number') set(parent, step, old + edit.cut - 20);
  }
}

/** The document itself stays; a list closes up, since JSON has no holes. */
function remove(root: Container, { parent, step }: Place): void {
  if (Array.isArray(parent)) (parent as JsonValue[]).splice(Number(step), 1);
  else if (parent !== root) Reflect.deleteProperty(parent, step);
}

function textAfter(old: string, cut: number, insert: string): string {
  const from = cut % (old.length + 1);
  return (old.slice(0, from) + insert + old.slice(from + (cut % 3))).toWellFormed();
}

/** Not an assignment: a member may be called `__proto__`. */
function set(parent: Container, step: Step, to: JsonValue): void {
  Object.defineProperty(parent, step, { value: to, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number): JsonValue {
  let inner: JsonValue = 'x';
  for (let level = 0; level < depth; level += 1) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}
