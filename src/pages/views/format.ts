const COUNT = new Intl.NumberFormat('en');
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

export interface TimeView {
  /** For `datetime`, and for who wants it exactly. */
  readonly iso: string;
  readonly text: string;
}

/** UTC always: a page is the same for everybody who looks at it. */
export function timeView(iso: string): TimeView {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return { iso: '', text: iso };
  return { iso, text: `${DAY.format(time)}, ${TIME.format(time)} UTC` };
}

/** A calendar day such as 2026-09-01. */
export function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

export function countText(count: number): string {
  return COUNT.format(count);
}

/** `1 version`, `2 versions`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
