import type { JsonObject } from '../json/json-value';
import type { ImplementationMaterial } from '../package-rules/package-request';
import type { Publisher } from '../publisher';

export type SourceKind = 'file' | 'package-bundle' | 'registry';

/** What names a version of a package. */
export interface PackageName {
  readonly packageId: string;
  readonly packageVersion: string;
}

/** What a source says its documents hash to; empty where it says nothing. */
export interface StatedDigests {
  readonly definition: string;
  readonly manifest: string;
  readonly lock: string;
  readonly executionSignature: string;
}

/** A receipt as it was found: every member as text, empty where there is none. */
export interface StatedReceipt extends PackageName, Publisher {
  readonly receiptId: string;
  readonly signature: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly issuedAt: string;
  readonly authority: string;
}

export interface StatedKey {
  readonly keyId: string;
  readonly algorithm: string;
  /** Empty when the text is no standard base64. */
  readonly publicKey: Uint8Array;
}

/**
 * What a file, a bundle or a registry record yields, before anything in it is believed (cli.md section 3). Documents are
 * as parsed: they may nest thousands of levels, so nothing walks them recursively before their depth has been checked.
 */
export interface ResolvedPackage extends PackageName, Publisher {
  readonly sourceKind: SourceKind;
  /** What was asked for; undefined when nothing was. */
  readonly requested: PackageName | undefined;
  readonly contractSignature: string;
  readonly schemaVersion: string;
  readonly definition: JsonObject;
  readonly manifest: JsonObject;
  readonly recommendedLock: JsonObject;
  readonly lineage: JsonObject | undefined;
  readonly implementationMaterials: readonly ImplementationMaterial[];
  readonly stated: StatedDigests;
  /** Second copies of documents or digests in a bundle that differ from the first, by name. */
  readonly disagreements: readonly string[];
  readonly receipt: StatedReceipt;
  readonly keys: readonly StatedKey[];
  /** Undefined where the source says nothing about it. */
  readonly lifecycle: JsonObject | undefined;
  /** Of the Registry's `/keys`; empty for other sources. */
  readonly signingMode: string;
  readonly activeKeyId: string;
  /** `<origin>/registry-api/v1` and the record's path below it; empty for other sources. */
  readonly registryUrl: string;
  readonly recordPath: string;
}
