import cluster from 'node:cluster';
import { Controller, Get, Res } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import type { Response } from 'express';
import { register } from 'prom-client';
import { scrapeWorkers } from '../cluster/scrape-workers';
import { Documented } from '../openapi/documented';
import { SERVICE_OPERATIONS } from '../openapi/service.operations';

/** The library's own controller, described; its path is an option of the library's module. */
@Controller()
export class MetricsController extends PrometheusController {
  @Get()
  @Documented(SERVICE_OPERATIONS.metrics)
  override async index(@Res({ passthrough: true }) response: Response): Promise<string> {
    if (!cluster.isWorker) return super.index(response);
    // A scrape meets any one of the workers, and is meant for all of them.
    const text = await scrapeWorkers();
    response.setHeader('Content-Type', register.contentType);
    return text;
  }
}
