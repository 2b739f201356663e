import { isObject, member } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import { RegistryError } from '../errors';
import type { JsonValue } from '../json/json-value';

/** A compact JWS (RFC 7515 section 7.1): header, claims and a signature of at least 128 bits, each base64url. */
export const JWT_PATTERN = /(eyJ[A-Za-z0-9_-]{8,})\.(eyJ[A-Za-z0-9_-]{4,})\.([A-Za-z0-9_-]{22,})(?![A-Za-z0-9_-])/y;
const LONGEST_HEADER = 2048;
/** The subject of the specimen that jwt.io shows, copied into much documentation. */
const SPECIMEN_SUBJECT = '1234567890';

/** True when header and claims decode to what a JWT has; unsigned ones (`alg` none) open nothing. */
export function isJsonWebToken(token: string): boolean {
  const [header = '', claims = ''] = token.split('.');
  if (header.length > LONGEST_HEADER) return false;
  const algorithm = member(decode(header), 'alg');
  if (typeof algorithm !== 'string' || algorithm === 'none') return false;
  const decoded = decode(claims);
  return isObject(decoded) && member(decoded, 'sub') !== SPECIMEN_SUBJECT;
}

function decode(part: string): JsonValue | undefined {
  try {
    return parseJson(Buffer.from(part, 'base64url'));
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}
