/** The one way by which configuration reads files; `fs.readFileSync` unless a test gives another. */
export type ReadFile = (path: string) => Uint8Array | string;

/** The system's short code, such as ENOENT: the whole message would repeat the path. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown error';
}
