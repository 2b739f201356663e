import { isLifecycleStatus } from '../lifecycle';
import { isObject, member, type JsonObject } from '../json/json-value';
import { isBlank, lowerCase, quoteForMessage, trim } from '../text';
import { check, type Check } from './checks';
import { text } from './read-members';
import type { ResolvedPackage } from './resolved-package';

/** Trimmed and lower-cased, `active` when there is none (cli.md section 3). */
function statusOf(lifecycle: JsonObject): string {
  return lowerCase(trim(text(lifecycle, 'status'))) || 'active';
}

/** Yanked versions are for those who ask for them; taken-down ones, and what this tool does not know, for nobody. */
export function lifecycleChecks({ lifecycle }: ResolvedPackage, allowYanked: boolean): readonly Check[] {
  if (lifecycle === undefined) return [];
  const status = statusOf(lifecycle);
  const isUsable = isLifecycleStatus(status) && status !== 'takedown' && (status !== 'yanked' || allowYanked);
  const hint = status === 'yanked' ? '; --allow-yanked-package accepts it all the same' : '';
  const fault = `the version is ${quoteForMessage(status)}${reasonOf(lifecycle)}${hint}`;
  return [check('package_lifecycle_allows_use', isUsable, fault)];
}

/** What to tell whoever builds from a version that is no longer the one to use; empty for an active one. */
export function lifecycleWarning({ lifecycle }: ResolvedPackage): string {
  const status = lifecycle === undefined ? 'active' : statusOf(lifecycle);
  if (lifecycle === undefined || status === 'active') return '';
  const replacement = replacementOf(lifecycle);
  const hint =
    replacement === undefined
      ? ''
      : `; use ${quoteForMessage(`${text(replacement, 'package_id')}@${text(replacement, 'package_version')}`)} instead`;
  return `the version is ${quoteForMessage(status)}${reasonOf(lifecycle)}${hint}`;
}

/** The known members only: the rest of what a source states is not repeated. */
export function lifecycleMembers(lifecycle: JsonObject): JsonObject {
  const replacement = replacementOf(lifecycle);
  const texts = ['reason', 'updated_at', 'updated_by'].filter((name) => text(lifecycle, name) !== '');
  return {
    status: statusOf(lifecycle),
    ...Object.fromEntries(texts.map((name) => [name, text(lifecycle, name)])),
    ...(replacement === undefined
      ? {}
      : {
          replacement: {
            package_id: text(replacement, 'package_id'),
            package_version: text(replacement, 'package_version'),
          },
        }),
  };
}

function reasonOf(lifecycle: JsonObject): string {
  const reason = trim(text(lifecycle, 'reason'));
  return reason === '' ? '' : `: ${quoteForMessage(reason)}`;
}

function replacementOf(lifecycle: JsonObject): JsonObject | undefined {
  const replacement = member(lifecycle, 'replacement');
  if (!isObject(replacement)) return undefined;
  const isComplete = ['package_id', 'package_version'].every((name) => !isBlank(text(replacement, name)));
  return isComplete ? replacement : undefined;
}
