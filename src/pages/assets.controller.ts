import { Controller, Get, Header } from '@nestjs/common';
import { Views } from '../http/views';

/** The stylesheet of the pages; they use no other file. */
@Controller('registry/assets')
export class AssetsController {
  constructor(private readonly views: Views) {}

  @Get('registry.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  @Header('X-Content-Type-Options', 'nosniff')
  stylesheet(): string {
    return this.views.stylesheet;
  }
}
