import { CreateContent1764000000000 } from './1764000000000-create-content';
import { CreateArtifacts1764000100000 } from './1764000100000-create-artifacts';
import { CreatePackageVersions1764000200000 } from './1764000200000-create-package-versions';
import { CreateReceipts1764000300000 } from './1764000300000-create-receipts';
import { CreatePackageLifecycle1764000400000 } from './1764000400000-create-package-lifecycle';
import { CreateTemplateVersions1764000500000 } from './1764000500000-create-template-versions';
import { CreateDownloadCounts1764000600000 } from './1764000600000-create-download-counts';
import { CreateArtifactSearch1764000700000 } from './1764000700000-create-artifact-search';
import { CreateTrigramExtension1764000800000 } from './1764000800000-create-trigram-extension';
import { CreateSearchIndexes1764000900000 } from './1764000900000-create-search-indexes';
import { AddMigrationCompatibility1764001000000 } from './1764001000000-add-migration-compatibility';
import { CreateAuditEvents1764001100000 } from './1764001100000-create-audit-events';
import { CreateSearchSigns1764001200000 } from './1764001200000-create-search-signs';
import type { Migration } from './migration';

export type MigrationClass = new () => Migration;

/** In the order they run. A list and not a glob: a glob finds other files among the sources than in the build. */
export const MIGRATIONS: readonly MigrationClass[] = [
  CreateContent1764000000000,
  CreateArtifacts1764000100000,
  CreatePackageVersions1764000200000,
  CreateReceipts1764000300000,
  CreatePackageLifecycle1764000400000,
  CreateTemplateVersions1764000500000,
  CreateDownloadCounts1764000600000,
  CreateArtifactSearch1764000700000,
  CreateTrigramExtension1764000800000,
  CreateSearchIndexes1764000900000,
  AddMigrationCompatibility1764001000000,
  CreateAuditEvents1764001100000,
  CreateSearchSigns1764001200000,
];
