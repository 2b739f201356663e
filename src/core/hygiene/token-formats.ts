import { hasBase62Checksum, hasHexChecksum, isBech32 } from './checksums';
import { isJsonWebToken, JWT_PATTERN } from './jwt';
import { isRandom } from './randomness';
import type { HygieneRuleId } from './rules';

/**
 * A secret that can be told by its form. A pattern is tried only where a token begins with the prefix; it is sticky, and
 * each quantifier runs over a class that excludes what follows it, so a try is linear and never backtracks far.
 */
export interface TokenFormat {
  readonly rule: HygieneRuleId;
  /** The issuer's own mark: public, so it is shown in messages. Empty where the form has none. */
  readonly prefix: string;
  readonly pattern: RegExp;
  /** What the form alone does not say: a checksum, or that it is no specimen. The first group, or the whole match. */
  readonly confirm?: (body: string, token: string) => boolean;
}

const random = (body: string): boolean => isRandom(body);
/** Sixteen kinds of characters give at most 4 bits each. */
const randomHex = (body: string): boolean => isRandom(body, 2.5);
const END = '(?![A-Za-z0-9])';
const URL_SAFE_END = '(?![A-Za-z0-9_-])';

function format(
  rule: HygieneRuleId,
  prefix: string,
  rest: string,
  confirm: (body: string, token: string) => boolean = random,
): TokenFormat {
  const literal = prefix.replace(/[.$]/g, '\\$&');
  return { rule, prefix, pattern: new RegExp(`${literal}${rest}`, 'y'), confirm };
}

const GITHUB_CLASSIC = ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) =>
  format('github-token', prefix, `([A-Za-z0-9]{36}(?:[A-Za-z0-9]{40})?)${END}`, hasBase62Checksum),
);
const AWS_IDS = ['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((prefix) =>
  format('aws-key', prefix, `([A-Z2-7]{16})(?![A-Za-z0-9])`),
);
const GITLAB = ['glpat-', 'gldt-', 'glrt-', 'glsoat-', 'glft-', 'glimt-', 'glagent-', 'gloas-', 'glptt-', 'glcbt-'].map(
  (prefix) => format('gitlab-token', prefix, `([A-Za-z0-9_-]{20,}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{9})?)${URL_SAFE_END}`),
);
const SLACK = ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-'].map((prefix) =>
  format('slack-token', prefix, `([0-9a-z][A-Za-z0-9-]{23,})${END}`),
);
const VAULT = ['hvs.', 'hvb.', 'hvr.'].map((prefix) =>
  format('vault-token', prefix, `([A-Za-z0-9_-]{24,})${URL_SAFE_END}`),
);
const DIGITALOCEAN = ['dop_v1_', 'doo_v1_', 'dor_v1_'].map((prefix) =>
  format('digitalocean-token', prefix, `([0-9a-f]{64})${END}`, randomHex),
);
const STRIPE = ['sk_live_', 'rk_live_'].map((prefix) => format('stripe-key', prefix, `([A-Za-z0-9]{24,})${END}`));
const SHOPIFY = ['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((prefix) =>
  format('service-token', prefix, `([0-9a-fA-F]{32})${END}`, randomHex),
);
/** A bot token begins with the base64 of a numeric id, so with one of these. */
const DISCORD_BOT = ['M', 'N', 'O'].map((first) => ({
  ...format('discord-token', first, `([A-Za-z0-9]{23,27})\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}${URL_SAFE_END}`),
  confirm: (rest: string) => /^\d{17,20}$/.test(Buffer.from(first + rest, 'base64').toString('latin1')),
}));

