import type { JsonObject } from '../../../src/core/json/json-value';
import { demoRequest } from '../demo-requests';

const SAMPLE = demoRequest('city-library-lending-1.0.0');
/** Versions of one package take turns at the store, versions of different packages do not; here there is both. */
const VERSIONS_PER_PACKAGE = 4;

export interface NumberedName {
  readonly id: string;
  readonly version: string;
  /** Below the API's prefix. */
  readonly path: string;
}

export function sampleName(number: number): NumberedName {
  const id = `fleet-package-${Math.floor(number / VERSIONS_PER_PACKAGE)}`;
  const version = `1.${number % VERSIONS_PER_PACKAGE}.0`;
  return { id, version, path: `/packages/${id}/${version}` };
}

/** The publish request with this number. Each has content of its own, so that one cannot pass for another. */
export function sampleRequest(number: number): JsonObject {
  const { id, version } = sampleName(number);
  return { ...SAMPLE, package_id: id, package_version: version, readme: `# Number ${number}\n` };
}
