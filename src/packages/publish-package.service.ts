import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import type { Caller } from '../audit-trail/caller';
import { Clock } from '../clock/clock';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { RegistryError } from '../core/errors';
import { listOf, member, textOf } from '../core/json/json-value';
import { FRESH_LIFECYCLE } from '../core/lifecycle';
import { freshRecord, receiptOf, type PackageRecord, type Receipt } from '../core/package-record';
import { checkPackage } from '../core/package-rules/check-package';
import { normalisePackage } from '../core/package-rules/normalise-package';
import { packageHygiene } from '../core/package-rules/package-hygiene';
import { checkPackageIdentity, type PackageRequest } from '../core/package-rules/package-request';
import { sealPackage, type SealedPackage } from '../core/package-rules/seal-package';
import { wireTimestamp } from '../core/timestamp';
import { uniqueViolationOf } from '../database/pg-errors';
import { ReadDatabase } from '../database/read-database';
import { inTransaction } from '../database/transaction';
import { claimArtifact, indexForSearch, storeBlobs } from '../publishing/artifact-claim';
import { HygieneWarnings } from '../publishing/hygiene-warnings';
import { SigningService } from '../signing/signing.service';
import { PackageLifecycle } from './package-lifecycle.entity';
import { PackageVersionStats } from './package-version-stats.entity';
import { PackageVersion } from './package-version.entity';
import { PackagesService } from './packages.service';
import { Receipt as ReceiptEntity } from './receipt.entity';

export interface PublishedPackage {
  readonly record: PackageRecord;
  readonly receipt: Receipt;
}

/** Publishing a package, read from top to bottom (packages.md section 2; the order is design difference 7). */
@Injectable()
export class PublishPackageService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
    @Inject(CONFIG) private readonly config: RegistryConfig,
    private readonly packages: PackagesService,
    private readonly signing: SigningService,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly hygiene: HygieneWarnings,
    private readonly logger: PinoLogger,
  ) {}

  async publish(request: PackageRequest, caller: Caller): Promise<PublishedPackage> {
    checkPackageIdentity(request);
    await this.refuseExisting(request);
    const { sealed, normalised } = await this.seal(request);
    await inTransaction(this.dataSource, async (tx) => {
      await this.store(tx, sealed, normalised);
      await this.trail.append(tx, caller, {
        action: 'package.publish',
        target: { kind: 'package', id: sealed.packageId, version: sealed.packageVersion },
        details: { receipt_id: sealed.receipt.receiptId, key_id: sealed.receipt.keyId },
      });
    });
    await this.reads.noteWrite();
    this.logger.info(
      {
        'package.id': sealed.packageId,
        'package.version': sealed.packageVersion,
        'key.id': sealed.receipt.keyId,
        definition_digest: sealed.serviceDefinition.digest,
      },
      'package published',
    );
    this.hygiene.published('package', sealed.packageId, sealed.packageVersion, () => packageHygiene(normalised));
    return { record: freshRecord(sealed, FRESH_LIFECYCLE), receipt: receiptOf(sealed) };
  }

  /** Only for the contract's order of answers (409 before 400): what decides is the insert. */
  private async refuseExisting({ packageId, packageVersion }: PackageRequest): Promise<void> {
    if (await this.packages.exists(packageId, packageVersion)) throw versionExists(packageId, packageVersion);
  }

  /** All computing happens here, before the transaction: it holds no lock while a CPU works. */
  private async seal(request: PackageRequest): Promise<{ sealed: SealedPackage; normalised: PackageRequest }> {
    const normalised = normalisePackage(request);
    const publisher = this.config.publishing;
    const { definitionBytes } = checkPackage(normalised, publisher, this.config.hygiene);
    const sealed = sealPackage(normalised, {
      definitionBytes,
      publisher,
      publishedAt: wireTimestamp(this.clock.now()),
      key: await this.signing.activeKey(),
    });
    return { sealed, normalised };
  }

  /** Everything of a version commits together or not at all; the database refuses a commit with a part missing. */
  private async store(
    tx: EntityManager,
    sealed: SealedPackage,
    { manifest, serviceDefinition }: PackageRequest,
  ): Promise<void> {
    const { packageId, packageVersion } = sealed;
    const { payload } = sealed.receipt;
    const publishedAt = new Date(sealed.publishedAt);
    const publisher = { publisherId: sealed.publisherId, publisherType: sealed.publisherType };

    await claimArtifact(tx, 'package', packageId);
    await storeBlobs(tx, [
      sealed.manifest,
      sealed.serviceDefinition,
      sealed.recommendedLock,
      sealed.display,
      payload,
      ...(sealed.lineage === undefined ? [] : [sealed.lineage]),
    ]);
    try {
      await tx.insert(PackageVersion, {
        packageId,
        packageVersion,
        projectRef: sealed.projectRef,
        productRevisionRef: sealed.productRevisionRef,
        developerRevisionRef: sealed.developerRevisionRef,
        contractSignature: sealed.contractSignature,
        schemaVersion: sealed.schemaVersion,
        manifestDigest: sealed.manifest.digest,
        definitionDigest: sealed.serviceDefinition.digest,
        lockDigest: sealed.recommendedLock.digest,
        lineageDigest: sealed.lineage?.digest ?? null,
        displayDigest: sealed.display.digest,
        packageExecutionSignature: sealed.packageExecutionSignature,
        ...publisher,
        publishedAt,
      });
    } catch (error) {
      if (uniqueViolationOf(error) === 'package_versions_pkey') throw versionExists(packageId, packageVersion);
      throw error;
    }
    await tx.insert(ReceiptEntity, {
      packageId,
      packageVersion,
      receiptId: sealed.receipt.receiptId,
      payloadDigest: payload.digest,
      keyId: sealed.receipt.keyId,
      signature: Buffer.from(sealed.receipt.signature),
      ...publisher,
      issuedAt: publishedAt,
    });
    await tx.insert(PackageLifecycle, { packageId, packageVersion });
    await tx.insert(PackageVersionStats, { packageId, packageVersion, publishedAt });
    await indexForSearch(tx, {
      kind: 'package',
      id: packageId,
      version: packageVersion,
      title: textOf(member(manifest, 'name')),
      summary: textOf(member(manifest, 'summary')),
      keywords: listOf(member(serviceDefinition, 'capability_formalizations')).map((capability) =>
        textOf(member(capability, 'capability_id')),
      ),
      domain:
        textOf(member(manifest, 'domain')) || textOf(member(member(serviceDefinition, 'identity'), 'domain_name')),
      specVersion: textOf(member(manifest, 'anip_spec_version')),
    });
  }
}

function versionExists(id: string, version: string): RegistryError {
  return new RegistryError(
    'VERSION_EXISTS',
    `${id}@${version} exists; a published version never changes, publish the next version instead`,
    { pointer: '/package_version', actual: version },
  );
}
