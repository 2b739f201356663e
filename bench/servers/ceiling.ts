import { Controller, Get, Module, Param, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';

const bodies = new Map<string, Buffer>();

/** What the stack can do at most: bare Nest + Express handlers. */
@Controller()
class CeilingController {
  /** A prepared buffer of the asked size. */
  @Get(':size')
  answer(@Param('size') size: string, @Res() response: Response): void {
    send(response, bodies.get(size) ?? prepare(size));
  }

  /** Receives JSON and answers with the same JSON: the least that a publish does with its body. */
  @Post('receive')
  async receive(@Req() request: Request, @Res() response: Response): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    send(response, Buffer.from(JSON.stringify(value)));
  }
}

@Module({ controllers: [CeilingController] })
class CeilingModule {}

function prepare(size: string): Buffer {
  const body = Buffer.alloc(Number(size), 'x');
  bodies.set(size, body);
  return body;
}

function send(response: Response, body: Buffer): void {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(CeilingModule, { logger: false, bodyParser: false });
  app.disable('x-powered-by');
  app.disable('etag');
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
