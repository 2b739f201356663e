/**
 * Cases of publish-verdicts.json that this Registry decides otherwise than the reference, each with the number of the
 * deliberate difference that explains it (docs/compatibility.md). Nothing else may differ.
 */
export const ACCEPT_TO_REJECT: Readonly<Record<string, number>> = {
};

export const REJECT_TO_ACCEPT: Readonly<Record<string, number>> = {
  'readme mentions TypeScript': 10,
  'TYPESCRIPT upper case in lock': 10,
  'typescript inside a longer word deep in the manifest': 10,
  'source link title TypeScript': 10,
  'typescript in a lineage that is copied into the manifest': 10,
};

/** The differences are numbered from one. */
export const LAST_DIFFERENCE = 16;
