import { ref } from './json-schema';
import type { Answer, Parameters } from './operation';

const TEXT = { type: 'string' };

export const ETAG: Parameters = { ETag: { description: 'Send it as `If-None-Match` to ask again.', schema: TEXT } };
export const NEXT_LINK: Parameters = {
  Link: { description: 'The absolute address of the next page, `rel="next"`, when there is one.', schema: TEXT },
};
export const FILE_NAME: Parameters = {
  'Content-Disposition': { description: 'The name to save it under.', schema: TEXT },
};

/** A JSON body with the schema of this name. */
export function json(schemaName: string, description: string, ...headers: readonly Parameters[]): Answer {
  return {
    description,
    content: { type: 'application/json', schema: ref(schemaName) },
    ...(headers.length === 0 ? {} : { headers: Object.assign({}, ...headers) as Parameters }),
  };
}

export const NOT_MODIFIED: Answer = { description: 'What you have is still the same.', headers: ETAG };
