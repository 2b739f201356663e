import type { LifecycleRevision } from '../package-page-state.query';
import { counted } from './format';
import { lifecycleBadge } from './lifecycle-badge.view';
import { lifecycleView } from './lifecycle.view';
import type { PublishedView } from './published-page.view';
import { visible } from './shown-text';

/** Who changed the lifecycle when and why, the last change first; publishing is the beginning, as revision 0. */
export function lifecycleHistoryView(
  { published: publishedAt, publisher }: Pick<PublishedView, 'published' | 'publisher'>,
  changes: readonly LifecycleRevision[],
): object {
  const oldest = changes.at(-1)?.revision ?? 1;
  const published = {
    revision: 0,
    badge: lifecycleBadge('active'),
    reason: 'Published',
    replacement: undefined,
    since: publishedAt,
    by: publisher,
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
