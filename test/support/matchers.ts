import { inspect } from 'node:util';

interface AnsweredResponse {
  readonly status: number;
  readonly body: { readonly code?: unknown; readonly error?: unknown; readonly detail?: unknown };
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    interface Matchers<R> {
      /** The HTTP status, with the body in the message when it differs. */
      toHaveStatus(status: number): R;
      /** A whole problem answer with this code: status, content and `error` equal to `detail`. */
      toHaveErrorCode(code: string, status?: number): R;
    }
  }
}

function describeBody(response: AnsweredResponse): string {
  return inspect(response.body, { depth: 4, breakLength: 120 }).slice(0, 1500);
}

expect.extend({
  toHaveStatus(response: AnsweredResponse, status: number) {
    return {
      pass: response.status === status,
      message: () => `expected status ${status}, got ${response.status}: ${describeBody(response)}`,
    };
  },
  toHaveErrorCode(response: AnsweredResponse, code: string, status?: number) {
    const { body } = response;
    const isProblem = typeof body.error === 'string' && body.error !== '' && body.error === body.detail;
    return {
      pass: body.code === code && isProblem && (status === undefined || response.status === status),
      message: () =>
        `expected a problem with code ${code}${status === undefined ? '' : ` and status ${status}`}, got ${response.status}: ${describeBody(response)}`,
    };
  },
});
