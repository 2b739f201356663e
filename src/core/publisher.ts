/** Who a version was published by, as signed: history, not a link to an account. */
export interface Publisher {
  readonly publisherId: string;
  readonly publisherType: string;
}
