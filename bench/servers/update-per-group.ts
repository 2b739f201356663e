import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Client } from 'pg';

interface Waiting {
  readonly id: string;
  readonly version: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The Registry's, with the status and the publish of the one version that is counted. */
interface GatedStatement {
  readonly statement: { readonly name: string; readonly text: string };
  readonly letThroughAs: readonly string[];
}

const UPDATE = {
  name: 'count',
  text: `UPDATE registry.package_version_stats SET download_count = download_count + $3
          WHERE package_id = $1 AND package_version = $2`,
};

const client = new Client({ connectionString: process.env.DATABASE_URL });
const body = Buffer.alloc(Number(process.env.ANSWER_BYTES), 'x');
const gated = JSON.parse(process.env.GATED ?? 'null') as GatedStatement | null;
let waiting: Waiting[] = [];
let isRunning = false;

/**
 * What of a counted download is the stack's: a bare handler that commits one UPDATE for all who wait, and then answers.
 * It counts one version, looks at no lifecycle, knows no days, and has no log, metrics or headers. With GATED it
 * commits the Registry's own statement instead, which knows days and looks at what the version was let through as.
 */
@Controller()
class DownloadController {
  @Get(':id/:version')
  async download(@Param('id') id: string, @Param('version') version: string, @Res() response: Response): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      waiting.push({ id: decodeURIComponent(id), version, resolve, reject });
      if (!isRunning) setImmediate(() => void commitAll());
      isRunning = true;
    });
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', body.length);
    response.end(body);
  }
}

async function commitAll(): Promise<void> {
  for (let group = waiting; group.length > 0; group = waiting) {
    waiting = [];
    try {
      await commit(group[0]!, group.length);
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  isRunning = false;
}

async function commit({ id, version }: Waiting, downloads: number): Promise<void> {
  const { rowCount } = await client.query(
    gated === null
      ? { ...UPDATE, values: [id, version, downloads] }
      : { ...gated.statement, values: [[id], [version], [downloads], ...gated.letThroughAs.map((value) => [value])] },
  );
  if (rowCount !== 1) throw new Error(`${id}@${version} was not counted`);
}

@Module({ controllers: [DownloadController] })
class DownloadModule {}

async function main(): Promise<void> {
  await client.connect();
  const app = await NestFactory.create<NestExpressApplication>(DownloadModule, { logger: false, bodyParser: false });
  app.disable('x-powered-by');
  app.disable('etag');
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
