import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { jsonBytes } from '../core/json/splice';
import { API_PREFIX } from '../http/request-target';
import { sendJson } from '../http/send-json';
import { Documented } from '../openapi/documented';
import { SERVICE_OPERATIONS } from '../openapi/service.operations';
import { SigningService } from '../signing/signing.service';
import { ReadinessService } from './readiness.service';

const SERVICE = 'anip-registry';

/** Probes of the contract (packages.md section 6): liveness touches nothing, readiness asks the store. */
@Controller(API_PREFIX)
export class HealthController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly signing: SigningService,
  ) {}

  @Get('healthz')
  @Documented(SERVICE_OPERATIONS.healthz)
  healthz(@Req() request: Request, @Res() response: Response): void {
    const body = {
      status: 'ok',
      service: SERVICE,
      signing_mode: this.signing.mode,
      active_key_id: this.signing.activeKeyId,
    };
    sendJson(request, response, jsonBytes(body), { cacheControl: 'no-store' });
  }

  @Get('readyz')
  @Documented(SERVICE_OPERATIONS.readyz)
  async readyz(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { isReady, migrations, fault } = await this.readiness.check();
    const body = {
      status: isReady ? 'ok' : 'error',
      service: SERVICE,
      migration: {
        applied: migrations.applied,
        applied_count: migrations.appliedCount,
        expected_count: migrations.expectedCount,
        ...(migrations.pending.length === 0 ? {} : { pending: migrations.pending }),
        ...(migrations.incompatible.length === 0 ? {} : { incompatible: migrations.incompatible }),
      },
      ...(fault === undefined ? {} : { error: fault }),
    };
    if (!isReady) response.setHeader('Retry-After', '5');
    sendJson(request, response, jsonBytes(body), { status: isReady ? 200 : 503, cacheControl: 'no-store' });
  }
}
