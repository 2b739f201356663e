import { drive, type Outcome } from './drive';
import { TARGETS } from './targets';

/** From the process of a target to the one that watches it: each batch is a sign of life. */
export type Message = { readonly done: number } | { readonly outcome: Outcome; readonly peakRssBytes: number };

/** `run-target.ts NAME SEED CASES DEADLINE`, the last one in milliseconds from now or `Infinity`. */
async function runTarget(): Promise<void> {
  const [name, seed, cases, withinMs] = process.argv.slice(2);
  const target = TARGETS.find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`there is no target ${String(name)}`);
  const outcome = await drive(target, {
    seed: Number(seed),
    cases: Number(cases),
    deadline: performance.now() + Number(withinMs),
    onBatch: (done) => tell({ done }),
  });
  tell({ outcome, peakRssBytes: process.resourceUsage().maxRSS * 1024 }, () => process.disconnect());
}

function tell(message: Message, onSent: () => void = () => undefined): void {
  process.send?.(message, onSent);
}

void runTarget();
