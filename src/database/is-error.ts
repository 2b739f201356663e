/** As `instanceof Error`, but also for the errors of another realm, as Node's own are inside a jest sandbox. */
export function isError(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}
