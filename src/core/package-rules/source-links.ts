import { RegistryError } from '../errors';
import { linkUrlFault } from '../hygiene/link-url';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { checkMaxBytes, checkRequired, MAX_URL_BYTES, MAX_TITLE_BYTES } from './bounded-text';
import type { SourceLink } from './package-request';

export const MAX_SOURCE_LINKS = 8;
const POINTER = '/source_links';

/**
 * Rules 3 and 4 of packages.md section 4, and that a link is for everybody (design: difference 2).
 * @throws RegistryError SOURCE_LINKS_TOO_MANY, SOURCE_LINK_INVALID, SOURCE_LINK_NOT_PUBLIC
 */
export function checkSourceLinks(links: readonly SourceLink[]): void {
  if (links.length > MAX_SOURCE_LINKS) {
    throw new RegistryError(
      'SOURCE_LINKS_TOO_MANY',
      `the package has ${links.length} source links; at most ${MAX_SOURCE_LINKS} are allowed`,
      { pointer: POINTER, limit: MAX_SOURCE_LINKS, actual: links.length },
    );
  }
  links.forEach((link, index) => checkSourceLink(link, pointerTo(POINTER, index)));
}

function checkSourceLink({ title, url }: SourceLink, pointer: string): void {
  checkRequired('SOURCE_LINK_INVALID', title, `${pointer}/title`);
  checkRequired('SOURCE_LINK_INVALID', url, `${pointer}/url`);
  checkMaxBytes('SOURCE_LINK_INVALID', title, `${pointer}/title`, MAX_TITLE_BYTES);
  checkMaxBytes('SOURCE_LINK_INVALID', url, `${pointer}/url`, MAX_URL_BYTES);
  const fault = linkUrlFault(url);
  if (fault === undefined) return;
  throw new RegistryError(
    fault.kind === 'form' ? 'SOURCE_LINK_INVALID' : 'SOURCE_LINK_NOT_PUBLIC',
    `the source link ${quoteForMessage(url)} is refused: ${fault.reason}`,
    { pointer: `${pointer}/url`, allowed: 'an http or https URL of a public host, without user info' },
  );
}
