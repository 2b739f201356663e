import type { ErrorCode } from '../core/errors';
import type { JsonSchema } from './json-schema';

export const TAGS = {
  Packages: 'Signed service contracts: publish, find, inspect, download, lock, prove.',
  Templates: 'Starter templates for authors.',
  Keys: 'The public keys that receipts verify with.',
  Administration: 'What only operators do.',
  Service: 'Probes, metrics and this description.',
} as const;

export type Tag = keyof typeof TAGS;

export const SECURITY_SCHEMES = {
  publishToken: 'One of `ANIP_REGISTRY_PUBLISH_TOKEN`, given to those who may publish.',
  adminToken: 'The token of `ANIP_REGISTRY_ADMIN_TOKEN`, for operators.',
} as const;

export interface Parameter {
  readonly description: string;
  readonly schema: JsonSchema;
}

export type Parameters = Readonly<Record<string, Parameter>>;

export interface Answer {
  readonly description: string;
  /** Media type and schema; an answer without a body has none. */
  readonly content?: { readonly type: string; readonly schema: JsonSchema };
  readonly headers?: Parameters;
}

/** What the API description says of one route; `Documented` puts it on the handler. */
export interface Operation {
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly security?: keyof typeof SECURITY_SCHEMES;
  readonly path?: Parameters;
  readonly query?: Parameters;
  readonly header?: Parameters;
  readonly body?: { readonly description: string; readonly schema: JsonSchema };
  readonly answers: Readonly<Record<number, Answer>>;
  /** The refusals of this route; each is listed under its status. */
  readonly errors?: readonly ErrorCode[];
}
