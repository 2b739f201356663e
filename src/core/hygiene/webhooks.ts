import { maskSecret, type Finding } from './finding';
import { isRandom } from './randomness';
import type { HygieneRuleId } from './rules';

/** Addresses that let whoever knows them write: the last segment is the secret. */
const WEBHOOKS: readonly (readonly [rule: HygieneRuleId, prefix: string, pattern: RegExp])[] = [
  [
    'slack-token',
    'hooks.slack.com/',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{8,}\/(?:[A-Z0-9]{8,}\/)?([A-Za-z0-9]{18,})/y,
  ],
  [
    'discord-token',
    'discord.com/api/webhooks/',
    /(?:[a-z]+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/([A-Za-z0-9_-]{60,80})(?![A-Za-z0-9_-])/y,
  ],
];

/** The webhook whose host begins at `authorityStart`. */
export function findWebhook(text: string, authorityStart: number, start: number): Finding | undefined {
  for (const [rule, prefix, pattern] of WEBHOOKS) {
    pattern.lastIndex = authorityStart;
    const match = pattern.exec(text);
    if (match === null || !isRandom(match[1] ?? '')) continue;
    return { rule, start, end: authorityStart + match[0].length, excerpt: maskSecret(match[0].length, prefix) };
  }
  return undefined;
}
