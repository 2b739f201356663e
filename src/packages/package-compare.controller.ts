import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { digestOfBytes } from '../core/digest';
import { API_PREFIX } from '../http/request-target';
import { sendJson } from '../http/send-json';
import { Documented } from '../openapi/documented';
import { PACKAGE_OPERATIONS } from '../openapi/packages.operations';
import { CompareVersionsService } from './compare-versions.service';

/** What changed between two versions of a package, with a class for each change (docs/contract-diff.md). */
@Controller(API_PREFIX)
export class PackageCompareController {
  constructor(private readonly versions: CompareVersionsService) {}

  @Get('packages/:packageId/compare/:from/:to')
  @Documented(PACKAGE_OPERATIONS.compare)
  async compare(
    @Param('packageId') id: string,
    @Param('from') from: string,
    @Param('to') to: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { diff } = await this.versions.compare(id, from, to);
    // Weak, so that it goes with a compressed answer too: a diff may be long.
    sendJson(request, response, diff, { etag: `W/"${digestOfBytes(diff)}"` });
  }
}
