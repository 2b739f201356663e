/**
 * A copy with memory of its own, for bytes that are kept. A short Buffer is mostly a slice of Node's pool of 64 KiB, and
 * what zlib answers one of 16 KiB; as long as it lives, it holds the whole, which nobody counts.
 */
export function ownBytes(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
