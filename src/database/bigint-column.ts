import type { ValueTransformer } from 'typeorm';

/** pg gives a 64-bit integer as text. Counters stay far below 2^53, where numbers are exact. */
export const BIGINT_AS_NUMBER: ValueTransformer = {
  from: (stored: string | null): number | null => (stored === null ? null : Number(stored)),
  to: (value: unknown): unknown => value,
};
