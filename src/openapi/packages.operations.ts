import { ETAG, FILE_NAME, json, NEXT_LINK, NOT_MODIFIED } from './answers';
import {
  BODY_ERRORS,
  CONFLICT_ERRORS,
  CREDENTIAL_ERRORS,
  DOCUMENT_ERRORS,
  IDENTITY_ERRORS,
  LIST_ERRORS,
  PACKAGE_RULE_ERRORS,
  STORE_ERRORS,
  WRITE_ERRORS,
} from './error-groups';
import { ref } from './json-schema';
import type { Operation } from './operation';
import {
  ALLOW_YANKED_HEADERS,
  ALLOW_YANKED_QUERY,
  COMPARED_VERSIONS,
  PACKAGE_ID,
  PACKAGE_SEARCH,
  PACKAGE_VERSION,
} from './parameters';

/** The routes of packages, by the names of their handlers. */
export const PACKAGE_OPERATIONS = {
  publish: {
    id: 'publishPackage',
    tag: 'Packages',
    summary: 'Publish a version of a package',
    description:
      'Checks everything, signs, and stores the version for good: all of it or nothing. The first broken rule is ' +
      'reported, in a fixed order. A version that exists is a 409 and never changes.',
    security: 'publishToken',
    body: { description: 'At most 5 MiB.', schema: ref('PublishPackageRequest') },
    answers: { 201: json('PublishedPackage', 'The version is published and signed.') },
    errors: [
      ...CREDENTIAL_ERRORS,
      ...BODY_ERRORS,
      ...IDENTITY_ERRORS,
      ...CONFLICT_ERRORS,
      ...DOCUMENT_ERRORS,
      ...PACKAGE_RULE_ERRORS,
      ...WRITE_ERRORS,
    ],
  },
  publications: {
    id: 'listPublications',
    tag: 'Packages',
    summary: 'List and search versions of all packages',
    description:
      'Without parameters: every version, by downloads, then the newest first. Counts move between pages, so an item ' +
      'may appear twice or not at all.',
    query: PACKAGE_SEARCH,
    answers: { 200: json('PublicationList', 'A page of versions.', NEXT_LINK) },
    errors: LIST_ERRORS,
  },
  versions: {
    id: 'listPackageVersions',
    tag: 'Packages',
    summary: 'List all versions of a package',
    path: PACKAGE_ID,
    answers: { 200: json('PackageVersions', 'Its versions, and which of them is the latest.') },
    errors: ['PACKAGE_NOT_FOUND', ...STORE_ERRORS],
  },
  inspect: {
    id: 'getPackage',
    tag: 'Packages',
    summary: 'Inspect a version',
    description: 'The same record as a download, never counted. A yanked version is shown.',
    path: PACKAGE_VERSION,
    answers: { 200: json('PackageRecord', 'The record.', ETAG), 304: NOT_MODIFIED },
    errors: ['PACKAGE_NOT_FOUND', 'VERSION_TAKEN_DOWN', ...STORE_ERRORS],
  },
  download: {
    id: 'downloadPackage',
    tag: 'Packages',
    summary: 'Download a version',
    description: 'Each answered GET counts once, durably; HEAD never counts.',
    path: PACKAGE_VERSION,
    query: ALLOW_YANKED_QUERY,
    header: ALLOW_YANKED_HEADERS,
    answers: { 200: json('PackageRecord', 'The record, as a file.', FILE_NAME) },
    errors: ['PACKAGE_NOT_FOUND', 'VERSION_YANKED', 'VERSION_TAKEN_DOWN', ...WRITE_ERRORS],
  },
  lock: {
    id: 'getPackageLock',
    tag: 'Packages',
    summary: 'Make a lock file of a version',
    description: 'What a build pins. Never counted.',
    path: PACKAGE_VERSION,
    query: ALLOW_YANKED_QUERY,
    header: ALLOW_YANKED_HEADERS,
    answers: { 200: json('Lock', 'The lock, as a file.', ETAG, FILE_NAME), 304: NOT_MODIFIED },
    errors: ['PACKAGE_NOT_FOUND', 'VERSION_YANKED', 'VERSION_TAKEN_DOWN', ...STORE_ERRORS],
  },
  receipt: {
    id: 'getPackageReceipt',
    tag: 'Packages',
    summary: 'Get the signed receipt of a version',
    description: 'Evidence stays: the receipt of a version that was taken down is still served.',
    path: PACKAGE_VERSION,
    answers: { 200: json('Receipt', 'The receipt.', ETAG), 304: NOT_MODIFIED },
    errors: ['PACKAGE_NOT_FOUND', ...STORE_ERRORS],
  },
  compare: {
    id: 'comparePackageVersions',
    tag: 'Packages',
    summary: 'Compare two versions',
    description: 'Every change of the contract with its class: breaking, compatible or editorial.',
    path: COMPARED_VERSIONS,
    answers: {
      200: json('ContractDiff', 'The changes, the worst class of them, and where they are.', ETAG),
      304: NOT_MODIFIED,
    },
    errors: ['PACKAGE_NOT_FOUND', 'VERSION_TAKEN_DOWN', ...STORE_ERRORS],
  },
  changeLifecycle: {
    id: 'changePackageLifecycle',
    tag: 'Administration',
    summary: 'Change the lifecycle of a version',
    description: 'Deprecate, supersede, yank, take down, or make active again. What was signed does not change.',
    security: 'adminToken',
    path: PACKAGE_VERSION,
    body: { description: 'At most 64 KiB.', schema: ref('LifecycleChange') },
    answers: { 200: json('ChangedPackage', 'The version with its new lifecycle.') },
    errors: [
      'ADMIN_TOKEN_REQUIRED',
      'RATE_LIMITED',
      ...BODY_ERRORS,
      'ARTIFACT_ID_INVALID',
      'ARTIFACT_VERSION_INVALID',
      'LIFECYCLE_INVALID',
      'PACKAGE_NOT_FOUND',
      'LIFECYCLE_CONFLICT',
      ...WRITE_ERRORS,
    ],
  },
} as const satisfies Readonly<Record<string, Operation>>;
