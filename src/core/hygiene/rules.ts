const REVOKE =
  'Revoke it where it was issued, since it is known now; name the variable or secret store entry that holds it instead.';
const SECRET = { fix: REVOKE, isSecret: true } as const;

/**
 * Every hygiene rule in the order of docs/hygiene.md, which says why each exists; a test holds the two together. An id
 * may not change: errors, logs and metrics carry it.
 */
export const HYGIENE_RULES = [
  {
    id: 'private-source-link',
    finds: 'A source link to a private host, or with user info',
    fix: 'Link to where every reader can go, without user info.',
  },
  {
    id: 'private-url',
    finds: 'A URL of any scheme to localhost, a private, link-local or metadata address, or a private top-level name',
    fix: 'Name a public address, or a placeholder such as https://api.example.com or https://<host>.',
  },
  {
    id: 'url-credentials',
    isSecret: true,
    finds: 'A URL with user name and password',
    fix: 'Take the user info out of the URL and change the password; write <password> where an example needs one.',
  },
  {
    id: 'connection-string-password',
    isSecret: true,
    finds: 'A password in a connection string of `key=value` pairs',
    fix: 'Change the password; write <password> where an example needs one.',
  },
  {
    id: 'local-path',
    finds: 'A path of one machine: home directories, drive letters, network shares, `file:` URLs, temporary folders',
    fix: 'Write the path relative to the project, or with a placeholder such as <home>/project.',
  },
  {
    id: 'mutable-bundle-ref',
    finds: 'A bundle address that is not pinned by a digest',
    fix: 'End it with #sha256: and the 64 hex digits of the bundle, or put the digest beside it.',
  },
  {
    id: 'evidence-blob',
    finds: 'Embedded files: `data:` URLs, and base64 or long raw text under a member that holds evidence',
    fix: 'Keep the evidence where it was made and name it by a public URL and its digest.',
  },
  { id: 'private-key', finds: 'PEM, OpenSSH, PGP, PuTTY, age and minisign private keys', ...SECRET },
  { id: 'aws-key', finds: 'AWS access key ids and secret access keys', ...SECRET },
  { id: 'google-key', finds: 'Google API keys, OAuth client secrets and access tokens', ...SECRET },
  { id: 'azure-key', finds: 'Azure account keys and shared access signatures', ...SECRET },
  { id: 'github-token', finds: 'GitHub tokens, the checksum of the classic ones verified', ...SECRET },
  { id: 'gitlab-token', finds: 'GitLab tokens', ...SECRET },
  { id: 'slack-token', finds: 'Slack tokens and webhooks', ...SECRET },
  { id: 'npm-token', finds: 'npm tokens, checksum verified', ...SECRET },
  { id: 'pypi-token', finds: 'PyPI tokens', ...SECRET },
  { id: 'openai-key', finds: 'OpenAI keys', ...SECRET },
  { id: 'anthropic-key', finds: 'Anthropic keys', ...SECRET },
  { id: 'stripe-key', finds: 'Stripe live keys and webhook secrets', ...SECRET },
  { id: 'sendgrid-key', finds: 'SendGrid keys', ...SECRET },
  { id: 'twilio-key', finds: 'Twilio keys', ...SECRET },
  { id: 'discord-token', finds: 'Discord bot tokens and webhooks', ...SECRET },
  { id: 'digitalocean-token', finds: 'DigitalOcean tokens', ...SECRET },
  { id: 'vault-token', finds: 'HashiCorp Vault tokens', ...SECRET },
  { id: 'anip-token', finds: 'Publish tokens of an ANIP Registry', ...SECRET },
  { id: 'service-token', finds: 'Tokens of further services with a form of their own', ...SECRET },
  { id: 'jwt', finds: 'Signed JSON web tokens, their header and claims decoded', ...SECRET },
  {
    id: 'high-entropy-secret',
    isSecret: true,
    finds: 'A random-looking value under a name that says secret',
    fix: `${REVOKE} An example value is better written <token>.`,
  },
] as const satisfies readonly HygieneRule[];

interface HygieneRule {
  readonly id: string;
  readonly finds: string;
  readonly fix: string;
  /** What it finds must be quoted by no message. */
  readonly isSecret?: true;
}

export type HygieneRuleId = (typeof HYGIENE_RULES)[number]['id'];

const RULES: ReadonlyMap<string, HygieneRule> = new Map(HYGIENE_RULES.map((rule) => [rule.id, rule]));

/** What the author does about a hit of this rule. */
export function fixOf(rule: HygieneRuleId): string {
  return RULES.get(rule)?.fix ?? '';
}

export function findsSecrets(rule: HygieneRuleId): boolean {
  return RULES.get(rule)?.isSecret === true;
}
