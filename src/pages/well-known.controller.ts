import { Controller, Get, Header, HttpCode } from '@nestjs/common';

const A_DAY = 'public, max-age=86400';

/** A crawler that follows a download link would count as a download; what is to be found is on the pages. */
const ROBOTS = 'User-agent: *\nAllow: /registry/\nDisallow: /registry-api/\n';

/** What browsers and crawlers ask for without being told to. */
@Controller()
export class WellKnownController {
  @Get('robots.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', A_DAY)
  robots(): string {
    return ROBOTS;
  }

  /** The pages name their icon; this keeps the log free of 404s from browsers that ask before they read. */
  @Get('favicon.ico')
  @HttpCode(204)
  @Header('Cache-Control', A_DAY)
  favicon(): void {
    return;
  }
}
