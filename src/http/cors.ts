import type { NextFunction, Request, Response } from 'express';

const LOCAL_ORIGINS = ['http://localhost:', 'http://127.0.0.1:', 'http://[::1]:'];
const METHODS = 'GET, POST, PATCH, DELETE, OPTIONS';
/** The last one lets a browser ask for a yanked version; the reference forgets it. */
const HEADERS = 'Authorization, Content-Type, X-ANIP-Allow-Yanked-Package';

/** CORS of the contract (packages.md section 6), on every answer; OPTIONS is answered here whatever the path. */
export function cors(request: Request, response: Response, next: NextFunction): void {
  const origin = request.headers.origin ?? '';
  // The answer depends on Origin on both branches, so caches must know it; on the encodings where it is compressed.
  // Where it is not, a cache keeps the same bytes twice at worst.
  response.setHeader('Vary', 'Origin, Accept-Encoding');
  if (LOCAL_ORIGINS.some((local) => origin.startsWith(local))) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
  } else {
    response.setHeader('Access-Control-Allow-Origin', '*');
  }
  response.setHeader('Access-Control-Allow-Methods', METHODS);
  response.setHeader('Access-Control-Allow-Headers', HEADERS);
  if (request.method === 'OPTIONS') {
    response.status(204).end();
    return;
  }
  next();
}
