/** What an answer that is not kept could be compressed with instead, or not at all. */
const OTHER_CODINGS = ['br', 'deflate', 'identity'];

/**
 * Whether an Accept-Encoding (RFC 9110 section 12.5.3) takes gzip, and likes nothing better that it could get here. The
 * order in which it names codings says nothing.
 */
export function prefersGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const weights = new Map(acceptEncoding.split(',').map(codingAndWeight));
  const gzip = weights.get('gzip') ?? weights.get('*') ?? 0;
  return gzip > 0 && OTHER_CODINGS.every((coding) => (weights.get(coding) ?? 0) <= gzip);
}

/** `gzip;q=0.5`; without a weight it is 1. A weight that is no number is refused like 0: every comparison with it fails. */
function codingAndWeight(element: string): [string, number] {
  const [coding = '', ...parameters] = element.split(';').map((text) => text.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  return [coding, weight === undefined ? 1 : Number.parseFloat(weight)];
}
