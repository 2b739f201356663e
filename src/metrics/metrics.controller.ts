import { Controller, Get, Res } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import type { Response } from 'express';
import { Documented } from '../openapi/documented';
import { SERVICE_OPERATIONS } from '../openapi/service.operations';

/** The library's own controller, described; its path is an option of the library's module. */
@Controller()
export class MetricsController extends PrometheusController {
  @Get()
  @Documented(SERVICE_OPERATIONS.metrics)
  override async index(@Res({ passthrough: true }) response: Response): Promise<string> {
    return super.index(response);
  }
}
