import type { Lifecycle } from '../../core/lifecycle';
import { packageHref } from './hrefs';
import { visible } from './shown-text';

export interface LifecycleView {
  readonly status: string;
  readonly isActive: boolean;
  readonly sentence: string;
  readonly reason: string;
  /** RFC 3339; empty while nobody has changed it. */
  readonly since: string;
  readonly replacement: { readonly text: string; readonly href: string } | undefined;
}

/** What follows "This version is ...". */
const SENTENCES: Readonly<Record<Lifecycle['status'], string>> = {
  active: '',
  superseded: 'A later version has taken the place of this one. It can still be locked and downloaded.',
  deprecated: 'The publisher advises against this version. It can still be locked and downloaded.',
  yanked: 'Do not start to use it. It is served only to who asks for it all the same.',
  takedown: 'Its content is not served any more.',
};

export function lifecycleView({ status, reason, replacement, updatedAt }: Lifecycle): LifecycleView {
  return {
    status,
    isActive: status === 'active',
    sentence: SENTENCES[status],
    reason: visible(reason),
    since: updatedAt ?? '',
    replacement:
      replacement === undefined
        ? undefined
        : {
            text: `${replacement.packageId}@${replacement.packageVersion}`,
            href: packageHref(replacement.packageId, replacement.packageVersion),
          },
  };
}
