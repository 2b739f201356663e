import type { LifecycleStatus } from '../../core/lifecycle';
import type { VersionRow } from '../package-versions.query';
import { packageVersionsView } from './package-versions.view';

function row(version: string, status: LifecycleStatus): VersionRow {
  return {
    version,
    title: `Title of ${version}`,
    summary: `Summary of ${version}`,
    publisherId: 'city',
    publisherType: 'local',
    publishedAt: '2026-09-01T12:00:00Z',
    downloadCount: 0,
    lifecycle: { status, reason: '', replacement: undefined, updatedAt: undefined, updatedBy: undefined },
  };
}

describe('packageVersionsView', () => {
  it('shows nothing of the content of versions that were taken down', () => {
    const view = packageVersionsView('gone', [row('2.0.0', 'takedown'), row('1.0.0', 'takedown')]);
    expect(view).toMatchObject({ name: 'gone', title: 'gone', summary: '', choice: undefined });
    expect(JSON.stringify(view)).not.toMatch(/(?:Title|Summary) of/);
  });

  it('leads to no comparison with a version that was taken down', () => {
    const versions = [row('3.0.0', 'active'), row('2.0.0', 'takedown'), row('1.0.0', 'deprecated')];
    expect(packageVersionsView('a', versions)).toMatchObject({
      rows: [
        { isLatest: true, compare: { href: '/registry/packages/a/compare/1.0.0/3.0.0', text: '1.0.0 → 3.0.0' } },
        { badge: { text: 'taken down', kind: 'stop' }, compare: undefined, isFirst: false },
        { badge: { text: 'deprecated', kind: 'care' }, compare: undefined, isFirst: true },
      ],
      choice: {
        from: [
          { version: '3.0.0', isChosen: false },
          { version: '1.0.0', isChosen: true },
        ],
        to: [
          { version: '3.0.0', isChosen: true },
          { version: '1.0.0', isChosen: false },
        ],
      },
    });
  });

  it('offers no comparison of a version with itself when the latest is the lowest', () => {
    const view = packageVersionsView('a', [row('2.0.0', 'yanked'), row('1.0.0', 'active')]);
    expect(view).toMatchObject({
      latest: { text: '1.0.0' },
      choice: { from: [{ isChosen: true }, { isChosen: false }], to: [{ isChosen: false }, { isChosen: true }] },
    });
  });
});
