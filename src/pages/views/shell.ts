import type { PublicKeyForms } from '../../core/public-key-forms';

/** A word of a POSIX shell command that is taken literally, whatever is in it. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Terminals in line mode cut input lines at 4096 bytes; and a person should be able to read them. */
const MAX_CHUNK_CHARACTERS = 160;

/**
 * POSIX `printf` commands that write exactly these bytes, however they are pasted: what is not printable ASCII is
 * escaped in octal, so neither a terminal nor an encoding has a say. Lines end after members where possible.
 */
export function printfLines(bytes: Buffer): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [index, byte] of bytes.entries()) {
    // A leading hyphen would be an option of printf; a digit after an octal escape cannot be taken for part of it.
    line += printfByte(byte, line === '');
    const isMemberEnd = byte === 0x2c && bytes[index - 1] === 0x22;
    if (isMemberEnd ? line.length > MAX_CHUNK_CHARACTERS / 2 : line.length >= MAX_CHUNK_CHARACTERS) {
      lines.push(line);
      line = '';
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((format) => `printf '${format}'`);
}

function printfByte(byte: number, isFirst: boolean): string {
  const isPrintable = byte >= 0x20 && byte <= 0x7e;
  if (!isPrintable || (isFirst && byte === 0x2d)) return `\\${byte.toString(8).padStart(3, '0')}`;
  const char = String.fromCharCode(byte);
  if (char === '\\') return '\\\\';
  if (char === '%') return '%%';
  return char === "'" ? `'\\''` : char;
}

/** Writes a public key to a PEM file (RFC 7468), for tools that take a key from a file only. */
export function pemFileCommand({ spkiBase64 }: PublicKeyForms, file: string): string {
  const key = ['-----BEGIN PUBLIC KEY-----', spkiBase64, '-----END PUBLIC KEY-----'].map(shellQuote).join(' ');
  return `printf '%s\\n' ${key} > ${shellQuote(file)}`;
}
