import { headersOfAll, PAGE_HEADERS, SCRIPTED_PAGE_HEADERS } from './security-headers';

const EVERYWHERE = {
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
const POLICY =
  "default-src 'none';style-src 'self';img-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'";

describe('security headers', () => {
  it('of every answer', () => {
    for (const url of [undefined, 'http://registry.example.com']) expect(headersOfAll(url)).toEqual(EVERYWHERE);
    expect(headersOfAll('https://registry.example.com')).toEqual({
      ...EVERYWHERE,
      'Strict-Transport-Security': 'max-age=31536000',
    });
  });

  it('of pages, whose script is allowed only where there is one', () => {
    const page = {
      ...EVERYWHERE,
      'Content-Security-Policy': POLICY,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Origin-Agent-Cluster': '?1',
      'X-Frame-Options': 'DENY',
    };
    expect(PAGE_HEADERS).toEqual(page);
    expect(SCRIPTED_PAGE_HEADERS).toEqual({ ...page, 'Content-Security-Policy': `${POLICY};script-src 'self'` });
  });
});
