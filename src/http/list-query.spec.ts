import { parse } from 'node:querystring';
import { RegistryError } from '../core/errors';
import { LIFECYCLE_STATUSES } from '../core/lifecycle';
import { QueryPipe } from './list-query';
import { QueryParameter, queryParametersOf } from './query-parameter';
import { FilterText, OneOf, searchOf, SearchQuery } from './search-parameters';

class Parameters extends SearchQuery {
  @FilterText()
  domain?: string;

  @OneOf(LIFECYCLE_STATUSES)
  lifecycle?: string;
}

class Choice {
  @QueryParameter(({ oneOf }) => oneOf(['a', 'b']))
  required = '';

  @QueryParameter(({ oneOf }) => oneOf(['a', 'b']))
  optional = 'a';
}

function read<T extends object>(parameterClass: new () => T, query: string): T {
  return new QueryPipe().transform(parse(query), { type: 'query', metatype: parameterClass }) as T;
}

function faultOf(query: string): unknown {
  try {
    return read(Parameters, query);
  } catch (error) {
    return error;
  }
}

describe('query parameters', () => {
  it('are those of the class and of the classes above it, and no others', () => {
    expect(queryParametersOf(Parameters)).toEqual(['domain', 'lifecycle', 'q', 'sort', 'limit', 'cursor']);
    expect(queryParametersOf(SearchQuery)).toEqual(['q', 'sort', 'limit', 'cursor']);
    const query = 'limit=7&q=ports&unknown=1&__proto__=2&constructor=3&searchOf=4';
    expect(Object.entries(read(Parameters, query)).filter(([, value]) => value !== undefined)).toEqual([
      ['limit', 7],
      ['q', 'ports'],
    ]);
    expect(Object.getPrototypeOf(read(Parameters, query))).toBe(Parameters.prototype);
  });

  it('ask for nothing when they are blank, and a filter keeps its white space', () => {
    expect(searchOf(read(Parameters, 'q=%20&domain=&limit=5'))).toBeUndefined();
    expect(searchOf(read(Parameters, 'domain=%20'))).toMatchObject({ domain: ' ' });
  });

  it('count characters, not their halves', () => {
    const rocket = encodeURIComponent('\u{1f680}');
    expect(read(Parameters, `q=${rocket.repeat(200)}`).q).toBe('\u{1f680}'.repeat(200));
    expect(() => read(Parameters, `q=${rocket.repeat(201)}`)).toThrow('at most 200 characters');
  });

  it.each([
    ['limit must be given once', 'limit=1&limit=2'],
    ['limit must be a whole number from 1 to 1000', 'limit=1e2'],
    ['limit must be a whole number from 1 to 1000', 'limit='],
    ['limit must be a whole number from 1 to 1000', 'limit=00001'],
    ['cursor must have at most 4096 characters', `cursor=${'c'.repeat(4097)}`],
    ['domain must not have the character U+0000', 'domain=%00'],
    ['lifecycle must be one of active, superseded, deprecated, yanked, takedown', 'lifecycle='],
    ['sort must be one of downloads, newest, name', 'domain=a&sort=x'],
  ])('are refused by name and with what is allowed: %s', (fault, query) => {
    const [, rule = '', allowed = ''] = /^(\S+) (.*)$/.exec(fault) ?? [];
    const refusal = new RegistryError('QUERY_INVALID', `query parameter ${fault}`, { rule, allowed });
    expect(faultOf(query)).toEqual(refusal);
    expect(faultOf(query)).toMatchObject({ code: refusal.code, details: refusal.details });
  });

  it('keep a default, which has to pass the rule as well', () => {
    expect(read(Choice, 'required=b')).toEqual({ required: 'b', optional: 'a' });
    expect(() => read(Choice, '')).toThrow('query parameter required must be one of a, b');
  });
});
