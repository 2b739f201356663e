import { isUnicodeClassName } from './unicode-class-names';

describe('isUnicodeClassName', () => {
  it.each(['L', 'Lu', 'LC', 'Letter', 'Private_Use', 'Greek', 'Kawi', 'Phags_Pa', 'Any', 'ASCII', 'Assigned', 'Cn'])(
    'knows %s',
    (name) => {
      expect(isUnicodeClassName(name)).toBe(true);
    },
  );

  it.each(['greek', 'uppercase letter', 'OLD-ITALIC', 'l'])('knows %s, written loosely', (name) => {
    expect(isUnicodeClassName(name)).toBe(true);
  });

  it.each(['', ' ', 'Foo', 'IsGreek', 'InGreek', 'Grek', 'Script=Greek', 'Unknown', 'Emoji', 'constructor', 'K'])(
    'does not know %j',
    (name) => {
      expect(isUnicodeClassName(name)).toBe(false);
    },
  );

  it.each(['Garay', 'Todhri', 'Sidetic'])('does not know %s, a script of a later Unicode version', (name) => {
    expect(isUnicodeClassName(name)).toBe(false);
  });
});
