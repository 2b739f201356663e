import { RegistryError } from '../../src/core/errors';

/** What a rule said: the error it threw, or undefined when it passed. Anything but a RegistryError is a defect. */
export function refusalOf(check: () => unknown): RegistryError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return error;
    throw error;
  }
}
