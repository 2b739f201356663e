import type { DayCount } from '../package-page.query';
import { countText, counted } from './format';

const CHART = { width: 360, height: 60 };
const DAY_MS = 86_400_000;
const NONE: DayCount = { day: '', downloads: 0 };

export interface TrendView {
  /** Nobody downloaded: there is nothing to draw. */
  readonly isEmpty: boolean;
  /** `3 downloads`, over `length` days. */
  readonly sum: string;
  readonly length: number;
  readonly best: DayText;
  readonly width: number;
  readonly height: number;
  /** Of the area below the line, and of the line. */
  readonly area: string;
  readonly line: string;
  /** The same in numbers, by week. */
  readonly weeks: readonly DayText[];
}

export interface DayText {
  /** Such as 2026-09-01, in UTC; of a week the first. */
  readonly day: string;
  readonly downloads: string;
}

/** Downloads a day over the last `length` days up to `today`; days without any are not in `days`. */
export function trendView(days: readonly DayCount[], today: string, length: number): TrendView {
  const counts = new Map(days.map(({ day, downloads }) => [day, downloads]));
  const last = Date.parse(`${today}T00:00:00Z`);
  const series = Array.from({ length }, (_, index): DayCount => {
    const day = new Date(last - (length - 1 - index) * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
    return { day, downloads: counts.get(day) ?? 0 };
  });
  const total = series.reduce((sum, { downloads }) => sum + downloads, 0);
  const best = series.reduce((most, next) => (next.downloads > most.downloads ? next : most), NONE);
  const highest = Math.max(1, best.downloads);
  const points = series.map(({ downloads }, index) => {
    const x = (index / Math.max(length - 1, 1)) * CHART.width;
    const y = CHART.height - 1 - (downloads / highest) * (CHART.height - 2);
    return `${round(x)},${round(y)}`;
  });
  return {
    isEmpty: total === 0,
    sum: counted(total, 'download'),
    length,
    best: { day: best.day, downloads: countText(best.downloads) },
    ...CHART,
    line: points.join(' '),
    area: `0,${CHART.height} ${points.join(' ')} ${CHART.width},${CHART.height}`,
    weeks: weeksOf(series),
  };
}

/** Whole weeks counted back from today, the newest first; the oldest may be shorter. */
function weeksOf(series: readonly DayCount[]): TrendView['weeks'] {
  const weeks: TrendView['weeks'][number][] = [];
  for (let end = series.length; end > 0; end -= 7) {
    const week = series.slice(Math.max(end - 7, 0), end);
    const total = week.reduce((sum, { downloads }) => sum + downloads, 0);
    weeks.push({ day: week[0]?.day ?? '', downloads: countText(total) });
  }
  return weeks;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
