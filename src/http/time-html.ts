import Handlebars from 'handlebars';
import type { TimeDisplay } from './time-display';

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
/** RFC 3339, with seconds or without. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The one way in which a page prints a time (ui.md section 0): `time` with the exact value in `datetime`. With an age
 * (`3 days ago`) that is the text, and the exact time its title; who asks for ISO 8601 gets it the other way round.
 */
export function timeHtml(iso: string, display: TimeDisplay, age?: string): Handlebars.SafeString {
  if (iso === '') return new Handlebars.SafeString('Unknown');
  if (!isTimestamp(iso)) return new Handlebars.SafeString(Handlebars.escapeExpression(iso));
  const time = new Date(iso);
  if (display === 'iso') return element(iso, iso, age ?? '');
  const exact = `${DATE.format(time)}, ${TIME.format(time)} UTC`;
  return age === undefined ? element(iso, exact, iso) : element(iso, age, iso, 'age');
}

/** A calendar day in UTC, such as 2026-09-01: the day on which something was counted has no other zone. */
export function dayHtml(day: string, display: TimeDisplay): Handlebars.SafeString {
  return element(day, display === 'iso' ? day : DATE.format(new Date(`${day}T00:00:00Z`)));
}

/** A publisher's own times come in other forms, too, and are then shown as they are. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && !Number.isNaN(new Date(text).getTime());
}

function element(datetime: string, text: string, title = '', className = ''): Handlebars.SafeString {
  const attributes = Object.entries({ datetime, title, class: className })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${Handlebars.escapeExpression(value)}"`);
  return new Handlebars.SafeString(`<time${attributes.join('')}>${Handlebars.escapeExpression(text)}</time>`);
}
