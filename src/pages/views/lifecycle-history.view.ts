import type { PackagePage } from '../package-page.query';
import { counted } from './format';
import { lifecycleBadge } from './lifecycle-badge.view';
import { lifecycleView } from './lifecycle.view';
import { visible } from './shown-text';

/** Who changed the lifecycle when and why, the last change first; publishing is the beginning, as revision 0. */
export function lifecycleHistoryView({ record, changes }: PackagePage): object {
  const oldest = changes.at(-1)?.revision ?? 1;
  const published = {
    revision: 0,
    badge: lifecycleBadge('active'),
    reason: 'Published',
    replacement: undefined,
    since: record.publishedAt,
    by: visible(record.publisherId) || 'unknown',
  };
  const rows = changes.map(({ revision, ...lifecycle }) => ({
    revision,
    badge: lifecycleBadge(lifecycle.status),
    ...lifecycleView(lifecycle),
    by: visible(lifecycle.updatedBy ?? '') || 'unknown',
  }));
  return {
    rows: [...rows, published],
    omitted: oldest > 1 ? counted(oldest - 1, 'earlier change') : '',
  };
}
