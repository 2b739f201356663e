import type { LifecycleStatus } from '../../core/lifecycle';
import { latestVersion } from '../../core/version-order';
import { type ListedVersion, type PackagePageState, surroundingsOf, TREND_DAYS } from '../package-page-state.query';
import { countText, counted } from './format';
import { compareHref, packageApiHref, packageHref } from './hrefs';
import { lifecycleBadge } from './lifecycle-badge.view';
import { lifecycleHistoryView } from './lifecycle-history.view';
import { lifecycleView } from './lifecycle.view';
import type { PublishedView } from './published-page.view';
import { trendView } from './trend.view';
import { commandsView } from './verify-commands.view';

export interface PackagePageInput {
  readonly published: PublishedView;
  readonly state: PackagePageState;
  readonly origin: string;
}

/** The parts of a version's page that change with its state or its reader. */
export function packagePageView({ published, state, origin }: PackagePageInput): object {
  const { id, version } = published;
  const { versions, days, today, changes } = surroundingsOf(state);
  const { lifecycle, downloadCount } = state;
  return {
    ...published,
    lifecycle: lifecycleView(lifecycle),
    lifecycleBadge: lifecycleBadge(lifecycle.status),
    versions: neighboursView(id, version, versions),
    tiles: [...published.publishedTiles, { name: 'Downloads', value: countText(downloadCount) }],
    history: lifecycleHistoryView(published, changes),
    commands: commandsView(published, lifecycle.status, origin),
    files: filesView(id, version, lifecycle.status),
    trend: trendView(days, today, TREND_DAYS),
    downloads: counted(downloadCount, 'download'),
  };
}

function neighboursView(id: string, version: string, versions: readonly ListedVersion[]): object {
  const latest = latestVersion(versions)?.version ?? version;
  // What was taken down is not compared, so nothing leads there.
  const served = versions.filter(({ status }) => status !== 'takedown');
  const at = served.findIndex((listed) => listed.version === version);
  const [newer, older] = [served[at - 1], served[at + 1]];
  return {
    count: counted(versions.length, 'version'),
    href: packageHref(id),
    isLatest: latest === version,
    latest: { text: latest, href: packageHref(id, latest), compareHref: compareHref(id, version, latest) },
    older: older === undefined ? undefined : { text: older.version, href: compareHref(id, older.version, version) },
    newer: newer === undefined ? undefined : { text: newer.version, href: compareHref(id, version, newer.version) },
  };
}

/** A yanked version is only fetched by who says so. */
function filesView(id: string, version: string, status: LifecycleStatus): object {
  const api = packageApiHref(id, version);
  const isYanked = status === 'yanked';
  const query = isYanked ? '?allow_yanked=true' : '';
  return {
    isYanked,
    links: [
      { href: `${api}/download${query}`, text: 'Download artifact', about: 'the record with all documents; counted' },
      { href: `${api}/lock${query}`, text: 'Download lock', about: 'what a build pins' },
      { href: `${api}/receipt`, text: 'Receipt', about: 'the signature as JSON' },
      { href: api, text: 'Record', about: 'the same as JSON; not counted' },
    ],
  };
}
