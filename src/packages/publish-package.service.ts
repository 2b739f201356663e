import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
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
import { HygieneWarnings } from '../publishing/hygiene-warnings';
import type { SearchEntry } from '../publishing/search-row';
import { storeVersion } from '../publishing/store-version';
import { SigningService } from '../signing/signing.service';
import { packageVersionRows } from './package-version-rows';
import { PackagesService } from './packages.service';

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
    await this.store(sealed, normalised, caller);
    // In this order: until the first is done, this process may still read an older state from a replica.
    await this.reads.noteWrite();
    await this.signing.noteUse();
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

  /** All computing happens here, before the statement that stores: no lock is held while a CPU works. */
  private async seal(request: PackageRequest): Promise<{ sealed: SealedPackage; normalised: PackageRequest }> {
    const normalised = normalisePackage(request);
    const publisher = this.config.publishing;
    const documents = checkPackage(normalised, publisher, this.config.hygiene);
    const sealed = sealPackage(normalised, {
      documents,
      publisher,
      publishedAt: wireTimestamp(this.clock.now()),
      key: await this.signing.activeKey(),
    });
    return { sealed, normalised };
  }

  /** Everything of a version commits together or not at all; the database refuses a commit with a part missing. */
  private async store(sealed: SealedPackage, normalised: PackageRequest, caller: Caller): Promise<void> {
    const { packageId, packageVersion, receipt } = sealed;
    const eventText = await this.trail.eventText(this.dataSource, caller, {
      action: 'package.publish',
      target: { kind: 'package', id: packageId, version: packageVersion },
      details: { receipt_id: receipt.receiptId, key_id: receipt.keyId },
    });
    try {
      await storeVersion(this.dataSource, {
        search: searchEntry(normalised),
        documents: [
          sealed.manifest,
          sealed.serviceDefinition,
          sealed.recommendedLock,
          sealed.lineage,
          sealed.display,
          receipt.payload,
        ],
        rows: (parameters) => packageVersionRows(sealed, parameters),
        eventText,
      });
    } catch (error) {
      if (uniqueViolationOf(error) === 'package_versions_pkey') throw versionExists(packageId, packageVersion);
      throw error;
    }
  }
}

function searchEntry({ packageId, packageVersion, manifest, serviceDefinition }: PackageRequest): SearchEntry {
  return {
    kind: 'package',
    id: packageId,
    version: packageVersion,
    title: textOf(member(manifest, 'name')),
    summary: textOf(member(manifest, 'summary')),
    keywords: listOf(member(serviceDefinition, 'capability_formalizations')).map((capability) =>
      textOf(member(capability, 'capability_id')),
    ),
    domain: textOf(member(manifest, 'domain')) || textOf(member(member(serviceDefinition, 'identity'), 'domain_name')),
    specVersion: textOf(member(manifest, 'anip_spec_version')),
  };
}

function versionExists(id: string, version: string): RegistryError {
  return new RegistryError(
    'VERSION_EXISTS',
    `${id}@${version} exists; a published version never changes, publish the next version instead`,
    { pointer: '/package_version', actual: version },
  );
}
