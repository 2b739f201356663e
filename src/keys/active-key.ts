/** Injects the public half of the key that new receipts are signed with (`PublicKey`). */
export const ACTIVE_KEY = Symbol('ACTIVE_KEY');
