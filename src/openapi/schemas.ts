import type { JsonSchema } from './json-schema';
import { COMMON_SCHEMAS } from './schemas-common';
import { COMPARE_SCHEMAS } from './schemas-compare';
import { PACKAGE_SCHEMAS } from './schemas-packages';
import { SERVICE_SCHEMAS } from './schemas-service';
import { TEMPLATE_SCHEMAS } from './schemas-templates';

/** Every named schema of the API, for `components.schemas`. */
export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...PACKAGE_SCHEMAS,
  ...COMPARE_SCHEMAS,
  ...TEMPLATE_SCHEMAS,
  ...SERVICE_SCHEMAS,
  ...COMMON_SCHEMAS,
};
