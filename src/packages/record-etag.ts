import { digestOfBytes } from '../core/digest';
import type { FoundRecord } from './packages.service';

/** Weak, since the same facts may be written in another way one day: changes with content, lifecycle and count. */
export function recordEtag({ record, lifecycleRevision }: FoundRecord): string {
  const state = [
    record.manifestDigest,
    record.definitionDigest,
    record.lockDigest,
    record.packageExecutionSignature,
    lifecycleRevision,
    record.downloadCount,
  ].join(' ');
  return `W/"${digestOfBytes(Buffer.from(state, 'utf8'))}"`;
}
