import { Client } from 'pg';
import {
  EXPECTED_CONSTRAINTS,
  EXPECTED_FUNCTIONS,
  EXPECTED_INDEXES,
  EXPECTED_TABLES,
  EXPECTED_TRIGGERS,
  EXPECTED_UNIQUE_INDEXES,
} from '../../../src/audit/expected-catalog';
import { type Catalog, readCatalog } from '../../../src/audit/catalog.query';
import { inSnapshot } from '../../../src/audit/snapshot';
import { digestOfBytes } from '../../../src/core/digest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** What is wrong here after a change of the migrations is corrected in src/audit/expected-catalog.ts. */
describe('the schema that an audit expects', () => {
  let database: TestDatabase;
  let catalog: Catalog;

  beforeAll(async () => {
    database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    catalog = await inSnapshot(client, readCatalog);
    await client.end();
  });
  afterAll(() => database.drop());

  it('has the tables of the migrations', () => {
    expect(EXPECTED_TABLES).toEqual(catalog.tables);
  });

  it('has their constraints, all of them enforced', () => {
    expect(EXPECTED_CONSTRAINTS).toEqual(namesByTable(catalog.constraints));
    expect(catalog.constraints.filter(({ enforced }) => !enforced)).toEqual([]);
  });

  it('has their indexes, all of them valid', () => {
    expect(EXPECTED_UNIQUE_INDEXES).toEqual(namesByTable(catalog.indexes.filter(({ unique }) => unique)));
    expect(EXPECTED_INDEXES).toEqual(namesByTable(catalog.indexes.filter(({ unique }) => !unique)));
    expect(catalog.indexes.filter(({ valid }) => !valid)).toEqual([]);
  });

  it('has their triggers, all of them awake', () => {
    const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
      left.name < right.name ? -1 : 1;
    const found = catalog.triggers.map(({ table, name, action }) => ({ table, name, action }));
    expect([...EXPECTED_TRIGGERS].sort(byName)).toEqual(found.sort(byName));
    expect(catalog.triggers.filter(({ enabled }) => !enabled)).toEqual([]);
    expect(catalog.replicaSettings).toEqual([]);
  });

  it('has the functions that the triggers call', () => {
    const found = catalog.functions.map(({ name, body }) => [name, digestOfBytes(Buffer.from(body))]);
    expect(EXPECTED_FUNCTIONS).toEqual(Object.fromEntries(found));
  });
});

function namesByTable(rows: readonly { readonly table: string; readonly name: string }[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { table, name } of rows) (names[table] ??= []).push(name);
  return names;
}
