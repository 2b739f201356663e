import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { digestOfBytes } from '../core/digest';
import { setPageHeaders } from '../http/page-headers';
import { originOf } from '../http/registry-url';
import { Views } from '../http/views';

export interface PageOptions {
  readonly status?: number;
  readonly cacheControl?: string;
  /** Path of the one page that search engines should know; the requested path by default, never its query. */
  readonly canonicalPath?: string;
}

/** Answers with a page of `views/`: its headers, and the canonical address that the layout prints. */
@Injectable()
export class PageSender {
  constructor(
    private readonly views: Views,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  send(response: Response, view: string, data: object, options: PageOptions = {}): void {
    const request = response.req;
    const origin = originOf(request, this.config.publicBaseUrl);
    const canonical = origin === undefined ? undefined : `${origin}${options.canonicalPath ?? pathOf(request)}`;
    const html = Buffer.from(this.views.render(view, { canonical, ...data }, request), 'utf8');
    response.status(options.status ?? 200);
    setPageHeaders(response);
    response.setHeader('Cache-Control', options.cacheControl ?? 'no-cache');
    // Weak, since it may go out compressed: an unchanged page is not sent twice.
    response.setHeader('ETag', `W/"${digestOfBytes(html)}"`);
    if (request.fresh) {
      response.status(304).removeHeader('Content-Type');
      response.end();
      return;
    }
    response.setHeader('Content-Length', html.length);
    response.end(html);
  }
}

/** Without the trailing slash that the router also accepts: one page has one address. */
function pathOf({ path }: Request): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
