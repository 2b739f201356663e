import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';

const bodies = new Map<string, Buffer>();

/** What the stack can do at most: a bare Nest + Express handler that answers a prepared buffer of the asked size. */
@Controller()
class CeilingController {
  @Get(':size')
  answer(@Param('size') size: string, @Res() response: Response): void {
    const body = bodies.get(size) ?? prepare(size);
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', body.length);
    response.end(body);
  }
}

@Module({ controllers: [CeilingController] })
class CeilingModule {}

function prepare(size: string): Buffer {
  const body = Buffer.alloc(Number(size), 'x');
  bodies.set(size, body);
  return body;
}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(CeilingModule, { logger: false, bodyParser: false });
  app.disable('x-powered-by');
  app.disable('etag');
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
