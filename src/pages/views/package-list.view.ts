import { LIFECYCLE_STATUSES } from '../../core/lifecycle';
import { API_PREFIX } from '../../http/request-target';
import type { FoundPublication, PackageSearch } from '../../packages/package-search.query';
import { ageText } from './age';
import { countText, counted } from './format';
import { packageHref } from './hrefs';
import { lifecycleBadge } from './lifecycle-badge.view';
import { publisherView } from './publisher.view';
import { isNarrowed, pagerView, searchFormView, searchHref, type ListPageInput } from './search-form.view';
import { cutText, visible } from './shown-text';

export const PACKAGE_LIST_PATH = '/registry/packages';

const FIELDS = [
  { name: 'capability', label: 'Capability id' },
  { name: 'publisher', label: 'Publisher' },
  { name: 'domain', label: 'Domain' },
  { name: 'lifecycle', label: 'Lifecycle', options: LIFECYCLE_STATUSES },
];
/** A card is for choosing; the whole text is on the page of the version. */
const MAX_NAME_CHARACTERS = 120;
const MAX_SUMMARY_CHARACTERS = 400;

export interface PackageListInput extends Omit<ListPageInput, 'path' | 'downloads'> {
  readonly search: PackageSearch;
  readonly items: readonly FoundPublication[];
  readonly origin: string;
  readonly now: Date;
}

/**
 * One card per version, not per package: pages follow the order of versions, so the versions of one package stand on
 * different pages, and no page could say what their latest is or what they were downloaded together.
 */
export function packageListView({ items, origin, now, ...input }: PackageListInput): object {
  const { search, cursor } = input;
  const isEmpty = items.length === 0 && cursor === undefined && !isNarrowed(search);
  return {
    title: search.q === undefined ? 'Packages' : `${cutText(visible(search.q), MAX_NAME_CHARACTERS)} - Packages`,
    description: 'Signed service contracts: what they do, who published them, and how to prove it.',
    form: searchFormView({ path: PACKAGE_LIST_PATH, search, fields: FIELDS }),
    count: counted(items.length, 'immutable version'),
    items: items.map((item) => cardView(item, now)),
    isEmpty,
    isWithoutMatch: items.length === 0 && !isEmpty,
    publishUrl: `${origin}${API_PREFIX}/publications`,
    isNarrowed: isNarrowed(search),
    allHref: PACKAGE_LIST_PATH,
    pager: pagerView({ ...input, path: PACKAGE_LIST_PATH, downloads: items.map(({ downloadCount }) => downloadCount) }),
  };
}

function cardView(item: FoundPublication, now: Date): object {
  const { packageId, packageVersion, lifecycle, publisherId } = item;
  // Content that was taken down is not shown, and what stands in the search index is content.
  const isShown = lifecycle.status !== 'takedown';
  return {
    id: packageId,
    version: packageVersion,
    name: cutText(visible(isShown ? item.name : ''), MAX_NAME_CHARACTERS) || packageId,
    summary: cutText(visible(isShown ? item.summary : ''), MAX_SUMMARY_CHARACTERS),
    href: packageHref(packageId, packageVersion),
    versionsHref: packageHref(packageId),
    lifecycle: lifecycleBadge(lifecycle.status),
    reason: cutText(visible(lifecycle.reason), MAX_SUMMARY_CHARACTERS),
    replacement:
      lifecycle.replacement === undefined
        ? undefined
        : {
            text: `${lifecycle.replacement.packageId}@${lifecycle.replacement.packageVersion}`,
            href: packageHref(lifecycle.replacement.packageId, lifecycle.replacement.packageVersion),
          },
    ...publisherView(item),
    publisherHref: publisherId === '' ? undefined : searchHref(PACKAGE_LIST_PATH, { publisher: publisherId }),
    published: item.publishedAt,
    age: ageText(item.publishedAt, now),
    downloads: countText(item.downloadCount),
    capabilities: isShown ? countText(item.capabilityCount) : '',
    specVersion: visible(item.specVersion).replace(/^anip\//, ''),
    project: cutText(visible(item.projectRef), MAX_NAME_CHARACTERS),
    lineage: cutText(`${visible(item.productRevisionRef)} → ${visible(item.developerRevisionRef)}`, 2 * MAX_NAME_CHARACTERS),
    contractSignature: cutText(visible(item.contractSignature), MAX_NAME_CHARACTERS),
  };
}
