import { LIFECYCLE_STATUSES, type LifecycleStatus } from '../core/lifecycle';
import { FilterText, OneOf, SearchQuery } from '../http/search-parameters';

/** Parameters of `GET /publications`; none of them means the contract's list. */
export class PackageListParameters extends SearchQuery {
  @FilterText()
  capability?: string;

  @FilterText()
  publisher?: string;

  /** `manifest.domain`, else the service definition's `identity.domain_name`. */
  @FilterText()
  domain?: string;

  @OneOf(LIFECYCLE_STATUSES)
  lifecycle?: LifecycleStatus;
}
