import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CompareVersionsService } from '../packages/compare-versions.service';
import { PageSender } from './page-sender';
import { compareView } from './views/compare.view';
import { contractRulesView } from './views/contract-rules.view';
import { compareHref } from './views/hrefs';

/** The page that reviewers send each other, and the rules that its words come from. */
@Controller('registry')
export class ComparePagesController {
  constructor(
    private readonly versions: CompareVersionsService,
    private readonly pages: PageSender,
  ) {}

  @Get('packages/:packageId/compare/:from/:to')
  async compare(
    @Param('packageId') id: string,
    @Param('from') from: string,
    @Param('to') to: string,
    @Res() response: Response,
  ): Promise<void> {
    const compared = await this.versions.compare(id, from, to);
    await this.pages.send(response, 'packages/compare', compareView(compared), {
      canonicalPath: compareHref(id, from, to),
    });
  }

  @Get('docs/contract-diff')
  async rules(@Res() response: Response): Promise<void> {
    await this.pages.send(response, 'docs/contract-diff', contractRulesView());
  }
}
