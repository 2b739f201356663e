import type { ArtifactKind } from '../core/artifact-id';
import { API_PREFIX } from '../http/request-target';

/** Values of the label `status` of anip_registry_publish_total (packages.md section 6). */
export type PublishStatus = 'success' | 'invalid' | 'invalid_request' | 'unauthorized' | 'conflict' | 'error';

const PUBLISH_ROUTES: Readonly<Record<string, ArtifactKind>> = {
  [`${API_PREFIX}/publications`]: 'package',
  [`${API_PREFIX}/templates`]: 'template',
};

/** Codes of a request that could not even be read as a publish request. */
const REQUEST_CODES = /^(?:BODY_|JSON_|MEMBER_TYPE_|IDENTITY_|ARTIFACT_ID_INVALID|ARTIFACT_VERSION_)/;

export function publishedKind(method: string, route: string): ArtifactKind | undefined {
  return method === 'POST' ? PUBLISH_ROUTES[route] : undefined;
}

export function publishStatus(httpStatus: number, errorCode: string | undefined): PublishStatus {
  if (httpStatus < 400) return 'success';
  if (httpStatus === 401) return 'unauthorized';
  if (httpStatus === 409) return 'conflict';
  if (httpStatus >= 500) return 'error';
  return REQUEST_CODES.test(errorCode ?? '') ? 'invalid_request' : 'invalid';
}
