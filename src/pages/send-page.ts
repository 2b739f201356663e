import type { Response } from 'express';
import { PAGE_HEADERS } from '../http/page-headers';

export function sendPage(response: Response, html: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-cache');
  response.end(html);
}
