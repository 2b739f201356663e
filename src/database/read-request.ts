import { AsyncLocalStorage } from 'node:async_hooks';
import type { WalPosition } from './read-position';

/** What one request has to do with positions in the log. */
export interface ReadRequest {
  /** What its client has seen or written before; `unreadable` asks for the primary, which has everything. */
  readonly position: WalPosition | 'unreadable';
  /** Tells the client where in the log its write is, as PostgreSQL writes it. */
  announce(position: string): void;
}

const requests = new AsyncLocalStorage<ReadRequest>();

/** Runs the rest of a request, however many services down, as this one. */
export function runReadRequest(request: ReadRequest, work: () => void): void {
  requests.run(request, work);
}

/** Undefined outside of requests, and where no replicas are configured. */
export function currentReadRequest(): ReadRequest | undefined {
  return requests.getStore();
}

/** This client must see what it has written, also on a replica; others must not wait for a server that has come so far. */
export function isBoundToPosition(): boolean {
  return (requests.getStore()?.position ?? 0n) !== 0n;
}
