/** The curve of Ed25519 (RFC 8032 section 5.1) in big integers: slow and plain, for forging the inputs at its edges. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const P = 2n ** 255n - 19n;
export const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * inverse(121666n));
const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n);

export const IDENTITY: Point = { x: 0n, y: 1n };
export const BASE = pointAt(modulo(4n * inverse(5n)), 0n);

export function add(a: Point, b: Point): Point {
  const product = modulo(D * a.x * b.x * a.y * b.y);
  return {
    x: modulo((a.x * b.y + a.y * b.x) * inverse(1n + product)),
    y: modulo((a.y * b.y + a.x * b.x) * inverse(1n - product)),
  };
}

export function multiply(point: Point, scalar: bigint): Point {
  let result = IDENTITY;
  for (const bit of scalar.toString(2)) {
    result = add(result, result);
    if (bit === '1') result = add(result, point);
  }
  return result;
}

/** The eight points of small order: the multiples of one of order eight. */
export function smallOrderPoints(): readonly Point[] {
  for (let y = 2n; ; y += 1n) {
    const point = findPoint(y, 0n);
    if (point === undefined) continue;
    const generator = multiply(point, GROUP_ORDER);
    const points = Array.from({ length: 8 }, (_, index) => multiply(generator, BigInt(index)));
    if (new Set(points.map(({ y: height, x }) => `${x},${height}`)).size === 8) return points;
  }
}

/** RFC 8032 section 5.1.2. */
export function encode({ x, y }: Point): Buffer {
  return littleEndian(y | ((x & 1n) << 255n));
}

/** Every way to write the point in 32 bytes: y may be p too high, and an x of zero may have a sign. */
export function encodings({ x, y }: Point): readonly Buffer[] {
  const heights = y + P < 2n ** 255n ? [y, y + P] : [y];
  const signs = x === 0n ? [0n, 1n] : [x & 1n];
  return heights.flatMap((height) => signs.map((sign) => littleEndian(height | (sign << 255n))));
}

export function littleEndian(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
}

export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function pointAt(y: bigint, sign: bigint): Point {
  const point = findPoint(y, sign);
  if (point === undefined) throw new Error(`no point of the curve has this y: ${y}`);
  return point;
}

/** Undefined when the curve has no point at this height (RFC 8032 section 5.1.3). */
function findPoint(y: bigint, sign: bigint): Point | undefined {
  const square = modulo((y * y - 1n) * inverse(D * y * y + 1n));
  const candidate = power(square, (P + 3n) / 8n);
  const root = [candidate, modulo(candidate * SQRT_MINUS_ONE)].find((x) => modulo(x * x) === square);
  if (root === undefined) return undefined;
  return { x: (root & 1n) === sign ? root : modulo(-root), y };
}

/** Euclid's algorithm; `value` is no multiple of p. */
function inverse(value: bigint): bigint {
  let [rest, next] = [P, modulo(value)];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return modulo(factor);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = modulo(result * result);
    if (bit === '1') result = modulo(result * base);
  }
  return result;
}

function modulo(value: bigint): bigint {
  return ((value % P) + P) % P;
}