export const TOKEN_FORMATS: readonly TokenFormat[] = [
  ...GITHUB_CLASSIC,
  format('github-token', 'github_pat_', `([A-Za-z0-9]{22}_[A-Za-z0-9]{59})${END}`),
  ...AWS_IDS,
  format('google-key', 'AIza', `([A-Za-z0-9_-]{35})${URL_SAFE_END}`),
  format('google-key', 'GOCSPX-', `([A-Za-z0-9_-]{28})${URL_SAFE_END}`),
  format('google-key', 'ya29.', `([A-Za-z0-9_-]{40,})${URL_SAFE_END}`),
  ...GITLAB,
  ...SLACK,
  format('slack-token', 'xapp-', `(\\d-[A-Z0-9]{9,}-\\d{9,}-[a-z0-9]{32,})${END}`),
  format('npm-token', 'npm_', `([A-Za-z0-9]{36})${END}`, hasBase62Checksum),
  format('pypi-token', 'pypi-', `AgE((?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,})${URL_SAFE_END}`),
  format('anthropic-key', 'sk-ant-', `[a-z0-9]{2,12}-([A-Za-z0-9_-]{60,})${URL_SAFE_END}`),
  format('openai-key', 'sk-', `(?:proj|svcacct|admin|None)-([A-Za-z0-9_-]{40,})${URL_SAFE_END}`),
  format('openai-key', 'sk-', `([A-Za-z0-9]{48})${URL_SAFE_END}`),
  ...STRIPE,
  format('stripe-key', 'whsec_', `([A-Za-z0-9]{32,})${END}`),
  format('sendgrid-key', 'SG.', `([A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})${URL_SAFE_END}`),
  format('twilio-key', 'SK', `([0-9a-f]{32})${END}`, randomHex),
  ...DISCORD_BOT,
  ...DIGITALOCEAN,
  ...VAULT,
  format('private-key', 'AGE-SECRET-KEY-1', `[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}${END}`, (_, token) =>
    isBech32(token),
  ),
  // The first four bytes say "Ed", "Sc" and "B2": a key that a password encrypts, or with zeros one that none does.
  format('private-key', 'RWRTY0Iy', `([A-Za-z0-9+/]{200,206}={0,2})(?![A-Za-z0-9+/=])`),
  format('private-key', 'RWQAAEIy', `([A-Za-z0-9+/]{200,206}={0,2})(?![A-Za-z0-9+/=])`),
  format('anip-token', 'anip_pat_', `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_([0-9a-f]{64})${END}`, randomHex),
  format('service-token', 'glsa_', `([A-Za-z0-9]{32}_[0-9a-fA-F]{8})${END}`, (_, token) =>
    hasHexChecksum(token.slice(0, -9), token.slice(-8)),
  ),
  format('service-token', 'hf_', `([A-Za-z]{34})${END}`),
  format('service-token', 'dapi', `([0-9a-f]{32})(?:-\\d)?${END}`, randomHex),
  format('service-token', 'dckr_pat_', `([A-Za-z0-9_-]{27})${URL_SAFE_END}`),
  format('service-token', 'lin_api_', `([A-Za-z0-9]{40})${END}`),
  format('service-token', 'ntn_', `([A-Za-z0-9]{46})${END}`),
  format('service-token', 'figd_', `([A-Za-z0-9_-]{40})${URL_SAFE_END}`),
  format('service-token', 'PMAK-', `([0-9a-f]{24}-[0-9a-f]{34})${END}`, randomHex),
  format('service-token', 'NRAK-', `([A-Z0-9]{27})${END}`),
  format('service-token', 'pul-', `([0-9a-f]{40})${END}`, randomHex),
  format('service-token', 'rubygems_', `([0-9a-f]{48})${END}`, randomHex),
  format('service-token', 'sbp_', `([0-9a-f]{40})${END}`, randomHex),
  format('service-token', 'ATATT3xFfGF0', `([A-Za-z0-9_-]{100,}=[0-9A-F]{8})${END}`),
  format('service-token', 'pscale_tkn_', `([A-Za-z0-9_.-]{32,64})${URL_SAFE_END}`),
  ...SHOPIFY,
  { rule: 'jwt', prefix: 'eyJ', pattern: JWT_PATTERN, confirm: (_, token) => isJsonWebToken(token) },
];
