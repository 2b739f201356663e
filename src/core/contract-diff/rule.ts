/**
 * What a change means for who depends on the contract, worst first. Breaking: something can now fail, do more than
 * before, or ask for more than before. Compatible: what worked goes on working. Editorial: only words changed.
 */
export const CHANGE_CLASSES = ['breaking', 'compatible', 'editorial'] as const;

export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** One row of the table that docs/contract-diff.md prints. */
export interface Rule {
  readonly id: string;
  readonly class: ChangeClass;
  readonly title: string;
  /** Why a consumer should care, or need not. */
  readonly why: string;
}
