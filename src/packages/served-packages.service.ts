import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { runStatement } from '../database/prepared-statement';
import { LeasedReads } from '../database/leased-reads';
import { ReadDatabase } from '../database/read-database';
import type { GzipPart } from '../http/gzip-member';
import { ContentCache, UNTIL_IT_ENDS } from './content-cache';
import type { KeptContent, KeptRecord, RecordPieces } from './kept-content';
import type { ContentQuery } from './kept-content.query';
import { GZIP, KeptGzip } from './kept-gzip';
import { isPossibleVersion, type VersionName, versionNotFound, versionText } from './version-name';
import { stateFrom, stateParameters, STATES, type StateRow, type VersionState } from './version-state';

/** Something of a version that never changes, and the version as it is now. */
export interface Served<Content> {
  readonly content: Content;
  readonly state: VersionState;
}

/** The states of several versions at once; those that do not exist are left out. */
type ReadStates = (keys: readonly VersionName[]) => Promise<readonly VersionState[]>;

/**
 * The reads that agents and pipelines live on: records, receipts and locks. What never changes is kept in memory once it
 * was read; the state is read in one statement for all that ask within `LEASE_MS`. Every method throws PACKAGE_NOT_FOUND
 * for what is not there.
 */
@Injectable()
export class ServedPackages {
  /** Of what is shown: may come from a replica. */
  private readonly shownStates: LeasedReads<VersionName, VersionState>;
  /** Of what is let through: comes from the primary. */
  private readonly decidingStates: LeasedReads<VersionName, VersionState>;

  constructor(
    @InjectDataSource() primary: DataSource,
    private readonly reads: ReadDatabase,
    private readonly cache: ContentCache,
  ) {
    this.shownStates = leased(async (keys) =>
      (await reads.lookUp<readonly StateRow[]>(STATES, stateParameters(keys), keys.length)).map(stateFrom),
    );
    this.decidingStates = leased(async (keys) =>
      (await runStatement<readonly StateRow[]>(primary, STATES, stateParameters(keys))).map(stateFrom),
    );
  }

  /** To be shown: `query` says what of the version. */
  shown<Content extends KeptContent>(
    query: ContentQuery<Content>,
    id: string,
    version: string,
  ): Promise<Served<Content>> {
    return this.serve(query, { id, version }, this.shownStates);
  }

  /** To be let through the lifecycle gate, or not. */
  gated<Content extends KeptContent>(
    query: ContentQuery<Content>,
    id: string,
    version: string,
  ): Promise<Served<Content>> {
    return this.serve(query, { id, version }, this.decidingStates);
  }

  /** What is kept of a version, if anything is; whether it still is like that only the store knows. */
  kept<Content extends KeptContent>(query: ContentQuery<Content>, id: string, version: string): Content | undefined {
    return this.cache.get(query, versionText({ id, version }));
  }

  /** To be called when this process has changed a version or was told that it is another one: it is read anew. */
  forgetState(name: VersionName): void {
    this.shownStates.forget(name);
    this.decidingStates.forget(name);
  }

  /** The pieces of a record as parts of a gzip member: what is immutable of them is compressed once and kept too. */
  async gzipped(
    { content, state }: Served<KeptRecord>,
    [head, mutable, tail]: RecordPieces,
  ): Promise<readonly GzipPart[]> {
    const name = versionText(state);
    const compress = (): Promise<KeptGzip> => KeptGzip.of(content.publish, head, tail);
    const kept = this.cache.get(GZIP, name);
    if (kept?.publish === content.publish) return kept.around(mutable);
    const loaded = await this.cache.load(GZIP, name, compress, UNTIL_IT_ENDS);
    // The other one who was compressing it may have had another publish under this name.
    const gzip = loaded?.publish === content.publish ? loaded : await compress();
    return gzip.around(mutable);
  }

  private async serve<Content extends KeptContent>(
    query: ContentQuery<Content>,
    name: VersionName,
    states: LeasedReads<VersionName, VersionState>,
  ): Promise<Served<Content>> {
    if (!isPossibleVersion(name)) throw versionNotFound(name);
    const kept = this.cache.get(query, versionText(name));
    const [content, state] =
      kept === undefined
        ? await Promise.all([this.load(query, name), states.read(name)])
        : [kept, await states.read(name)];
    if (content === undefined || state === undefined) throw versionNotFound(name);
    if (content.publish === state.publish) return { content, state };
    // The store was restored from a backup, and has another publish under this name.
    const other = await this.load(query, name);
    if (other?.publish !== state.publish) throw versionNotFound(name);
    return { content: other, state };
  }

  private load<Content extends KeptContent>(
    query: ContentQuery<Content>,
    name: VersionName,
  ): Promise<Content | undefined> {
    return this.cache.load(query, versionText(name), async () => {
      const [row] = await this.reads.lookUp<readonly object[]>(query.statement, [name.id, name.version]);
      // The query knows the row of its own statement.
      return row === undefined ? undefined : query.contentFrom(row as never);
    });
  }
}

function leased(readAll: ReadStates): LeasedReads<VersionName, VersionState> {
  return new LeasedReads({ readAll, textOf: versionText });
}
