/**
 * The only time format on the wire: RFC 3339, UTC, whole seconds, suffix `Z`. Truncated, never rounded, so that a
 * publication is never dated in the future (data-model.md section 1).
 */
export function wireTimestamp(time: Date): string {
  return `${time.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
