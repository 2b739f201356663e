import { load } from './load';
import { weigh, type Weighed } from './weigh';

/** A URL, and the processes that work for it. */
export interface Target {
  readonly url: string;
  readonly pids: Parameters<typeof weigh>[0];
}

export function loadTarget({ url, pids }: Target, connections: number, seconds: number): Promise<Weighed> {
  return weigh(pids, () => load({ url, connections, seconds }));
}
