import { trim } from '../core/text';
import { knownVariableNames, PREFIX } from './variables';

/** Kubernetes sets these for a service called `anip-registry`, and docker-compose.yml uses the first for the host's port. */
const NOT_OURS =
  /^ANIP_REGISTRY_(?:PORT|PORT_\d+_(?:TCP|UDP)(?:_(?:PROTO|PORT|ADDR))?|SERVICE_(?:HOST|PORT(?:_\w+)?))$/;
/** Further away than this, a suggestion is a guess. */
const MAX_TYPING_ERRORS = 3;

/** One sentence per variable that carries our prefix and means nothing: most likely a typing error. */
export function warningsForUnknownVariables(env: NodeJS.ProcessEnv): string[] {
  const known = knownVariableNames();
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name) && !NOT_OURS.test(name))
    .filter((name) => trim(env[name] ?? '') !== '')
    .sort()
    .map((name) => `${name} is not a variable of this Registry and has no effect${suggestionFor(name, known)}`);
}

function suggestionFor(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= MAX_TYPING_ERRORS ? `; did you mean ${nearest.candidate}?` : '';
}

/** Levenshtein's distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
