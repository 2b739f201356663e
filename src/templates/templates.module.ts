import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module';
import { PublishTemplateService } from './publish-template.service';
import { TemplateListQuery } from './template-list.query';
import { NewTemplateVersionPipe, TemplateRequestPipe, TemplateSafetyPipe } from './template-publish.pipes';
import { TemplatesController } from './templates.controller';
import { TemplatesService } from './templates.service';

@Module({
  imports: [PublishingModule],
  controllers: [TemplatesController],
  providers: [
    TemplatesService,
    TemplateListQuery,
    PublishTemplateService,
    TemplateRequestPipe,
    NewTemplateVersionPipe,
    TemplateSafetyPipe,
  ],
  exports: [
    TemplatesService,
    TemplateListQuery,
    PublishTemplateService,
    TemplateRequestPipe,
    NewTemplateVersionPipe,
    TemplateSafetyPipe,
  ],
})
export class TemplatesModule {}
