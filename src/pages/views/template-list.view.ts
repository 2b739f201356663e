import { API_PREFIX } from '../../http/request-target';
import type { FoundTemplate, TemplateSearch } from '../../templates/template-search.query';
import { ageText } from './age';
import { countText, counted } from './format';
import { templateHref } from './hrefs';
import { publisherView } from './publisher.view';
import { isNarrowed, pagerView, searchFormView, searchHref, type ListPageInput } from './search-form.view';
import { cutText, visible } from './shown-text';

export const TEMPLATE_LIST_PATH = '/registry/templates';

const FIELDS = [
  { name: 'kind', label: 'Kind' },
  { name: 'project_type', label: 'Project type' },
  { name: 'spec', label: 'Specification' },
  { name: 'domain', label: 'Domain' },
  { name: 'industry', label: 'Industry' },
  { name: 'system', label: 'System' },
  { name: 'publisher', label: 'Publisher' },
];
const MAX_NAME_CHARACTERS = 120;
const MAX_SUMMARY_CHARACTERS = 400;
/** A template may name any number of systems; a card shows the first of them. */
const MAX_SYSTEMS = 12;

export interface TemplateListInput extends Omit<ListPageInput, 'path' | 'downloads'> {
  readonly search: TemplateSearch;
  readonly items: readonly FoundTemplate[];
  readonly origin: string;
  readonly now: Date;
}

/** One card per version, as in the list of packages and for the same reason. */
export function templateListView({ items, origin, now, ...input }: TemplateListInput): object {
  const { search, cursor } = input;
  const isEmpty = items.length === 0 && cursor === undefined && !isNarrowed(search);
  return {
    title: search.q === undefined ? 'Templates' : `${cutText(visible(search.q), MAX_NAME_CHARACTERS)} - Templates`,
    description: 'Starter templates for authors of ANIP packages: documents to read, nothing that runs.',
    form: searchFormView({ path: TEMPLATE_LIST_PATH, search, fields: FIELDS }),
    count: counted(items.length, 'immutable version'),
    items: items.map((item) => cardView(item, now)),
    isEmpty,
    isWithoutMatch: items.length === 0 && !isEmpty,
    publishUrl: `${origin}${API_PREFIX}/templates`,
    isNarrowed: isNarrowed(search),
    allHref: TEMPLATE_LIST_PATH,
    pager: pagerView({ ...input, path: TEMPLATE_LIST_PATH, downloads: items.map(({ downloadCount }) => downloadCount) }),
  };
}

function cardView(item: FoundTemplate, now: Date): object {
  const { templateId, templateVersion } = item;
  return {
    id: templateId,
    version: templateVersion,
    name: cutText(visible(item.title), MAX_NAME_CHARACTERS) || templateId,
    summary: cutText(visible(item.summary), MAX_SUMMARY_CHARACTERS),
    href: templateHref(templateId, templateVersion),
    versionsHref: templateHref(templateId),
    ...publisherView(item),
    published: item.publishedAt,
    age: ageText(item.publishedAt, now),
    downloads: countText(item.downloadCount),
    facets: [
      facetView('Kind', 'kind', [item.templateKind]),
      facetView('Project type', 'project_type', [item.projectType]),
      facetView('Specification', 'spec', [item.anipSpecVersion]),
      facetView('Domain', 'domain', [item.domain]),
      facetView('Industry', 'industry', [item.industry]),
      facetView('Systems', 'system', item.systems.slice(0, MAX_SYSTEMS)),
    ],
    furtherSystems: item.systems.length > MAX_SYSTEMS ? counted(item.systems.length - MAX_SYSTEMS, 'more system') : '',
  };
}

/** Each value leads to all templates that share it. */
function facetView(label: string, parameter: string, values: readonly string[]): object {
  return {
    label,
    values: values
      .filter((value) => value !== '')
      .map((value) => ({
        text: cutText(visible(value), MAX_NAME_CHARACTERS),
        href: searchHref(TEMPLATE_LIST_PATH, { [parameter]: value }),
      })),
  };
}
