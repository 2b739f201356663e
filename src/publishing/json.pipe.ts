import { Injectable, type PipeTransform } from '@nestjs/common';
import { RegistryError } from '../core/errors';
import type { JsonValue } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { MAX_BODY_VALUES } from '../core/json/scan-json';
import type { ReadBody } from './body-bytes.pipe';
import { noteBody } from './publish-target';

/** Parses the body as the contract reads JSON. @throws RegistryError BODY_EMPTY and those of parseJson */
@Injectable()
export class JsonPipe implements PipeTransform<ReadBody, JsonValue> {
  transform({ request, bytes }: ReadBody): JsonValue {
    if (bytes.length === 0) {
      throw new RegistryError('BODY_EMPTY', 'the request has no body; a JSON object is expected', { pointer: '' });
    }
    const body = parseJson(bytes, { uniqueRootMembers: true, maxValues: MAX_BODY_VALUES });
    noteBody(request, body);
    return body;
  }
}
