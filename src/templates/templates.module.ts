import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module';
import { PublishTemplateService } from './publish-template.service';
import { TemplateListQuery } from './template-list.query';
import { NewTemplateVersionPipe, TemplateRequestPipe, TemplateSafetyPipe } from './template-publish.pipes';
import { TemplateSearchQuery } from './template-search.query';
import { TemplatesController } from './templates.controller';
import { TemplatesService } from './templates.service';

@Module({
  imports: [PublishingModule],
  controllers: [TemplatesController],
  providers: [
    TemplatesService,
    TemplateListQuery,
    TemplateSearchQuery,
    PublishTemplateService,
    TemplateRequestPipe,
    NewTemplateVersionPipe,
    TemplateSafetyPipe,
  ],
  exports: [
    TemplatesService,
    TemplateListQuery,
    TemplateSearchQuery,
    PublishTemplateService,
    TemplateRequestPipe,
    NewTemplateVersionPipe,
    TemplateSafetyPipe,
  ],
})
export class TemplatesModule {}
