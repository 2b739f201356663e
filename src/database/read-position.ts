/** A place in the write-ahead log: the number of bytes before it. */
export type WalPosition = bigint;

/** PostgreSQL's own notation of an LSN, such as `16/B374D848`: two 32-bit halves in hexadecimal. */
const NOTATION = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** Undefined for what is no position. */
export function parseWalPosition(text: string): WalPosition | undefined {
  const [, high, low] = NOTATION.exec(text) ?? [];
  return high === undefined || low === undefined ? undefined : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** What PostgreSQL gave must be one; NULL is the answer of a server that has replayed nothing. */
export function walPositionFrom(column: string | null): WalPosition {
  const position = parseWalPosition(column ?? '');
  if (position === undefined) throw new Error(`the server named no position in its log, but ${String(column)}`);
  return position;
}
