import { latestVersion } from '../../core/version-order';
import type { VersionRow } from '../package-versions.query';
import { countText, counted } from './format';
import { compareHref, packageHref } from './hrefs';
import { lifecycleView } from './lifecycle.view';
import { publisherView } from './package-page.view';
import { visible } from './shown-text';

/** All versions of a package, the highest first; each is compared with the one before it. */
export function packageVersionsView(id: string, versions: readonly VersionRow[]): object {
  const candidates = versions.map((row) => ({ version: row.version, status: row.lifecycle.status, row }));
  const latest = latestVersion(candidates) ?? candidates[0];
  const name = visible(latest?.row.title ?? '') || id;
  const summary = visible(latest?.row.summary ?? '');
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
    rows: versions.map((row, index) => rowView(id, row, versions[index + 1], row.version === latest?.version)),
    choice: versions.length > 1 ? choiceView(versions, latest?.version ?? '') : undefined,
  };
}

function rowView(id: string, row: VersionRow, older: VersionRow | undefined, isLatest: boolean): object {
  const { version, lifecycle } = row;
  return {
    version,
    href: packageHref(id, version),
    isLatest,
    lifecycle: lifecycleView(lifecycle),
    published: row.publishedAt,
    downloads: countText(row.downloadCount),
    ...publisherView(row),
    compare:
      older === undefined
        ? undefined
        : { href: compareHref(id, older.version, version), text: `${older.version} → ${version}` },
  };
}

/** Offered first: what changed from the version before the latest. */
function choiceView(versions: readonly VersionRow[], latest: string): object {
  const at = Math.max(
    versions.findIndex(({ version }) => version === latest),
    0,
  );
  const before = versions[at + 1]?.version ?? versions.at(-1)?.version;
  const options = (chosen: string | undefined): readonly object[] =>
    versions.map(({ version }) => ({ version, isChosen: version === chosen }));
  return { from: options(before), to: options(latest) };
}
