const COUNT = new Intl.NumberFormat('en');

export function countText(count: number): string {
  // Most counts are small, and need no library to be printed.
  return Number.isInteger(count) && count >= 0 && count < 1000 ? String(count) : COUNT.format(count);
}

/** `1 version`, `2 versions`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
