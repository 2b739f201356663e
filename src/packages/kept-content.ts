import { digestOfBytes } from '../core/digest';
import { jsonBytes } from '../core/json/splice';
import type { LifecycleStatus } from '../core/lifecycle';
import { lockJson, type LockAuthority, type LockSubject } from '../core/lock';
import { ownBytes } from '../core/own-bytes';
import { mutableBytes, receiptJson, recordFrame, type PublishedContent, type Receipt } from '../core/package-record';
import { withNewline } from '../http/send-json';
import type { VersionState } from './version-state';

/** JSON in pieces, as it is sent, the newline in the last one; and the ETag of the whole. */
export interface Answer {
  readonly pieces: readonly Buffer[];
  readonly etag: string;
}

/** A record around its mutable members. */
export type RecordPieces = readonly [head: Buffer, mutable: Buffer, tail: Buffer];

export interface RecordAnswer extends Answer {
  readonly pieces: RecordPieces;
}

/** Something of a version that never changes, ready to be sent. */
export interface KeptContent {
  readonly kind: string;
  /** Of which publish it is: a store that was restored from a backup may have another one under the same name. */
  readonly publish: string;
  /** About what it takes of memory. */
  readonly sizeBytes: number;
}

/** Names, objects and the entry itself. */
export const OVERHEAD_BYTES = 1024;
/** The last answer's mutable members: a reason has up to 2,000 characters. */
const MUTABLE_BYTES = 7 * 1024;

/** The record of a version around its mutable members. */
export class KeptRecord implements KeptContent {
  readonly kind = 'record';
  readonly sizeBytes: number;
  private readonly head: Buffer;
  private readonly tail: Buffer;
  private readonly digests: string;
  /** When the lifecycle gate last looked at it; anybody may have changed it since. */
  lastStatus?: LifecycleStatus;
  /** For most versions nothing changes between two requests: an ETag costs a hash. */
  private last?: { readonly state: VersionState; readonly stateText: string; readonly answer: RecordAnswer };

  constructor(
    readonly publish: string,
    content: PublishedContent,
  ) {
    const { head, tail } = recordFrame(content);
    this.head = ownBytes(head);
    this.tail = ownBytes(withNewline(tail));
    this.digests = [
      content.manifestDigest,
      content.definitionDigest,
      content.lockDigest,
      content.packageExecutionSignature,
    ].join(' ');
    this.sizeBytes = head.length + tail.length + MUTABLE_BYTES + OVERHEAD_BYTES;
  }

  /** The record as it is now. Its ETag is weak, since the same facts may be written in another way one day. */
  answer(state: VersionState): RecordAnswer {
    // A leased state is the same object for all who get it.
    if (this.last?.state === state) return this.last.answer;
    const { lifecycle, lifecycleRevision, downloadCount } = state;
    // After a failover that lost its last commits, another change may have the same revision.
    const stateText = [this.digests, lifecycleRevision, lifecycle.status, lifecycle.updatedAt, downloadCount].join(' ');
    if (this.last?.stateText === stateText) {
      this.last = { ...this.last, state };
      return this.last.answer;
    }
    const [head, mutable, tail] = this.pieces(state);
    const pieces: RecordPieces = [head, ownBytes(mutable), tail];
    const answer = { pieces, etag: `W/"${digestOfBytes(Buffer.from(stateText, 'utf8'))}"` };
    this.last = { state, stateText, answer };
    return answer;
  }

  /** The record with a count of its own, as it is sent. */
  pieces(state: Pick<VersionState, 'downloadCount' | 'lifecycle'>): RecordPieces {
    return [this.head, mutableBytes(state), this.tail];
  }
}

/** A receipt, which is the same for ever. */
export class KeptReceipt implements KeptContent {
  readonly kind = 'receipt';
  readonly sizeBytes: number;
  readonly answer: Answer;

  constructor(
    readonly publish: string,
    receipt: Receipt,
  ) {
    this.answer = wholeAnswer(jsonBytes(receiptJson(receipt)));
    this.sizeBytes = sizeOf(this.answer) + OVERHEAD_BYTES;
  }
}

/** What a lock is made of. */
export class KeptLock implements KeptContent {
  readonly kind = 'lock';
  /** Two locks: of what it is made, and the last one that was. */
  readonly sizeBytes: number;
  private last?: { readonly authority: LockAuthority; readonly answer: Answer };

  constructor(
    readonly publish: string,
    private readonly subject: LockSubject,
    private readonly receipt: Receipt,
  ) {
    const size = JSON.stringify([subject, receipt]).length;
    this.sizeBytes = 2 * size + OVERHEAD_BYTES;
  }

  /** Nearly all clients reach a Registry by one address, so the last lock is the next. */
  answer(authority: LockAuthority): Answer {
    if (this.last !== undefined && isSame(this.last.authority, authority)) return this.last.answer;
    const answer = wholeAnswer(jsonBytes(lockJson(this.subject, this.receipt, authority)));
    this.last = { authority, answer };
    return answer;
  }
}

function wholeAnswer(json: Buffer): Answer {
  return { pieces: [ownBytes(withNewline(json))], etag: `"${digestOfBytes(json)}"` };
}

function sizeOf({ pieces }: Answer): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function isSame(one: LockAuthority, other: LockAuthority): boolean {
  return (
    one.registryUrl === other.registryUrl &&
    one.signingMode === other.signingMode &&
    one.activeKeyId === other.activeKeyId
  );
}
