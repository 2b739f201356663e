import { NamedStatements } from './named-statements';

describe('named statements', () => {
  it('have one name for one text', () => {
    const statements = new NamedStatements('search');
    expect(statements.of('SELECT 1')).toEqual({ name: 'search-1', text: 'SELECT 1' });
    expect(statements.of('SELECT 2')).toEqual({ name: 'search-2', text: 'SELECT 2' });
    expect(statements.of('SELECT 1')).toEqual({ name: 'search-1', text: 'SELECT 1' });
  });

  it('are bounded: what comes after the first ones has no name', () => {
    const statements = new NamedStatements('search');
    const given = Array.from({ length: 100 }, (_, index) => statements.of(`SELECT ${index}`));
    expect(given.filter((statement) => typeof statement !== 'string')).toHaveLength(32);
    expect(statements.of('SELECT 99')).toBe('SELECT 99');
    expect(statements.of('SELECT 0')).toEqual({ name: 'search-1', text: 'SELECT 0' });
  });
});
