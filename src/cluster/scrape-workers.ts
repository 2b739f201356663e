import { register } from 'prom-client';
import { onOrder, report } from './messages';

/** The primary process is never busy; without an answer in this time it is gone or going. */
const ANSWER_TIMEOUT_MS = 5_000;

const waiting = new Map<number, (text: string) => void>();
let lastId = 0;

/** The metrics of all workers, in the Prometheus text format: this one asks the primary process, which asks them all. */
export function scrapeWorkers(): Promise<string> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Error(`the primary process sent no metrics within ${ANSWER_TIMEOUT_MS} ms`));
    }, ANSWER_TIMEOUT_MS);
    waiting.set(id, (text) => {
      clearTimeout(timer);
      resolve(text);
    });
    report({ type: 'scrape', id });
  });
}

/** The worker's part in every scrape, whichever worker was asked. */
export function takePartInScrapes(): void {
  onOrder('collect', ({ id }) => {
    register.getMetricsAsJSON().then(
      (metrics) => report({ type: 'collected', id, metrics }),
      // Then this worker counts as it was last seen.
      () => undefined,
    );
  });
  onOrder('scraped', ({ id, text }) => {
    waiting.get(id)?.(text);
    waiting.delete(id);
  });
}
