import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { API_PREFIX } from '../http/request-target';
import { sendJson } from '../http/send-json';
import { ApiDescription } from './api-description';
import { Documented } from './documented';
import { SERVICE_OPERATIONS } from './service.operations';

/** The description of the API, for tools and for the page that is made of it. */
@Controller(API_PREFIX)
export class OpenApiController {
  constructor(private readonly description: ApiDescription) {}

  @Get('openapi.json')
  @Documented(SERVICE_OPERATIONS.description)
  document(@Req() request: Request, @Res() response: Response): void {
    const { bytes, etag } = this.description.get();
    sendJson(request, response, bytes, { etag });
  }
}
