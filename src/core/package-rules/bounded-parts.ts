import { RegistryError } from '../errors';
import { byteLength } from '../text';

/** A title is one line of a page. */
export const MAX_TITLE_BYTES = 120;
/** The longest URL that browsers and proxies pass on without trouble. */
export const MAX_URL_BYTES = 2048;

type ManyCode = 'SOURCE_LINKS_TOO_MANY' | 'IMPLEMENTATION_MATERIALS_TOO_MANY';
type PartCode = 'SOURCE_LINK_INVALID' | 'IMPLEMENTATION_MATERIAL_INVALID';

/** `parts` names in the plural what is counted: `source links`. */
export function checkMaxCount(code: ManyCode, count: number, parts: string, pointer: string, limit: number): void {
  if (count <= limit) return;
  throw new RegistryError(code, `the package has ${count} ${parts}; at most ${limit} are allowed`, {
    pointer,
    limit,
    actual: count,
  });
}

export function checkRequired(code: PartCode, text: string, pointer: string): void {
  if (text === '') throw new RegistryError(code, `${pointer} is required and must not be blank`, { pointer });
}

export function checkMaxBytes(code: PartCode, text: string, pointer: string, limit: number): void {
  const sizeBytes = byteLength(text);
  if (sizeBytes <= limit) return;
  throw new RegistryError(code, `${pointer} has ${sizeBytes} bytes; at most ${limit} are allowed`, {
    pointer,
    limit,
    actual: sizeBytes,
  });
}
