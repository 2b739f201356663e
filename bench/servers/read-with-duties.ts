import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Controller, Get, Module, Param, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { Histogram } from 'prom-client';

/** Signs, which are bytes here. */
const LOG_PIECE_BYTES = 3 * 1024;
const ETAG = `W/"sha256:${'0'.repeat(64)}"`;
/** As many and as long as those of the Registry. */
const HEADERS = Object.entries({
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Origin, Accept-Encoding',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-ANIP-Allow-Yanked-Package',
});

const bodies = new Map<string, Buffer>();
const durations = new Histogram({ name: 'seconds', help: 'Of requests.', labelNames: ['method', 'route', 'status'] });
let lines = '';
let answered: (() => void)[] = [];

/**
 * What of a read is the stack's and the operators': a bare handler with the headers, the log line and the metrics of
 * each answer, and with answers that are sent together. It has one route, and knows no packages, states or faults.
 * Express gives its messages their prototypes as they come, which the Registry saves.
 */
@Controller()
class ReadController {
  @Get(':size')
  read(@Param('size') size: string, @Req() request: Request, @Res() response: Response): void {
    const body = bodies.get(size) ?? prepare(size);
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('ETag', ETAG);
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    response.setHeader('Content-Length', body.length);
    answered.push(() => response.end(body));
    if (answered.length === 1) setImmediate(sendAnswered);
  }
}

@Module({ controllers: [ReadController] })
class ReadModule {}

function prepare(size: string): Buffer {
  const body = Buffer.alloc(Number(size), 'x');
  bodies.set(size, body);
  return body;
}

function sendAnswered(): void {
  const all = answered;
  answered = [];
  for (const send of all) send();
}

function observe(request: Request, response: Response, next: NextFunction): void {
  const requestId = randomUUID();
  const begunAtMs = performance.now();
  response.setHeader('X-Request-Id', requestId);
  for (const [name, value] of HEADERS) response.setHeader(name, value);
  response.once('close', () => {
    const labels = { method: request.method, route: '/:size', status: String(response.statusCode) };
    const durationMs = performance.now() - begunAtMs;
    durations.observe(labels, durationMs / 1e3);
    log({ time: Date.now(), request_id: requestId, ...labels, duration_ms: durationMs, message: 'request completed' });
  });
  next();
}

function log(line: object): void {
  lines += `${JSON.stringify(line)}\n`;
  if (lines.length < LOG_PIECE_BYTES) return;
  writeSync(process.stdout.fd, lines);
  lines = '';
}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(ReadModule, { logger: false, bodyParser: false });
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(observe);
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
