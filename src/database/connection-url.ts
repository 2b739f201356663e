/**
 * The database URL as pg shall read it. Left to itself, pg 8.23 takes `require`, `prefer` and `verify-ca` for
 * `verify-full` and warns that this will change; here each mode means what libpq documents:
 *
 * - `disable`, or neither `sslmode` nor `sslrootcert`: plain text
 * - `require` (and `allow`, `prefer`, which pg cannot begin or end in plain text): encrypted, the certificate is not
 *   verified; `require` with `sslrootcert` is `verify-ca`
 * - `verify-ca`: certificate verified against `sslrootcert`, which is then required; not the host name
 * - `verify-full`: certificate and host name verified, against `sslrootcert` or, without it (or with `system`), the
 *   authorities that Node.js trusts
 * - `no-verify`, pg's own word: encrypted, never verified
 *
 * `sslcert` and `sslkey` name a client certificate. All four name files, read when a connection is made.
 */
export function connectionUrl(url: string): string {
  const parsed = URL.parse(url);
  const mode = parsed?.searchParams.get('sslmode');
  if (!parsed || !mode) return url;
  const parameters = parsed.searchParams;
  if (mode === 'allow') parameters.set('sslmode', 'prefer');
  if (mode === 'no-verify') {
    parameters.set('sslmode', 'require');
    parameters.delete('sslrootcert');
  }
  if (parameters.get('sslrootcert') === 'system') {
    parameters.set('sslmode', 'verify-full');
    parameters.delete('sslrootcert');
  }
  parameters.set('uselibpqcompat', 'true');
  return parsed.href;
}
