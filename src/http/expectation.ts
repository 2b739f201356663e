import type { IncomingMessage, ServerResponse } from 'node:http';

/** Requests whose clients asked first and wait for an answer before they send the body (RFC 9110 section 10.1.1). */
const waiting = new WeakSet<IncomingMessage>();

/** For the server's `checkContinue`: Node knows which requests may be answered with 100, by version and header. */
export function noteExpectation(request: IncomingMessage): void {
  waiting.add(request);
}

/** Tells a client that waits for it to send its body, once; by then it is known that the body is wanted. */
export function inviteBody(request: IncomingMessage, response: ServerResponse | undefined): void {
  if (waiting.delete(request)) response?.writeContinue();
}
