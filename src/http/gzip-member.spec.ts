import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflatedPart, type GzipPart, gzipMember, storedPart } from './gzip-member';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/** Bytes that compress and bytes that do not, from none to some thousand. */
const plain = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: fc.constantFrom('{"a":', 'b', '"},', 'lending ') }).map((text) => Buffer.from(text.repeat(20))),
);
const piece = fc.record({ plain, isStored: fc.boolean() });

async function partOf({ plain, isStored }: { plain: Buffer; isStored: boolean }): Promise<GzipPart> {
  return isStored ? storedPart(plain) : deflatedPart(plain);
}

describe('a gzip member of parts', () => {
  it('is what its parts stand for put together, however they are cut and made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const member = Buffer.concat(gzipMember(await Promise.all(pieces.map(partOf))));
        const whole = Buffer.concat(pieces.map(({ plain }) => plain));
        expect(gunzipSync(member).equals(whole)).toBe(true);
        // One deflate stream from the header to the trailer: no second member, which clients may pass over.
        const deflated = member.subarray(HEADER_BYTES, -TRAILER_BYTES);
        expect(inflateRawSync(deflated).equals(whole)).toBe(true);
        expect(member.readUInt32LE(member.length - TRAILER_BYTES)).toBe(crc32(whole));
        expect(member.readUInt32LE(member.length - 4)).toBe(whole.length);
      }),
    );
  });

  it('may have its parts in any order and more than once', async () => {
    const [one, other] = [await deflatedPart(Buffer.from('one '.repeat(100))), storedPart(Buffer.from('other'))];
    const text = gunzipSync(Buffer.concat(gzipMember([other, one, other, one, one])));
    expect(text.toString()).toBe(`other${'one '.repeat(100)}other${'one '.repeat(200)}`);
  });

  it('is read by decoders that get it byte by byte, and by those of browsers', async () => {
    const whole = Buffer.from('{"manifest":{}}'.repeat(5000));
    const parts = [await deflatedPart(whole.subarray(0, 700)), storedPart(whole.subarray(700, 900))];
    const member = Buffer.concat(gzipMember([...parts, await deflatedPart(whole.subarray(900))]));
    const bytes = Readable.from(Array.from(member, (byte) => Buffer.of(byte)));
    expect((await buffer(bytes.pipe(createGunzip()))).equals(whole)).toBe(true);
    const unpacked = new Blob([member]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(Buffer.from(await new Response(unpacked).arrayBuffer()).equals(whole)).toBe(true);
  });

  it.each([0xfffe, 0xffff, 0x10000, 0x2ffff])('stores %d bytes in as many blocks as they need', (length) => {
    const bytes = Buffer.alloc(length, 'stored');
    const part = storedPart(bytes);
    expect(part.blocks.length - length).toBe(5 * Math.ceil(length / 0xffff));
    expect(gunzipSync(Buffer.concat(gzipMember([part]))).equals(bytes)).toBe(true);
  });

  it('is refused when a byte of a part is not the one that was counted', async () => {
    const part = await deflatedPart(Buffer.from('the same text, '.repeat(50)));
    const forged: GzipPart = { ...part, blocks: storedPart(Buffer.from('the same tent, '.repeat(50))).blocks };
    expect(() => gunzipSync(Buffer.concat(gzipMember([forged])))).toThrow('incorrect data check');
  });
});
