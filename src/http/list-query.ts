import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryParameter } from './query-parameter';

export const MAX_PAGE_SIZE = 1000;
const MAX_CURSOR_CHARACTERS = 4096;

/** Paging parameters of the lists; a list without any is answered whole (design: difference 3). */
export class ListQuery {
  @QueryParameter(({ wholeNumber }) => wholeNumber(1, MAX_PAGE_SIZE))
  limit?: number;

  @QueryParameter(({ textUpTo }) => textUpTo(MAX_CURSOR_CHARACTERS))
  cursor?: string;
}

/** Query parameters into their class; unknown names are ignored, since Studio passes on whatever it was asked with. */
@Injectable()
export class QueryPipe implements PipeTransform {
  transform(query: unknown, { metatype }: ArgumentMetadata): object {
    if (metatype === undefined) throw new TypeError('QueryPipe needs a parameter class');
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
    const { readQuery } = require('./query-rules') as typeof import('./query-rules');
    return readQuery(metatype as new () => object, query as object);
  }
}
