import type { Response } from 'express';
import { timeDisplayOf } from './time-display';

/** Pages bring nothing from elsewhere, and run no script unless the reader chose local times. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Headers of every page, the error page too. A page depends on the cookie that says how times are printed. */
export function setPageHeaders(response: Response): void {
  const isScripted = timeDisplayOf(response.req) === 'local';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', isScripted ? `${POLICY}; script-src 'self'` : POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.vary('Cookie');
}
