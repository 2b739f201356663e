import { latestVersion } from '../../core/version-order';
import type { VersionRow } from '../package-versions.query';
import { countText, counted } from './format';
import { compareHref, packageHref } from './hrefs';
import { lifecycleBadge } from './lifecycle-badge.view';
import { lifecycleView } from './lifecycle.view';
import { publisherView } from './publisher.view';
import { visible } from './shown-text';

/** All versions of a package, the highest first; each is compared with the one before it that is still served. */
export function packageVersionsView(id: string, versions: readonly VersionRow[]): object {
  const candidates = versions.map((row) => ({ version: row.version, status: row.lifecycle.status, row }));
  const latest = latestVersion(candidates) ?? candidates[0];
  // Content that was taken down is not shown, and what stands in the search index is content.
  const shown = latest !== undefined && isServed(latest.row) ? latest.row : undefined;
  const name = visible(shown?.title ?? '') || id;
  const summary = visible(shown?.summary ?? '');
  const downloads = versions.reduce((sum, { downloadCount }) => sum + downloadCount, 0);
  return {
    title: name === id ? id : `${name} (${id})`,
    description: summary || `All versions of the signed service contract ${id}`,
    id,
    name,
    summary,
    href: packageHref(id),
    latest: { text: latest?.version ?? '', href: packageHref(id, latest?.version ?? '') },
    count: counted(versions.length, 'immutable version'),
    downloads: counted(downloads, 'download'),
    rows: versions.map((row, index) => ({
      ...rowView(id, row, versions.slice(index + 1).find(isServed)),
      isLatest: row.version === latest?.version,
      isFirst: index === versions.length - 1,
    })),
    choice: choiceView(versions.filter(isServed), latest?.version ?? ''),
  };
}

/** What was taken down is not compared, so nothing leads there. */
function isServed({ lifecycle }: VersionRow): boolean {
  return lifecycle.status !== 'takedown';
}

function rowView(id: string, row: VersionRow, older: VersionRow | undefined): object {
  const { version, lifecycle } = row;
  return {
    version,
    href: packageHref(id, version),
    badge: lifecycleBadge(lifecycle.status),
    lifecycle: lifecycleView(lifecycle),
    published: row.publishedAt,
    downloads: countText(row.downloadCount),
    ...publisherView(row),
    compare:
      older === undefined || !isServed(row)
        ? undefined
        : { href: compareHref(id, older.version, version), text: `${older.version} → ${version}` },
  };
}

/** Offered first: what changed from the version before the latest, or from the one after when it is the lowest. */
function choiceView(versions: readonly VersionRow[], latest: string): object | undefined {
  if (versions.length < 2) return undefined;
  const at = Math.max(
    versions.findIndex(({ version }) => version === latest),
    0,
  );
  const before = (versions[at + 1] ?? versions[at - 1])?.version;
  const options = (chosen: string | undefined): readonly object[] =>
    versions.map(({ version }) => ({ version, isChosen: version === chosen }));
  return { from: options(before), to: options(latest) };
}
