import { parseWalPosition, walPositionFrom } from './read-position';

describe('parseWalPosition', () => {
  it.each([
    ['0/0', 0n],
    ['0/3000148', 0x3000148n],
    ['16/B374D848', 0x16b374d848n],
    ['16/b374d848', 0x16b374d848n],
    ['FFFFFFFF/FFFFFFFF', 0xffffffffffffffffn],
  ])('reads %s', (text, position) => {
    expect(parseWalPosition(text)).toBe(position);
  });

  it('orders by both halves', () => {
    expect(walPositionFrom('2/0') > walPositionFrom('1/FFFFFFFF')).toBe(true);
  });

  it.each(['', '0', '/', '0/', '/0', '0/G', '123456789/0', '0/123456789', '0/0 ', '-1/0', '0/0,0/0'])(
    'does not take %j for one',
    (text) => {
      expect(parseWalPosition(text)).toBeUndefined();
    },
  );
});

describe('walPositionFrom', () => {
  it.each([null, '', 'x'])('refuses %j from a server', (column) => {
    expect(() => walPositionFrom(column)).toThrow('no position');
  });
});
