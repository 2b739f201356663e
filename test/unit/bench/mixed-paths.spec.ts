import { mixedPaths } from '../../../bench/mixed-paths';

describe('mixedPaths', () => {
  const versions = Array.from({ length: 30 }, (_, index) => ({
    label: '',
    id: `bulk/package-${index}`,
    version: '1.0.0',
  }));
  const paths = mixedPaths(versions);

  it('asks for every version twenty times, each in every way of the mix', () => {
    expect(paths).toHaveLength(600);
    const of = paths.filter((path) => path.includes('package-7/'));
    // One of the twenty is a list, which names no version.
    expect(of).toHaveLength(19);
    expect(of.filter((path) => path.endsWith('/download'))).toHaveLength(2);
    expect(of.filter((path) => path.startsWith('/registry/packages/'))).toHaveLength(1);
  });

  it('does not ask for one version twice in a row', () => {
    expect(paths.some((path, index) => path === paths[index + 1])).toBe(false);
  });
});
