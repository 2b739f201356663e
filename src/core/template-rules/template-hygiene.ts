import type { HygieneReport } from '../hygiene/hygiene-report';
import { scanDocuments } from '../hygiene/scan-documents';
import { envelopeExtras } from './envelope';
import type { TemplateRequest } from './template-request';

/** Everything of a template that would be published, each part once: the envelope repeats manifest and template. */
export function templateHygiene({ manifest, template, envelope }: TemplateRequest): HygieneReport {
  return scanDocuments([
    { pointer: '/manifest', value: manifest },
    { pointer: '/template', value: template },
    { pointer: '/package', value: envelopeExtras(envelope) },
  ]);
}
