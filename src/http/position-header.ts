import type { NextFunction, Request, Response } from 'express';
import { parseWalPosition } from '../database/read-position';
import { runReadRequest } from '../database/read-request';

/**
 * On the answer to a write: where in the database's log it is. A client that sends it back reads what it wrote, also
 * from another process that reads from a replica. To clients it is opaque.
 */
export const POSITION_HEADER = 'ANIP-Registry-Position';

/** Only with read replicas: without them every read shows every write. */
export function keepPosition(request: Request, response: Response, next: NextFunction): void {
  const sent = request.header(POSITION_HEADER);
  runReadRequest(
    {
      // What cannot be read may be the position of a newer version of this software: the primary is never wrong.
      position: sent === undefined ? 0n : (parseWalPosition(sent) ?? 'unreadable'),
      announce: (position) => response.setHeader(POSITION_HEADER, position),
    },
    next,
  );
}
