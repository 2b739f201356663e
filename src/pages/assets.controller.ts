import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { RegistryError } from '../core/errors';
import { quoteForMessage } from '../core/text';
import { ASSETS_PATH } from '../http/assets';
import { Views } from '../http/views';

/** The stylesheet, the icon and the one script of the pages; they use no other file. */
@Controller(ASSETS_PATH)
export class AssetsController {
  constructor(private readonly views: Views) {}

  @Get(':fileName')
  asset(@Param('fileName') fileName: string, @Res() response: Response): void {
    const asset = this.views.assets.find((known) => known.fileName === fileName);
    if (asset === undefined) {
      // Never another version's content under an old name: it would be cached for ever.
      throw new RegistryError('ROUTE_NOT_FOUND', `there is no asset named ${quoteForMessage(fileName)}`);
    }
    response.setHeader('Content-Type', asset.contentType);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Content-Length', asset.body.length);
    response.end(asset.body);
  }
}
