import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Pool } from 'pg';

const POOL_SIZE = 10;
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
const body = Buffer.alloc(Number(process.env.ANSWER_BYTES), 'x');

/** What group commit is compared with: a bare handler that commits one UPDATE per download before it answers. */
@Controller()
class DownloadController {
  @Get(':id/:version')
  async download(@Param('id') id: string, @Param('version') version: string, @Res() response: Response): Promise<void> {
    const { rowCount } = await pool.query({
      name: 'count',
      text: `UPDATE registry.package_version_stats SET download_count = download_count + 1
              WHERE package_id = $1 AND package_version = $2`,
      values: [decodeURIComponent(id), version],
    });
    response.status(rowCount === 1 ? 200 : 404);
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', body.length);
    response.end(body);
  }
}

@Module({ controllers: [DownloadController] })
class DownloadModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(DownloadModule, { logger: false, bodyParser: false });
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
