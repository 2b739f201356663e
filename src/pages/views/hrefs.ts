import { API_PREFIX } from '../../http/request-target';

/** Addresses of pages and of the API; an id with a slash is one segment. */
export function packageHref(id: string, version?: string): string {
  return artifactHref('/registry/packages', id, version);
}

export function packageApiHref(id: string, version: string): string {
  return artifactHref(`${API_PREFIX}/packages`, id, version);
}

export function compareHref(id: string, from: string, to: string): string {
  return `${packageHref(id)}/compare/${encodeURIComponent(from)}/${encodeURIComponent(to)}`;
}

export function compareApiHref(id: string, from: string, to: string): string {
  return `${artifactHref(`${API_PREFIX}/packages`, id)}/compare/${encodeURIComponent(from)}/${encodeURIComponent(to)}`;
}

export function templateHref(id: string, version?: string): string {
  return artifactHref('/registry/templates', id, version);
}

export function templateApiHref(id: string, version: string): string {
  return artifactHref(`${API_PREFIX}/templates`, id, version);
}

/** The address when it may be a link: http and https only; undefined for everything else, which is shown as text. */
export function safeHref(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

function artifactHref(base: string, id: string, version?: string): string {
  const href = `${base}/${encodeURIComponent(id)}`;
  return version === undefined ? href : `${href}/${encodeURIComponent(version)}`;
}
