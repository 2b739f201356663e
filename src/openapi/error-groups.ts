import { ERROR_GROUPS, type ErrorCode } from '../core/errors';

/** Codes that operations share, by the step that refuses. */
type Codes = readonly ErrorCode[];

export const CREDENTIAL_ERRORS: Codes = [...ERROR_GROUPS.publishCredentials, ...ERROR_GROUPS.rate];
export const BODY_ERRORS: Codes = ERROR_GROUPS.body;
export const IDENTITY_ERRORS: Codes = ERROR_GROUPS.identity;
export const CONFLICT_ERRORS: Codes = ERROR_GROUPS.conflict;
export const DOCUMENT_ERRORS: Codes = ERROR_GROUPS.documents;
export const PACKAGE_RULE_ERRORS: Codes = [
  ...ERROR_GROUPS.packageIdentity,
  ...ERROR_GROUPS.packages,
  ...ERROR_GROUPS.serviceDefinitions,
];
export const TEMPLATE_RULE_ERRORS: Codes = ERROR_GROUPS.templates;
export const STORE_ERRORS: Codes = ['STORE_UNAVAILABLE'];
export const WRITE_ERRORS: Codes = ERROR_GROUPS.store;
export const LIST_ERRORS: Codes = [...ERROR_GROUPS.lists, ...STORE_ERRORS];
