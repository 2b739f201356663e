import { AsyncLocalStorage } from 'node:async_hooks';

const requestIds = new AsyncLocalStorage<string>();

/** Runs the rest of a request, however many services down: whatever it logs carries its id (see `createLogger`). */
export function runWithRequestId(requestId: string, work: () => void): void {
  requestIds.run(requestId, work);
}

/** Undefined outside of requests. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}
