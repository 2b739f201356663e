import { compareVersions, latestVersion } from './version-order';

describe('the order of versions', () => {
  it('is that of semantic versions, with all that are none before them', () => {
    const ascending = [
      '0.1',
      '0.10',
      'nightly',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.0+build.2',
      '1.0.0+build.10',
      '1.9.0',
      '1.10.0-beta',
      '1.10.0',
      '2.0.0-rc.1',
    ];
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
    expect([...ascending].sort(compareVersions)).toEqual(ascending);
  });

  it('tells any two different texts apart, and none from itself', () => {
    const texts = ['1.0.0', 'v1.0.0', '1.0', '1.00', 'a', 'A', '1.0.0+a', '1.0.0+A', '1.0.0+1', '1.0.0+01'];
    for (const left of texts) {
      for (const right of texts) {
        const order = compareVersions(left, right);
        expect(order === 0).toBe(left === right);
        expect(Math.sign(order)).toBe(-Math.sign(compareVersions(right, left)) + 0);
      }
    }
  });
});

describe('the latest version', () => {
  const latest = (
    ...versions: readonly (readonly [version: string, status: 'active' | 'deprecated' | 'yanked'])[]
  ): unknown => latestVersion(versions.map(([version, status]) => ({ version, status })))?.version;

  it.each([
    [
      'an active release before a later pre-release',
      [
        ['1.0.0', 'active'],
        ['2.0.0-rc.1', 'active'],
      ],
      '1.0.0',
    ],
    [
      'an active pre-release before a deprecated release',
      [
        ['1.0.0', 'deprecated'],
        ['0.9.0-rc.1', 'active'],
      ],
      '0.9.0-rc.1',
    ],
    [
      'a deprecated release before a later yanked one',
      [
        ['1.0.0', 'deprecated'],
        ['2.0.0', 'yanked'],
      ],
      '1.0.0',
    ],
    [
      'the highest when all are yanked',
      [
        ['1.0.0', 'yanked'],
        ['2.0.0', 'yanked'],
      ],
      '2.0.0',
    ],
    ['nothing of nothing', [], undefined],
  ] as const)('is %s', (_, versions, expected) => {
    expect(latest(...versions)).toBe(expected);
  });
});
