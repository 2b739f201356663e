import type { Publisher } from '../../core/publisher';
import { visible, words } from './shown-text';

export interface PublisherView {
  readonly publisher: string;
  readonly publisherType: string;
}

/** Who signed history says it was; nobody's standing is claimed beyond that. */
export function publisherView({
  publisherId,
  publisherType,
}: Publisher): PublisherView {
  return {
    publisher: visible(publisherId) || 'unknown',
    publisherType: words(visible(publisherType)).toLowerCase() || 'unverified',
  };
}
