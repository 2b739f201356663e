import type { Problem } from './problem';

/**
 * What the error page prints. Of a version that was taken down it says everything there is to say: status, reason and
 * replacement, and nothing of its content.
 */
export function errorPageView({ status, body }: Problem): object {
  const lifecycle = objectIn(body, 'lifecycle');
  const replacement = objectIn(lifecycle, 'replacement');
  const [id, version] = [textIn(replacement, 'package_id'), textIn(replacement, 'package_version')];
  const packageId = textIn(body, 'package_id');
  return {
    status,
    title: textIn(body, 'title'),
    description: textIn(body, 'title'),
    heading: lifecycle === undefined ? textIn(body, 'title') : `${packageId}@${textIn(body, 'version')}`,
    detail: textIn(body, 'detail'),
    code: textIn(body, 'code'),
    codeHref: `/registry/docs/errors#${textIn(body, 'code').toLowerCase().replaceAll('_', '-')}`,
    isFault: status >= 500,
    requestId: textIn(body, 'request_id'),
    lifecycle:
      lifecycle === undefined
        ? undefined
        : {
            status: textIn(lifecycle, 'status'),
            reason: textIn(lifecycle, 'reason'),
            since: textIn(lifecycle, 'updated_at'),
            by: textIn(lifecycle, 'updated_by'),
            versionsHref: `/registry/packages/${encodeURIComponent(packageId)}`,
            replacement: id === '' ? undefined : { text: `${id}@${version}`, href: hrefOf(id, version) },
          },
  };
}

function hrefOf(id: string, version: string): string {
  return `/registry/packages/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
}

type Members = Readonly<Record<string, unknown>>;

function objectIn(members: Members | undefined, name: string): Members | undefined {
  const value = members?.[name];
  return typeof value === 'object' && value !== null ? (value as Members) : undefined;
}

function textIn(members: Members | undefined, name: string): string {
  const value = members?.[name];
  return typeof value === 'string' ? value : '';
}
