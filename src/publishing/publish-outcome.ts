import type { ArtifactKind } from '../core/artifact-id';
import type { ErrorCode } from '../core/errors';

/** Values of the label `status` of anip_registry_publish_total (packages.md section 6); `rate_limited` and `busy` are our own. */
export type PublishStatus =
  'invalid' | 'invalid_request' | 'unauthorized' | 'conflict' | 'rate_limited' | 'busy' | 'error';

/** Codes of a request that could not even be read as a publish request. */
const REQUEST_CODES = /^(?:BODY_|JSON_|MEMBER_TYPE_|IDENTITY_|ARTIFACT_ID_INVALID|ARTIFACT_VERSION_)/;

export function publishedKind(route: string): ArtifactKind {
  return route.endsWith('/templates') ? 'template' : 'package';
}

/** How a refusal counts. */
export function publishStatus(httpStatus: number, code: ErrorCode): PublishStatus {
  if (httpStatus === 401) return 'unauthorized';
  if (httpStatus === 429) return 'rate_limited';
  if (httpStatus === 409) return 'conflict';
  if (code === 'PUBLISHING_BUSY') return 'busy';
  if (httpStatus >= 500) return 'error';
  return REQUEST_CODES.test(code) ? 'invalid_request' : 'invalid';
}
