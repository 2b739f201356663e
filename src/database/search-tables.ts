import type { ArtifactKind } from '../core/artifact-id';

/** v: the versions, s: their counts, a: their search row, l: their lifecycle (packages only). */
export type SearchAlias = 'v' | 's' | 'a' | 'l';

/** A part of the WHERE clause, and the table that it asks. */
export interface SearchCondition {
  readonly alias: SearchAlias;
  readonly sql: string;
}

export function aliasesOf(conditions: readonly SearchCondition[]): readonly SearchAlias[] {
  return [...new Set(conditions.map(({ alias }) => alias))];
}

export function testsOf(kind: ArtifactKind, conditions: readonly SearchCondition[]): readonly string[] {
  const isKind = conditions.some(({ alias }) => alias === 'a') ? [`a.artifact_kind = '${kind}'`] : [];
  return [...isKind, ...conditions.map(({ sql }) => sql)];
}

/** The tables of these names, a row of each for a version. */
export function tablesOf(kind: ArtifactKind, aliases: readonly SearchAlias[]): string {
  return aliases
    .map((alias, index) =>
      index === 0
        ? tableOf(kind, alias)
        : `JOIN ${tableOf(kind, alias)} ON ${keyOf(kind, alias)} = ${keyOf(kind, aliases[0])}`,
    )
    .join('\n      ');
}

export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

export function tableOf(kind: ArtifactKind, alias: SearchAlias): string {
  const tables: Record<SearchAlias, string> = {
    v: `registry.${kind}_versions`,
    s: `registry.${kind}_version_stats`,
    a: 'registry.artifact_search',
    l: 'registry.package_lifecycle',
  };
  return `${tables[alias]} ${alias}`;
}

export function keyOf(kind: ArtifactKind, alias: SearchAlias | undefined): string {
  return `(${keyColumns(kind, alias)})`;
}

export function keyColumns(kind: ArtifactKind, alias: SearchAlias = 'v'): string {
  return alias === 'a' ? 'a.artifact_id, a.version' : `${alias}.${kind}_id, ${alias}.${kind}_version`;
}
