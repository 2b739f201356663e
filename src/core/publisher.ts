import type { JsonObject } from './json/json-value';

/** Who a version was published by, as signed: history, not a link to an account. */
export interface Publisher {
  readonly publisherId: string;
  readonly publisherType: string;
}

/** Publisher members as they stand in records and receipts: empty ones left out. */
export function publisherMembers({ publisherId, publisherType }: Publisher): JsonObject {
  return {
    ...(publisherId === '' ? {} : { publisher_id: publisherId }),
    ...(publisherType === '' ? {} : { publisher_type: publisherType }),
  };
}
