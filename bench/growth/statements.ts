import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/database/data-source';
import { runStatement } from '../../src/database/prepared-statement';
import { ReadDatabase } from '../../src/database/read-database';
import { PackageListQuery } from '../../src/packages/package-list.query';
import { PUBLICATION_COLUMNS, RECORD_COLUMNS, RECORD_TABLES } from '../../src/packages/package-rows';
import { PackageSearchQuery } from '../../src/packages/package-search.query';
import { median } from '../statistics';
import type { Landmarks } from './landmarks';
import { LIST_PAGE, SEARCH_PREFIX, BY_KEY } from './requests';
import { SEARCH_LIMIT, SEARCHES } from './searches';

const ROUNDS = 15;
const LIST_LIMIT = 100;
const SILENT = { replicaAnswered: () => undefined, primaryAsked: () => undefined, readFailed: () => undefined };

const INSPECT = {
  name: 'bench-inspect',
  text: `SELECT ${RECORD_COLUMNS} FROM ${RECORD_TABLES} WHERE v.package_id = $1 AND v.package_version = $2`,
};
const TWENTY = {
  name: 'bench-twenty',
  text: `SELECT ${PUBLICATION_COLUMNS} FROM unnest($1::text[], $2::text[]) AS k (package_id, package_version)
    JOIN registry.package_versions v USING (package_id, package_version)
    JOIN registry.package_version_stats s USING (package_id, package_version)
    JOIN registry.package_lifecycle l USING (package_id, package_version)
    LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest`,
};

/**
 * The median time in milliseconds of each statement on one idle connection, round trip and planning included, in
 * alternating rounds. The keys differ each time, so that a read by key does not find its rows where it left them.
 */
export async function statementTimes(databaseUrl: string, landmarks: Landmarks): Promise<ReadonlyMap<string, number>> {
  const dataSource = createDataSource({
    url: databaseUrl,
    entities: [],
    limits: { poolSize: 1, statementTimeoutMs: 60_000 },
  });
  await dataSource.initialize();
  try {
    const statements = Object.entries(statementsOf(dataSource, landmarks));
    const times = new Map<string, number[]>(statements.map(([name]) => [name, []]));
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, run] of statements) {
        const startedAt = performance.now();
        await run(round + 1);
        if (round >= 0) times.get(name)?.push(performance.now() - startedAt);
      }
    }
    return new Map([...times].map(([name, all]) => [name, median(all)]));
  } finally {
    await dataSource.destroy();
  }
}

function statementsOf(
  dataSource: DataSource,
  { versions, middleCursor }: Landmarks,
): Readonly<Record<string, (round: number) => Promise<unknown>>> {
  const reads = new ReadDatabase(dataSource, undefined, SILENT);
  const list = new PackageListQuery(reads);
  const search = new PackageSearchQuery(reads);
  const keys = (round: number): readonly (readonly string[])[] => {
    const chosen = versions.slice(round * SEARCH_LIMIT, (round + 1) * SEARCH_LIMIT);
    return [chosen.map(({ id }) => id), chosen.map(({ version }) => version)];
  };
  return {
    inspect: (round) => runStatement(dataSource, INSPECT, [versions[round]?.id, versions[round]?.version]),
    [BY_KEY]: (round) => runStatement(dataSource, TWENTY, keys(round)),
    [LIST_PAGE]: () => list.page(LIST_LIMIT, undefined),
    [`${LIST_PAGE}, middle`]: () => list.page(LIST_LIMIT, middleCursor),
    ...Object.fromEntries(
      Object.entries(SEARCHES).map(([name, asked]) => [
        `${SEARCH_PREFIX}${name}`,
        () => search.page(asked, SEARCH_LIMIT, undefined),
      ]),
    ),
  };
}
