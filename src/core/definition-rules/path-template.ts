import { byteLength, hasUnsafeControl } from '../text';
import { NAME } from './patterns';

/** Longer than any route of a real service; it is repeated in generated code and in logs. */
export const MAX_PATH_TEMPLATE_BYTES = 256;

const PLAIN_SEGMENT = /^[A-Za-z0-9_.-]+$/;
const REFUSED_PARTS = ['\\', '..', '//'];

/** What is wrong with a trimmed path template, or undefined (service-definition.md section 3, rule 3). */
export function pathTemplateFault(template: string): string | undefined {
  if (byteLength(template) > MAX_PATH_TEMPLATE_BYTES) return `it has more than ${MAX_PATH_TEMPLATE_BYTES} bytes`;
  const refused = REFUSED_PARTS.find((part) => template.includes(part));
  if (refused !== undefined) return `it has "${refused}"`;
  if (!template.startsWith('/')) return 'it does not start with "/"';
  if (hasUnsafeControl(template)) return 'it has a control character';
  for (const segment of template.split('/')) {
    if (segment !== '' && !isSegment(segment)) return `the segment ${JSON.stringify(segment)} is not allowed`;
  }
  return undefined;
}

function isSegment(segment: string): boolean {
  if (!segment.startsWith('{') && !segment.endsWith('}')) return PLAIN_SEGMENT.test(segment);
  return segment.startsWith('{') && segment.endsWith('}') && NAME.expression.test(segment.slice(1, -1));
}
