import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { originOf } from '../http/registry-url';
import { TemplatesService } from '../templates/templates.service';
import { PageSender } from './page-sender';
import { TemplatePageQuery } from './template-page.query';
import { templateHref } from './views/hrefs';
import { templatePageView } from './views/template-page.view';
import { templateVersionsView } from './views/template-versions.view';

/** The pages of one starter template and of one version of it. */
@Controller('registry/templates')
export class TemplateDetailController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly pageQuery: TemplatePageQuery,
    private readonly pages: PageSender,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get(':templateId')
  async versions(@Param('templateId') id: string, @Res() response: Response): Promise<void> {
    const versions = await this.templates.getVersions(id);
    await this.pages.send(response, 'templates/versions', templateVersionsView(id, versions), {
      canonicalPath: templateHref(id),
    });
  }

  @Get(':templateId/:version')
  async version(
    @Param('templateId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const page = await this.pageQuery.get(id, version);
    const origin = originOf(request, this.config.publicBaseUrl) ?? '';
    await this.pages.send(response, 'templates/show', templatePageView(page, origin), {
      canonicalPath: templateHref(id, version),
    });
  }
}
