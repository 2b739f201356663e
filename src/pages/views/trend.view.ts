import type { DayCount } from '../package-page-state.query';
import { countText, counted } from './format';

const CHART = { width: 360, height: 60 };
const DAY_MS = 86_400_000;

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
  const first = timeOf(today) - (length - 1) * DAY_MS;
  const series = Array.from({ length }, () => 0);
  for (const { day, downloads } of days) {
    const index = (timeOf(day) - first) / DAY_MS;
    if (index in series) series[index] = downloads;
  }
  const dayAt = (index: number): string => new Date(first + index * DAY_MS).toISOString().slice(0, today.length);
  const total = sum(series);
  const most = Math.max(0, ...series);
  const highest = Math.max(1, most);
  const points = series.map((downloads, index) => {
    const x = (index / Math.max(length - 1, 1)) * CHART.width;
    const y = CHART.height - 1 - (downloads / highest) * (CHART.height - 2);
    return `${round(x)},${round(y)}`;
  });
  return {
    isEmpty: total === 0,
    sum: counted(total, 'download'),
    length,
    best: { day: most === 0 ? '' : dayAt(series.indexOf(most)), downloads: countText(most) },
    ...CHART,
    line: points.join(' '),
    area: `0,${CHART.height} ${points.join(' ')} ${CHART.width},${CHART.height}`,
    weeks: weeksOf(series, dayAt),
  };
}

/** Whole weeks counted back from today, the newest first; the oldest may be shorter. */
function weeksOf(series: readonly number[], dayAt: (index: number) => string): TrendView['weeks'] {
  const weeks: TrendView['weeks'][number][] = [];
  for (let end = series.length; end > 0; end -= 7) {
    const begin = Math.max(end - 7, 0);
    weeks.push({ day: dayAt(begin), downloads: countText(sum(series.slice(begin, end))) });
  }
  return weeks;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
