import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { setPageHeaders } from '../http/page-headers';
import { originOf } from '../http/registry-url';
import { sendKeptPieces } from '../http/send-pieces';
import { Views } from '../http/views';
import type { PrintedPage } from './printed-page';
import { PrintedPages } from './printed-pages';

export interface PageOptions {
  /** Path of the one page that search engines should know; the requested path by default, never its query. */
  readonly canonicalPath?: string;
}

/** Answers with a page of `views/`: its headers, and the canonical address that the layout prints. */
@Injectable()
export class PageSender {
  constructor(
    private readonly views: Views,
    private readonly printed: PrintedPages,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  async send(response: Response, view: string, data: object, options: PageOptions = {}): Promise<void> {
    const request = response.req;
    const origin = originOf(request, this.config.publicBaseUrl);
    const canonical = origin === undefined ? undefined : `${origin}${options.canonicalPath ?? pathOf(request)}`;
    const given = { canonical, ...data };
    const page = this.printed.getOrPrint(JSON.stringify([view, given, this.views.readerOf(request)]), () =>
      this.views.render(view, given, request),
    );
    await this.sendPrinted(response, page);
  }

  async sendPrinted(response: Response, page: PrintedPage): Promise<void> {
    if (beginPage(response, page.etag)) await sendKeptPieces(response, page);
  }
}

/** Sets what every page has. False: its reader has it already, which was a 304, and is over. */
function beginPage(response: Response, etag: string): boolean {
  response.status(200);
  setPageHeaders(response);
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('ETag', etag);
  if (!response.req.fresh) return true;
  response.status(304).removeHeader('Content-Type');
  response.end();
  return false;
}

/** Without the trailing slash that the router also accepts: one page has one address. */
function pathOf({ path }: Request): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
