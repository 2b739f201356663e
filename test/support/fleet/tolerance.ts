import { type FleetAnswer, isClear503, objectIn } from './keep-alive-client';
import type { Ledger } from './ledger';

/** Signs of an outage that `anip` answers with another attempt: a lost connection, and these two statuses. */
export type Tolerated = readonly ('lost' | 502 | 503)[];

/** An answer, or the error that came instead of it. */
export type Outcome = FleetAnswer | Error;

/** As patient as needed: an outage that a scenario makes is over long before. */
export const MAX_ATTEMPTS = 200;
/** Shorter than Retry-After asks for, so that clients are there when the store comes back, all at once. */
export const RETRY_PAUSE_MS = 250;

export async function outcomeOf(send: () => Promise<FleetAnswer>): Promise<Outcome> {
  try {
    return await send();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** True when the attempt may be repeated; what nobody should have got is written down as a fault. */
export function mayRetry(outcome: Outcome, tolerated: Tolerated, ledger: Ledger, what: string): boolean {
  ledger.answered(kindOf(outcome));
  if (isTolerated(outcome, tolerated)) return true;
  ledger.faults.push(`${what}: ${detailOf(outcome)}`);
  return false;
}

/** A 503 that does not say what it is and when to come back is a fault even in an outage. */
function isTolerated(outcome: Outcome, tolerated: Tolerated): boolean {
  if (outcome instanceof Error) return tolerated.includes('lost');
  if (outcome.status === 503) return tolerated.includes(503) && isClear503(outcome);
  return outcome.status === 502 && tolerated.includes(502);
}

function kindOf(outcome: Outcome): string {
  if (outcome instanceof Error) return `no answer (${'code' in outcome ? String(outcome.code) : outcome.message})`;
  const code = objectIn(outcome).code;
  return `${outcome.status}${typeof code === 'string' ? ` ${code}` : ''}`;
}

function detailOf(outcome: Outcome): string {
  if (outcome instanceof Error) return kindOf(outcome);
  const { headers, body } = outcome;
  const shown = ['content-type', 'retry-after'].map((name) => `${name}: ${String(headers[name] ?? 'none')}`);
  return `${outcome.status} (${shown.join(', ')}) ${body.toString('utf8').slice(0, 300)}`;
}
