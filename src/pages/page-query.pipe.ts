import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { QueryPipe } from '../http/list-query';

/** As the API's parameters, save that a browser sends every field of a form: an empty one was not filled in. */
@Injectable()
export class PageQueryPipe implements PipeTransform {
  private readonly rules = new QueryPipe();

  transform(query: unknown, metadata: ArgumentMetadata): object {
    const filled = Object.entries(query as object).filter(([, value]) => value !== '');
    return this.rules.transform(Object.fromEntries(filled), metadata);
  }
}
