import 'reflect-metadata';
import { parse } from 'node:querystring';
import fc from 'fast-check';
import { RegistryError } from '../../../src/core/errors';
import { decodeCursor, encodeCursor } from '../../../src/core/list-cursor';
import { searchedListName } from '../../../src/core/list-search';
import { searchTerms } from '../../../src/core/search-terms';
import { QueryPipe } from '../../../src/http/list-query';
import { searchOf } from '../../../src/http/search-parameters';
import { PackageListParameters } from '../../../src/packages/package-search.parameters';
import { TemplateListParameters } from '../../../src/templates/template-search.parameters';
import { textCorpus } from '../corpus';
import { mutatedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

const cursors = textCorpus('cursors');
const queries = textCorpus('queries');
const cursorText = fc.oneof(
  mutatedText(cursors),
  // Mutated before it is encoded, most of them are JSON of nearly the right form.
  mutatedText(cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString('utf8'))).map((text) =>
    Buffer.from(text, 'utf8').toString('base64url'),
  ),
);
const pipe = new QueryPipe();

export const listParametersTarget = pureTarget({
  name: 'list-parameters',
  promise:
    'a cursor is a position that encodes to the same one, or CURSOR_INVALID; a query is in bounds, or QUERY_INVALID',
  share: 150_000,
  cases: fc.record({
    cursor: cursorText,
    list: fc.constantFrom('packages', 'templates', 'packages by name'),
    query: mutatedText(queries, ['&', '=', 'q=', 'sort=', 'limit=', 'cursor=', '%00', '%ff', '[]']),
    parameters: fc.constantFrom(PackageListParameters, TemplateListParameters),
  }),
  check: ({ cursor, list, query, parameters }) => {
    const position = valueOr('CURSOR_INVALID', () => decodeCursor(cursor, list));
    if (position !== undefined) {
      demand(Number.isSafeInteger(position.downloadCount), 'a count that the store has not', position.downloadCount);
      demand(new Date(position.publishedAt).toISOString() === position.publishedAt, 'a time', position.publishedAt);
      demand(!`${position.id}${position.version}`.includes('\u0000'), 'a text that the store cannot compare', position);
      const again = decodeCursor(encodeCursor(list, position), list);
      demand(JSON.stringify(again) === JSON.stringify(position), 'the position changed', [position, again]);
    }
    const read = valueOr('QUERY_INVALID', () => pipe.transform(parse(query), { type: 'query', metatype: parameters }));
    if (read === undefined) return;
    const { limit, q } = read as PackageListParameters;
    demand(limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= 1000), 'a limit', limit);
    const search = searchOf(read as PackageListParameters);
    if (search !== undefined) demand(searchedListName('packages', { ...search }).length < 200, 'a long list name');
    const { patterns } = searchTerms(q ?? '');
    demand(
      patterns.every((pattern) => /^%(?:[^\\%_]|\\[\\%_])*%$/s.test(pattern)),
      'a pattern with a sign',
      patterns,
    );
  },
});

function valueOr<T>(code: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RegistryError && error.code === code) return undefined;
    throw error;
  }
}
