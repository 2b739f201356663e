import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that pages refer to. Its name holds a hash of its content, so that it may be cached for ever. */
export interface Asset {
  readonly fileName: string;
  readonly href: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export const ASSETS_PATH = '/registry/assets';

/** The parts of the stylesheet joined in the order of their names: one request, and no build step. */
export function readStylesheet(assetsDir: string): Asset {
  const partsDir = join(assetsDir, 'parts');
  const parts = readdirSync(partsDir)
    .filter((file) => file.endsWith('.css'))
    .sort()
    .map((file) => readFileSync(join(partsDir, file)));
  return asset('registry', 'css', 'text/css; charset=utf-8', Buffer.concat(parts));
}

export function readIcon(assetsDir: string): Asset {
  return asset('icon', 'svg', 'image/svg+xml', readFileSync(join(assetsDir, 'icon.svg')));
}

export function readScript(assetsDir: string): Asset {
  return asset('local-time', 'js', 'text/javascript; charset=utf-8', readFileSync(join(assetsDir, 'local-time.js')));
}

function asset(name: string, extension: string, contentType: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const fileName = `${name}.${hash}.${extension}`;
  return { fileName, href: `${ASSETS_PATH}/${fileName}`, contentType, body };
}
