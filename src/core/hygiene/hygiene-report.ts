import { pointerTo } from '../json/pointer';
import { findInText } from './find-in-text';
import type { Finding } from './finding';
import { findsSecrets, fixOf, type HygieneRuleId } from './rules';

/** More would not be read; the total says how many there are. */
export const MAX_LISTED_HITS = 50;
/** From here on it is the wrong document, and searching on would only cost time. */
export const MAX_COUNTED_HITS = 1000;
const LONGEST_POINTER = 512;

/** A place in the request that breaks a rule, as it is shown: nothing in it is secret. */
export interface HygieneHit {
  readonly rule: HygieneRuleId;
  /** RFC 6901, from the root of the request. A member name that breaks a rule itself is masked in it. */
  readonly pointer: string;
  /** Of a text with several lines, counted from 1. */
  readonly line?: number;
  readonly excerpt: string;
  readonly fix: string;
}

export interface HygieneReport {
  /** At most MAX_LISTED_HITS, in the order of the documents. */
  readonly hits: readonly HygieneHit[];
  /** At most MAX_COUNTED_HITS. */
  readonly total: number;
  /** True when one of all hits, listed or not, is a secret. */
  readonly hasSecret: boolean;
}

export const CLEAN_REPORT: HygieneReport = { hits: [], total: 0, hasSecret: false };

/** The way to a value: the pointer of a document, then member names and indices. Written out for hits only. */
export interface Way {
  readonly step: string | number;
  readonly parent: Way | undefined;
}

/** Collects hits up to the bounds. */
export class HygieneReportBuilder {
  private readonly hits: HygieneHit[] = [];
  private total = 0;
  private hasSecret = false;

  get isFull(): boolean {
    return this.total >= MAX_COUNTED_HITS;
  }

  add({ rule, start, excerpt }: Finding, text: string, way: Way): void {
    if (this.isFull) return;
    this.total += 1;
    this.hasSecret ||= findsSecrets(rule);
    if (this.hits.length === MAX_LISTED_HITS) return;
    const line = text.includes('\n') ? { line: text.slice(0, start).split('\n').length } : {};
    this.hits.push({ rule, pointer: pointerOf(way), ...line, excerpt, fix: fixOf(rule) });
  }

  build(): HygieneReport {
    return { hits: this.hits, total: this.total, hasSecret: this.hasSecret };
  }
}

function pointerOf(way: Way): string {
  const steps: (string | number)[] = [];
  let at = way;
  for (; at.parent !== undefined; at = at.parent) steps.push(shown(at.step));
  const pointer = steps.reverse().reduce<string>(pointerTo, String(at.step));
  return pointer.length > LONGEST_POINTER ? `${pointer.slice(0, LONGEST_POINTER).toWellFormed()}…` : pointer;
}

function shown(step: string | number): string | number {
  return typeof step === 'string' && findInText({ text: step, isRoute: true }).length > 0 ? '…' : step;
}
