import { Injectable } from '@nestjs/common';
import { RegistryError } from '../core/errors';
import { passesLifecycleGate, passLifecycleGate } from '../core/lifecycle';
import { RECORD } from '../packages/kept-content.query';
import type { KeptRecord } from '../packages/kept-content';
import { ServedPackages } from '../packages/served-packages.service';
import type { VersionState } from '../packages/version-state';
import { TemplatesService } from '../templates/templates.service';
import type { LetThrough } from './count-downloads.query';
import { DownloadCounter } from './download-counter';

export interface Download<Content> {
  readonly content: Content;
  /** The number of this download; undefined when it was not to be counted. */
  readonly count: number | undefined;
}

/** What is downloaded, as it was when it was counted. */
interface Counted {
  readonly record: KeptRecord;
  readonly state: VersionState;
}

/** A version changes by an administrator's hand: that it does so between a read and its count is rare, twice is not to be expected. */
const MAX_ATTEMPTS = 5;

/** Reads what is downloaded, passes the gate, then counts: a refused download leaves no trace. */
@Injectable()
export class DownloadsService {
  constructor(
    private readonly packages: ServedPackages,
    private readonly templates: TemplatesService,
    private readonly counter: DownloadCounter,
  ) {}

  /** The record as JSON in pieces, with this download's own count in it. */
  async package(
    id: string,
    version: string,
    { allowYanked, isCounted }: { readonly allowYanked: boolean; readonly isCounted: boolean },
  ): Promise<Download<readonly Buffer[]>> {
    if (!isCounted) {
      const { content, state } = await this.letThrough(id, version, allowYanked);
      return { content: content.pieces(state), count: undefined };
    }
    const { record, state } =
      (await this.countAsKept(id, version, allowYanked)) ?? (await this.countAsItIs(id, version, allowYanked));
    return { content: record.pieces(state), count: state.downloadCount };
  }

  async templateEnvelope(
    id: string,
    version: string,
    { isCounted }: { readonly isCounted: boolean },
  ): Promise<Download<Buffer>> {
    const content = await this.templates.getEnvelope(id, version);
    if (!isCounted) return { content, count: undefined };
    const count = await this.counter.template({ id, version });
    if (count === undefined) throw new RegistryError('INTERNAL_ERROR', `${id}@${version} has no counter`);
    return { content, count };
  }

  /**
   * Most versions are what they were at the download before, so their state is not read first: the statement that counts
   * says whether they are. Undefined when nothing is kept, or it is not what the version is now; nothing was counted then.
   */
  private async countAsKept(id: string, version: string, allowYanked: boolean): Promise<Counted | undefined> {
    const record = this.packages.kept(RECORD, id, version);
    const status = record?.lastStatus;
    if (record === undefined || status === undefined || !passesLifecycleGate(status, allowYanked)) return undefined;
    const state = await this.countAs({ id, version, status, publish: record.publish });
    return state === undefined ? undefined : { record, state };
  }

  private async countAsItIs(id: string, version: string, allowYanked: boolean): Promise<Counted> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const { content: record, state: before } = await this.letThrough(id, version, allowYanked);
      const { status } = before.lifecycle;
      const state = await this.countAs({ id, version, status, publish: before.publish });
      if (state !== undefined) return { record, state };
    }
    throw new RegistryError('INTERNAL_ERROR', `${id}@${version} has no counter, or its lifecycle does not rest`);
  }

  /** Counted or not, what is known of the state is over: a count was added, or it is another one. */
  private async countAs(artifact: LetThrough): Promise<VersionState | undefined> {
    const state = await this.counter.package(artifact);
    this.packages.forgetState(artifact);
    return state;
  }

  private async letThrough(
    id: string,
    version: string,
    allowYanked: boolean,
  ): Promise<{ readonly content: KeptRecord; readonly state: VersionState }> {
    const served = await this.packages.gated(RECORD, id, version);
    served.content.lastStatus = served.state.lifecycle.status;
    passLifecycleGate(served.state.lifecycle, id, version, allowYanked);
    return served;
  }
}
