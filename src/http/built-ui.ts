import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

const MOUNT = '/registry';

/**
 * Serves a built single-page UI in place of our pages (packages.md section 7, "UI"): existing files as they are, every
 * other path below `/registry/` the index page, so that its own router can take over. The redirects of `/` and
 * `/registry` stay.
 */
export function serveBuiltUi(app: NestExpressApplication, uiDir: string): void {
  const indexPage = join(uiDir, 'index.html');
  app.useStaticAssets(uiDir, { prefix: MOUNT, index: false, redirect: false });
  app.use(MOUNT, (request: Request, response: Response, next: NextFunction) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && request.path !== '/';
    if (!isPage) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(indexPage, (error) => {
      if (error !== undefined && !response.headersSent) next(error);
    });
  });
}
