import type { DataSource, EntityMetadata } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source';
import { SigningKey } from '../../../src/keys/signing-key.entity';
import { PackageLifecycle } from '../../../src/packages/package-lifecycle.entity';
import { PackageVersionStats } from '../../../src/packages/package-version-stats.entity';
import { PackageVersion } from '../../../src/packages/package-version.entity';
import { Receipt } from '../../../src/packages/receipt.entity';
import { Artifact } from '../../../src/publishing/artifact.entity';
import { Blob } from '../../../src/publishing/blob.entity';
import { TemplateVersionStats } from '../../../src/templates/template-version-stats.entity';
import { TemplateVersion } from '../../../src/templates/template-version.entity';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { digestOf, insertBlob, insertWholePackage } from './rows';

const ENTITIES = [
  Artifact,
  Blob,
  PackageLifecycle,
  PackageVersion,
  PackageVersionStats,
  Receipt,
  SigningKey,
  TemplateVersion,
  TemplateVersionStats,
];

interface ColumnFacts {
  readonly type: string;
  readonly precision: number | undefined;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly primary: boolean;
}

describe('entities', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, entities: ENTITIES }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it.each(ENTITIES)('$name has exactly the columns of its table', async (entity) => {
    const metadata = dataSource.getMetadata(entity);
    expect(columnsOf(metadata)).toEqual(await storedColumns(metadata.tableName));
  });

  it.each(ENTITIES)('$name reads no bytes unless they are asked for', (entity) => {
    const bytes = dataSource.getMetadata(entity).columns.filter((column) => column.type === 'bytea');
    expect(bytes.filter((column) => column.isSelect)).toEqual([]);
  });

  it('read what the database computes, and counters as numbers', async () => {
    await dataSource.transaction((tx) => insertWholePackage(tx, 'read-me'));
    const receipt = await dataSource.getRepository(Receipt).findOneByOrFail({ packageId: 'read-me' });
    expect(receipt.registrySignature).toBe(`ed25519:test-key:${Buffer.alloc(64, 9).toString('base64')}`);
    expect(receipt.issuedAt).toBeInstanceOf(Date);
    expect(receipt.signature).toBeUndefined();
    const stats = await dataSource.getRepository(PackageVersionStats).findOneByOrFail({ packageId: 'read-me' });
    expect(stats.downloadCount).toBe(0);
  });

  it('insert without the columns that the database computes', async () => {
    const content = Buffer.from('{"written":"by an entity"}');
    const digest = await dataSource.transaction((tx) => insertBlob(tx, '{"other":1}'));
    const written = digestOf(content.toString());
    await dataSource.getRepository(Blob).insert({ digest: written, content });
    const blobs = await dataSource.getRepository(Blob).find({ order: { sizeBytes: 'DESC' } });
    expect(blobs.map((blob) => blob.digest)).toEqual(expect.arrayContaining([written, digest]));
    expect(blobs.find((blob) => blob.digest === written)).toMatchObject({ sizeBytes: content.length });
  });

  async function storedColumns(table: string): Promise<Record<string, ColumnFacts>> {
    const rows = await dataSource.query<
      {
        name: string;
        type: string;
        element: string;
        precision: number | null;
        nullable: string;
        generated: string;
        primary: boolean;
      }[]
    >(
      `SELECT column_name AS name, data_type AS type, ltrim(udt_name, '_') AS element, datetime_precision AS precision,
         is_nullable AS nullable, is_generated AS generated,
         EXISTS (SELECT FROM information_schema.key_column_usage k
           WHERE k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
             AND k.constraint_name = c.table_name || '_pkey') AS primary
       FROM information_schema.columns c WHERE table_schema = 'registry' AND table_name = $1`,
      [table],
    );
    return Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          type: row.type === 'ARRAY' ? `${row.element}[]` : row.type,
          precision: row.precision ?? undefined,
          nullable: row.nullable === 'YES',
          generated: row.generated === 'ALWAYS',
          primary: row.primary,
        },
      ]),
    );
  }
});

function columnsOf(metadata: EntityMetadata): Record<string, ColumnFacts> {
  return Object.fromEntries(
    metadata.columns.map((column) => [
      column.databaseName,
      {
        type: `${String(column.type)}${column.isArray ? '[]' : ''}`,
        precision: column.precision ?? undefined,
        nullable: column.isNullable,
        generated: !column.isInsert && !column.isUpdate,
        primary: column.isPrimary,
      },
    ]),
  );
}
