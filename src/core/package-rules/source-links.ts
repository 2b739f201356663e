import { RegistryError } from '../errors';
import { linkUrlFault } from '../hygiene/link-url';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { checkMaxBytes, checkMaxCount, checkRequired, MAX_URL_BYTES, MAX_TITLE_BYTES } from './bounded-parts';
import type { SourceLink } from './package-request';

export const MAX_SOURCE_LINKS = 8;
const POINTER = '/source_links';

/**
 * Rules 3 and 4 of packages.md section 4. That a link is for everybody is a hygiene rule.
 * @throws RegistryError SOURCE_LINKS_TOO_MANY, SOURCE_LINK_INVALID
 */
export function checkSourceLinks(links: readonly SourceLink[]): void {
  checkMaxCount('SOURCE_LINKS_TOO_MANY', links.length, 'source links', POINTER, MAX_SOURCE_LINKS);
  links.forEach((link, index) => checkSourceLink(link, pointerTo(POINTER, index)));
}

function checkSourceLink({ title, url }: SourceLink, pointer: string): void {
  checkRequired('SOURCE_LINK_INVALID', title, `${pointer}/title`);
  checkRequired('SOURCE_LINK_INVALID', url, `${pointer}/url`);
  checkMaxBytes('SOURCE_LINK_INVALID', title, `${pointer}/title`, MAX_TITLE_BYTES);
  checkMaxBytes('SOURCE_LINK_INVALID', url, `${pointer}/url`, MAX_URL_BYTES);
  const fault = linkUrlFault(url);
  if (fault?.kind !== 'form') return;
  throw new RegistryError(
    'SOURCE_LINK_INVALID',
    `the source link ${quoteForMessage(url)} is refused: ${fault.reason}`,
    { pointer: `${pointer}/url`, allowed: 'an http or https URL' },
  );
}
