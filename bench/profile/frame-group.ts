import type { CallFrame } from './analyse-profile';

export const IDLE = 'idle';
const NATIVE = 'native code';

/** What V8 calls things that are no function. */
const VIRTUAL: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'GC'],
  ['(idle)', IDLE],
  ['(program)', NATIVE],
]);

/** Packages that one looks at together; every other package is a group of its own. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [
    /^(express|router|finalhandler|path-to-regexp|body-parser|qs|parseurl|accepts|type-is|proxy-addr)$/,
    'express + router',
  ],
  [/^(send|serve-static|etag|fresh|on-finished|vary|content-type|content-disposition)$/, 'express + router'],
  [/^(compression|compressible|on-headers|negotiator)$/, 'compression'],
  [/^(@nestjs\/.*|rxjs|reflect-metadata)$/, '@nestjs'],
  [
    /^(pino|pino-.*|nestjs-pino|sonic-boom|thread-stream|fast-redact|@pinojs\/.*|quick-format-unescaped|safe-stable-stringify)$/,
    'pino',
  ],
  [/^(pg|pg-.*|postgres-.*|typeorm)$/, 'pg + typeorm'],
  [/^(prom-client|@willsoto\/nestjs-prometheus|tdigest|bintrees)$/, 'prom-client'],
];

const PACKAGE = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Of the collector, of idle time, and of work outside any function; none for a function. */
export function virtualGroup({ functionName }: CallFrame): string | undefined {
  return VIRTUAL.get(functionName);
}

/** Whose code a frame is: of Node, a package or family of packages, or ours; native when nobody has an address. */
export function groupOf(frame: Pick<CallFrame, 'url'> | undefined): string {
  if (frame === undefined) return NATIVE;
  if (frame.url.startsWith('node:')) return 'node internals';
  const [, name] = PACKAGE.exec(frame.url) ?? [];
  if (name === undefined) return 'ours';
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}
