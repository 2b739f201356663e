import { FilterText, SearchQuery } from '../http/search-parameters';

/** Parameters of `GET /templates`; none of them means the contract's list. */
export class TemplateListParameters extends SearchQuery {
  /** One of the template's systems. */
  @FilterText()
  system?: string;

  @FilterText()
  publisher?: string;

  @FilterText()
  domain?: string;

  @FilterText()
  industry?: string;

  @FilterText()
  kind?: string;

  @FilterText()
  project_type?: string;

  /** The level of the ANIP specification, such as `anip/0.24`. */
  @FilterText()
  spec?: string;
}
