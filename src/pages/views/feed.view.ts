import { Feed } from 'feed';
import Handlebars from 'handlebars';
import type { NewPackageVersion } from '../newest-packages.query';
import { packageHref } from './hrefs';
import { visible } from './shown-text';

export const FEED_PATH = '/registry/packages.atom';

/** A feed needs a time of its last change, and one without entries never had one. */
const NEVER = new Date(0);
/** Allowed in JSON, and in no XML document (XML 1.0, production 2); unsafe controls are made visible before. */
const NOT_XML = /[\ufffe\uffff]/g;

/** The newest versions as an Atom feed (RFC 4287). */
export function packagesFeed(versions: readonly NewPackageVersion[], origin: string): string {
  const feed = new Feed({
    id: `${origin}${FEED_PATH}`,
    title: 'ANIP Registry: new package versions',
    description: 'Signed service contracts as they are published.',
    link: `${origin}/registry/packages`,
    feed: `${origin}${FEED_PATH}`,
    author: { name: 'ANIP Registry' },
    updated: versions.map(changedAt).reduce((latest, time) => (time > latest ? time : latest), NEVER),
    generator: false,
  });
  for (const version of versions) {
    feed.addItem({
      title: html(titleOf(version)),
      // Stays the same wherever this Registry moves to, and is another one for the same version elsewhere.
      id: `urn:anip-registry:receipt:${version.receipt_id}`,
      link: `${origin}${packageHref(version.package_id, version.package_version)}`,
      date: changedAt(version),
      published: version.published_at,
      description: html(summaryOf(version)),
      author: [{ name: plain(version.publisher_id) }],
      category: [{ name: version.status, term: version.status, scheme: `${origin}/registry/docs/api#schema-Lifecycle` }],
    });
  }
  return feed.atom1();
}

/** Another lifecycle is news about the version, too. */
function changedAt({ published_at, lifecycle_changed_at }: NewPackageVersion): Date {
  return lifecycle_changed_at ?? published_at;
}

function titleOf({ package_id, package_version, title, status }: NewPackageVersion): string {
  const name = title === null || title === '' ? '' : `: ${title}`;
  return `${package_id} ${package_version}${name}${status === 'active' ? '' : ` (${status})`}`;
}

function summaryOf({ summary, status, reason }: NewPackageVersion): string {
  const lifecycle = status === 'active' ? '' : `This version is ${status}: ${reason} `;
  return `${lifecycle}${summary ?? ''}` || 'No summary.';
}

function plain(text: string): string {
  return visible(text).replace(NOT_XML, '\ufffd');
}

/** The library writes texts of the type html into CDATA as they are: so this is HTML, with nothing of a publisher's own. */
function html(text: string): string {
  return Handlebars.escapeExpression(plain(text));
}
