import type { JsonValue } from '../../src/core/json/json-value';

/** RFC 6902 without `test`, and the two operations of the vectors' README. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'copy' | 'move'; readonly from: string; readonly path: string }
  | {
      readonly op: 'fill';
      readonly path: string;
      readonly char: string;
      readonly bytes: number;
      readonly prefix?: string;
      readonly suffix?: string;
    }
  | {
      readonly op: 'series';
      readonly path: string;
      readonly value: JsonValue;
      readonly count: number;
      readonly start?: number;
    };

type Container = JsonValue[] | Record<string, JsonValue>;

/** The patched copy of `document`, which stays as it is. */
export function applyPatch(document: JsonValue, patch: readonly PatchOperation[]): JsonValue {
  const root: Record<string, JsonValue> = { document: structuredClone(document) };
  for (const operation of patch) apply(root, operation);
  return root.document as JsonValue;
}

function apply(root: Container, operation: PatchOperation): void {
  switch (operation.op) {
    case 'add':
      add(root, operation.path, structuredClone(operation.value));
      break;
    case 'replace':
      remove(root, operation.path);
      add(root, operation.path, structuredClone(operation.value));
      break;
    case 'remove':
      remove(root, operation.path);
      break;
    case 'copy':
      add(root, operation.path, structuredClone(read(root, operation.from)));
      break;
    case 'move': {
      const value = read(root, operation.from);
      remove(root, operation.from);
      add(root, operation.path, value);
      break;
    }
    case 'fill':
      add(root, operation.path, filled(operation));
      break;
    case 'series':
      for (let offset = 0; offset < operation.count; offset += 1) {
        const number = String((operation.start ?? 0) + offset);
        add(root, operation.path.replaceAll('{i}', number), numbered(operation.value, number));
      }
  }
}

/** Steps of an RFC 6901 pointer, below the member `document` that holds the whole. */
function stepsOf(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1);
  return ['document', ...steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))];
}

function locate(root: Container, pointer: string): { readonly parent: Container; readonly key: string } {
  const steps = stepsOf(pointer);
  const parent = steps.slice(0, -1).reduce<JsonValue>((value, step) => child(value, step, pointer), root);
  return { parent: parent as Container, key: steps.at(-1) ?? '' };
}

function child(value: JsonValue, step: string, pointer: string): JsonValue {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
    return (value as Readonly<Record<string, JsonValue>>)[step] as JsonValue;
  }
  throw new Error(`the pointer ${pointer} finds nothing at "${step}"`);
}

function read(root: Container, pointer: string): JsonValue {
  const { parent, key } = locate(root, pointer);
  return child(parent, key, pointer);
}

function add(root: Container, pointer: string, value: JsonValue): void {
  const { parent, key } = locate(root, pointer);
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : Number(key);
    if (!Number.isInteger(index) || index > parent.length) throw new Error(`no element can be added at ${pointer}`);
    parent.splice(index, 0, value);
  } else {
    // Not an assignment: a member may be called `__proto__`.
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  }
}

function remove(root: Container, pointer: string): void {
  read(root, pointer);
  const { parent, key } = locate(root, pointer);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function filled({ char, bytes, prefix = '', suffix = '' }: Extract<PatchOperation, { op: 'fill' }>): string {
  const text = prefix + char.repeat((bytes - Buffer.byteLength(prefix + suffix)) / Buffer.byteLength(char)) + suffix;
  if (Buffer.byteLength(text) !== bytes) throw new Error(`a fill of ${bytes} bytes is not a multiple of "${char}"`);
  return text;
}

function numbered(value: JsonValue, number: string): JsonValue {
  // The number is made of digits, so it can be put into the written form of names and strings alike.
  return JSON.parse(JSON.stringify(value).replaceAll('{i}', number)) as JsonValue;
}
