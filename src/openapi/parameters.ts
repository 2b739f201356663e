import { LIFECYCLE_STATUSES } from '../core/lifecycle';
import { MAX_FILTER_CHARACTERS, SEARCH_PAGE_SIZE, SORT_ORDERS } from '../core/list-search';
import { MAX_SEARCH_CHARACTERS } from '../core/search-terms';
import { MAX_PAGE_SIZE } from '../http/list-query';
import { ref } from './json-schema';
import type { Parameter, Parameters } from './operation';

const SLASH = 'A slash in it is written `%2F`.';

export const PACKAGE_ID: Parameters = {
  packageId: { description: `The id of the package. ${SLASH}`, schema: ref('ArtifactId') },
};
export const COMPARED_VERSIONS: Parameters = {
  ...PACKAGE_ID,
  from: { description: 'The version to compare with.', schema: ref('ArtifactVersion') },
  to: { description: 'The version that is looked at.', schema: ref('ArtifactVersion') },
};
export const PACKAGE_VERSION: Parameters = {
  ...PACKAGE_ID,
  version: { description: 'Its version.', schema: ref('ArtifactVersion') },
};
export const TEMPLATE_ID: Parameters = {
  templateId: { description: `The id of the template. ${SLASH}`, schema: ref('ArtifactId') },
};
export const TEMPLATE_VERSION: Parameters = {
  ...TEMPLATE_ID,
  version: { description: 'Its version.', schema: ref('ArtifactVersion') },
};

export const PAGING: Parameters = {
  limit: {
    description:
      'At most so many items; without it a search answers ' +
      `${SEARCH_PAGE_SIZE}, and the plain list is as long as the Registry allows.`,
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE },
  },
  cursor: {
    description: 'The `next_cursor` of the page before, from the same list.',
    schema: { type: 'string', maxLength: 4096 },
  },
};

const SEARCH: Parameters = {
  ...PAGING,
  q: {
    description: 'Words to look for in id, name, summary and what the version offers. Blank asks for nothing.',
    schema: { type: 'string', maxLength: MAX_SEARCH_CHARACTERS },
  },
  sort: {
    description: 'The order: most downloads first (the default), newest first, or by id.',
    schema: { enum: SORT_ORDERS },
  },
};

export const PACKAGE_SEARCH: Parameters = {
  ...SEARCH,
  capability: filter('With a capability of this id.'),
  publisher: filter('Published under this publisher id.'),
  domain: filter('Of this domain.'),
  lifecycle: { description: 'With this lifecycle status.', schema: { enum: LIFECYCLE_STATUSES } },
};

export const TEMPLATE_SEARCH: Parameters = {
  ...SEARCH,
  system: filter('That connect to this system.'),
  publisher: filter('Published under this publisher id.'),
  domain: filter('For this domain.'),
  industry: filter('For this industry.'),
  kind: filter('Of this kind.'),
  project_type: filter('For this type of project.'),
  spec: filter('Of this level of the ANIP specification, such as `anip/0.24`.'),
};

/** Both spellings of the wish for a yanked version (packages.md section 6, "Gate"). */
export const ALLOW_YANKED_QUERY: Parameters = {
  allow_yanked: { description: 'Exactly `true` fetches a yanked version all the same.', schema: { type: 'string' } },
};
export const ALLOW_YANKED_HEADERS: Parameters = {
  'x-anip-allow-yanked-package': {
    description: 'The same as a header, for clients that cannot change the query.',
    schema: { type: 'string' },
  },
};

function filter(description: string): Parameter {
  return {
    description: `${description} Compared exactly.`,
    schema: { type: 'string', maxLength: MAX_FILTER_CHARACTERS },
  };
}
