import Handlebars from 'handlebars';
import { isTimestamp, type TimeDisplay } from './time-display';

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/**
 * The one way in which a page prints a time (ui.md section 0): `time` with the exact value in `datetime`. With an age
 * (`3 days ago`) that is the text, and the exact time its title; who asks for ISO 8601 gets it the other way round.
 */
export function timeHtml(iso: string, display: TimeDisplay, age?: string): Handlebars.SafeString {
  if (iso === '') return new Handlebars.SafeString('Unknown');
  if (!isTimestamp(iso)) return new Handlebars.SafeString(Handlebars.escapeExpression(iso));
  if (display === 'iso') return element(iso, iso, age ?? '');
  return age === undefined ? element(iso, exactText(new Date(iso)), iso) : element(iso, age, iso, 'age');
}

function exactText(time: Date): string {
  return `${DATE.format(time)}, ${TIME.format(time)} UTC`;
}

/** A calendar day in UTC, such as 2026-09-01: the day on which something was counted has no other zone. */
export function dayHtml(day: string, display: TimeDisplay): Handlebars.SafeString {
  return element(day, display === 'iso' ? day : DATE.format(new Date(`${day}T00:00:00Z`)));
}

function element(datetime: string, text: string, title = '', className = ''): Handlebars.SafeString {
  const attributes = Object.entries({ datetime, title, class: className })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${Handlebars.escapeExpression(value)}"`);
  return new Handlebars.SafeString(`<time${attributes.join('')}>${Handlebars.escapeExpression(text)}</time>`);
}
