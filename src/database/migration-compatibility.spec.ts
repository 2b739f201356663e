import { MIGRATIONS } from '../../migrations';
import { incompatibleMigrations, type AppliedMigration } from './migration-compatibility';

function applied(name: string, requires: string | null = null): AppliedMigration {
  return { name, requires, checksum: null };
}

describe('incompatibleMigrations', () => {
  const known = new Set(['A1', 'B2']);
  const own = [applied('A1'), applied('B2', 'A1')];

  it('has none of a build’s own migrations, whatever they require of others', () => {
    expect(incompatibleMigrations(own, known)).toEqual([]);
    expect(incompatibleMigrations([applied('B2', 'X9')], known)).toEqual([]);
  });

  it('has no newer one that only adds, and none that requires what the build knows', () => {
    expect(incompatibleMigrations([...own, applied('C3'), applied('D4', 'B2')], known)).toEqual([]);
  });

  it('has every newer one that requires what the build does not know, in their order', () => {
    const contracts = [applied('D4', 'C3'), applied('F6', 'E5')];
    expect(incompatibleMigrations([...own, applied('C3'), ...contracts], known)).toEqual(contracts);
  });
});

describe('the migrations of this build', () => {
  it('require only earlier ones, and those only expand or require still earlier ones', () => {
    MIGRATIONS.forEach((Migration, index) => {
      const { compatibility } = new Migration();
      if (compatibility === 'expand') return;
      const earlier = MIGRATIONS.slice(0, index).map(({ name }) => name);
      expect(earlier).toContain(compatibility.requires);
    });
  });
});
