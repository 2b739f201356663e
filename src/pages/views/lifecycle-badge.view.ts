import type { LifecycleStatus } from '../../core/lifecycle';

const KINDS: Readonly<Record<LifecycleStatus, string>> = {
  active: 'good',
  superseded: 'care',
  deprecated: 'care',
  yanked: 'stop',
  takedown: 'stop',
};

/** The status in words, which the colour only repeats. */
export function lifecycleBadge(status: LifecycleStatus): { readonly text: string; readonly kind: string } {
  return { text: status === 'takedown' ? 'taken down' : status, kind: KINDS[status] };
}
