import { RegistryError } from '../core/errors';
import type { TemplateDocuments } from '../core/template-rules/check-template';
import type { TemplateRequest } from '../core/template-rules/template-request';

/** A template that broke no rule, with the bytes that are stored. */
export interface CheckedTemplate {
  readonly request: TemplateRequest;
  readonly documents: TemplateDocuments;
}

export function templateVersionExists(id: string, version: string): RegistryError {
  return new RegistryError(
    'VERSION_EXISTS',
    `the template ${id}@${version} exists; a published version never changes, publish the next version instead`,
    { pointer: '/template_version', actual: version },
  );
}
