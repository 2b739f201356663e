import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { API_PREFIX } from '../http/request-target';
import { sendJson } from '../http/send-json';
import { Documented } from '../openapi/documented';
import { SERVICE_OPERATIONS } from '../openapi/service.operations';
import { KeysService } from './keys.service';

@Controller(API_PREFIX)
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get('keys')
  @Documented(SERVICE_OPERATIONS.keys)
  async list(@Req() request: Request, @Res() response: Response): Promise<void> {
    sendJson(request, response, (await this.keys.list()).json);
  }
}
