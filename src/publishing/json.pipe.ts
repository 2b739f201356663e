import { Injectable, type PipeTransform } from '@nestjs/common';
import { RegistryError } from '../core/errors';
import type { JsonValue } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import type { ReadBody } from './body-bytes.pipe';

/** Parses the body as the contract reads JSON. @throws RegistryError BODY_EMPTY and those of parseJson */
@Injectable()
export class JsonPipe implements PipeTransform<ReadBody, JsonValue> {
  transform({ bytes }: ReadBody): JsonValue {
    if (bytes.length === 0) {
      throw new RegistryError('BODY_EMPTY', 'the request has no body; a JSON object is expected', { pointer: '' });
    }
    return parseJson(bytes, { uniqueRootMembers: true });
  }
}
