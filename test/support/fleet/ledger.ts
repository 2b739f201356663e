export interface Downloads {
  /** The `download_count` of each 200, which is that download's own. */
  readonly counts: number[];
  /** Attempts without a 200 that may have been counted all the same. */
  unanswered: number;
}

/** What the clients were told, against which the store is held afterwards. */
export class Ledger {
  /** Numbers of the `sampleRequest` that were acknowledged, in the order of the answers. */
  readonly published: number[] = [];
  /** Those that were tried and never acknowledged: they may be there, whole, or not. */
  readonly abandoned: number[] = [];
  readonly downloads = new Map<number, Downloads>();
  /** How often each kind of answer came: `201`, `409 identical`, `503 STORE_UNAVAILABLE`, `no answer: ECONNRESET`. */
  readonly answers = new Map<string, number>();
  /** Answers that no client should have got, each in words. */
  readonly faults: string[] = [];

  answered(kind: string): void {
    this.answers.set(kind, (this.answers.get(kind) ?? 0) + 1);
  }

  downloadsOf(number: number): Downloads {
    const downloads = this.downloads.get(number) ?? { counts: [], unanswered: 0 };
    this.downloads.set(number, downloads);
    return downloads;
  }

  get acknowledgedDownloads(): number {
    return this.sum(({ counts }) => counts.length);
  }

  get unansweredDownloads(): number {
    return this.sum(({ unanswered }) => unanswered);
  }

  /** All kinds of answers and how many there were, the most frequent first. */
  get answerText(): string {
    const sorted = [...this.answers].sort(([, left], [, right]) => right - left);
    return sorted.map(([kind, count]) => `${count} x ${kind}`).join(', ');
  }

  private sum(of: (downloads: Downloads) => number): number {
    return [...this.downloads.values()].reduce((sum, downloads) => sum + of(downloads), 0);
  }
}
