import { Controller, HttpStatus, Param, Patch, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { callerOf } from '../audit-trail/caller';
import type { JsonValue } from '../core/json/json-value';
import { jsonBytes, ObjectWriter } from '../core/json/splice';
import { publicationBytes, receiptJson, recordBytes } from '../core/package-record';
import { MAX_PACKAGE_BODY_BYTES, parsePackageRequest } from '../core/package-rules/package-request';
import { API_PREFIX } from '../http/request-target';
import { sendJson } from '../http/send-json';
import { Documented } from '../openapi/documented';
import { PACKAGE_OPERATIONS } from '../openapi/packages.operations';
import { AdminTokenGuard } from '../publishing/admin-token.guard';
import { BodyBytesPipe } from '../publishing/body-bytes.pipe';
import { JsonPipe } from '../publishing/json.pipe';
import { PublishSlotPipe } from '../publishing/publish-slot.pipe';
import { PublishThrottlerGuard } from '../publishing/publish-throttler.guard';
import { PublishTokenGuard } from '../publishing/publish-token.guard';
import { PublishInterceptor } from '../publishing/publish.interceptor';
import { StreamedBody } from '../publishing/request-body';
import { ChangeLifecycleService } from './change-lifecycle.service';
import { LifecycleRefusals } from './lifecycle-refusals.interceptor';
import { PublishPackageService } from './publish-package.service';

/** A lifecycle change is a status, a reason and a reference: 64 KiB is plenty. */
const MAX_LIFECYCLE_BODY_BYTES = 65_536;

/** What changes packages over HTTP (packages.md sections 2 and 6), each with a token of its own. */
@Controller(API_PREFIX)
export class PackageChangesController {
  constructor(
    private readonly publisher: PublishPackageService,
    private readonly lifecycles: ChangeLifecycleService,
  ) {}

  @Post('publications')
  @Documented(PACKAGE_OPERATIONS.publish)
  @UseGuards(PublishTokenGuard, PublishThrottlerGuard)
  @UseInterceptors(PublishInterceptor)
  async publish(
    @StreamedBody(new BodyBytesPipe(MAX_PACKAGE_BODY_BYTES), PublishSlotPipe, JsonPipe) body: JsonValue,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { record, receipt } = await this.publisher.publish(parsePackageRequest(body), callerOf(request, 'publisher'));
    const answer = new ObjectWriter()
      .splice('publication', publicationBytes(record))
      .splice('package', recordBytes(record))
      .splice('receipt', jsonBytes(receiptJson(receipt)));
    sendJson(request, response, answer.toBuffer(), { status: HttpStatus.CREATED, cacheControl: 'no-store' });
  }

  @Patch('admin/packages/:packageId/:version/lifecycle')
  @Documented(PACKAGE_OPERATIONS.changeLifecycle)
  @UseGuards(AdminTokenGuard)
  @UseInterceptors(LifecycleRefusals)
  async changeLifecycle(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @StreamedBody(new BodyBytesPipe(MAX_LIFECYCLE_BODY_BYTES), JsonPipe) body: JsonValue,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { record } = await this.lifecycles.change(id, version, body, callerOf(request, 'admin'));
    sendJson(request, response, new ObjectWriter().splice('package', recordBytes(record)).toBuffer(), {
      cacheControl: 'no-store',
    });
  }
}
