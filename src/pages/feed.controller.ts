import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { digestOfBytes } from '../core/digest';
import { requireOrigin } from '../http/registry-url';
import { NewestPackagesQuery } from './newest-packages.query';

const MAX_ENTRIES = 50;
/** Readers ask again each time, and mostly get a 304: what was taken down is gone at once. */
const CACHE_CONTROL = 'no-cache';

/** New package versions for feed readers. */
@Controller()
export class FeedController {
  constructor(
    private readonly newest: NewestPackagesQuery,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get('registry/packages.atom')
  async packages(@Req() request: Request, @Res() response: Response): Promise<void> {
    const origin = requireOrigin(request, this.config.publicBaseUrl);
    const feed = Buffer.from(loadFeed().packagesFeed(await this.newest.read(MAX_ENTRIES), origin), 'utf8');
    response.setHeader('Cache-Control', CACHE_CONTROL);
    response.setHeader('ETag', `W/"${digestOfBytes(feed)}"`);
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    response.setHeader('Content-Type', 'application/atom+xml; charset=utf-8');
    response.setHeader('Content-Length', feed.length);
    response.end(feed);
  }
}

function loadFeed(): typeof import('./views/feed.view') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  return require('./views/feed.view') as typeof import('./views/feed.view');
}
