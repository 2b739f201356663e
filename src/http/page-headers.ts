import type { Response } from 'express';
import { PAGE_HEADERS, SCRIPTED_PAGE_HEADERS } from './security-headers';
import { timeDisplayOf } from './time-display';

/** Headers of every page, the error page too. A page depends on the cookie that says how times are printed. */
export function setPageHeaders(response: Response): void {
  const isScripted = timeDisplayOf(response.req) === 'local';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  for (const [name, value] of Object.entries(isScripted ? SCRIPTED_PAGE_HEADERS : PAGE_HEADERS)) {
    response.setHeader(name, value);
  }
  response.vary('Cookie');
}
