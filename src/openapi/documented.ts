import { SetMetadata } from '@nestjs/common';
import type { Operation } from './operation';

const OPERATION = Symbol('operation');

/**
 * Puts the description of a route on its handler, so that a controller needs one line for it. It is only kept there:
 * Swagger, which is a tenth of what a start would load, comes with the first request for the document (`ApiDescription`).
 */
export function Documented(operation: Operation): MethodDecorator {
  return SetMetadata(OPERATION, operation);
}

/** Undefined for a handler that is not described, as those of the pages. */
export function operationOf(handler: object): Operation | undefined {
  return Reflect.getMetadata(OPERATION, handler) as Operation | undefined;
}
