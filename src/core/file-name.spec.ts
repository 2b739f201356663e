import fc from 'fast-check';
import { downloadFileName } from './file-name';

describe('downloadFileName', () => {
  it.each([
    ['acme-glue', '1.0.0', 'acme-glue-1.0.0.x'],
    ['acme/glue', '1.0.0+build_1', 'acme-glue-1.0.0-build_1.x'],
    [' a ', '\u00851\n', 'a-1.x'],
    ['', ' ', 'package-package.x'],
    ['../..', '..', '..-..-...x'],
    ['\u00e9\u{1f600}\r\n"', ';\\', '--------.x'],
    ['a"; filename="b', '1', 'a---filename--b-1.x'],
  ])('of %j and %j is %j', (id, version, expected) => {
    expect(downloadFileName(id, version, '.x')).toBe(expected);
  });

  it('holds nothing that a header or a shell would read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (id, version) => {
        expect(downloadFileName(id, version, '.json')).toMatch(/^[A-Za-z0-9._-]+-[A-Za-z0-9._-]+\.json$/);
      }),
    );
  });
});
