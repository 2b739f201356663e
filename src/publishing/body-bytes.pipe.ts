import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import getRawBody from 'raw-body';
import { RegistryError } from '../core/errors';
import { inviteBody } from '../http/expectation';

/** How much more of a refused body is taken in, so that the client can still read the answer. */
const MAX_DRAINED_BYTES = 16 * 1024 * 1024;

interface RawBodyError {
  readonly type?: string;
  readonly received?: number;
}

/** A request together with the whole of its body. */
export interface ReadBody {
  readonly request: Request;
  readonly bytes: Buffer;
}

/**
 * Reads the body under a cap, which holds while reading: what comes after it is never kept.
 * @throws RegistryError BODY_TOO_LARGE, BODY_INCOMPLETE
 */
@Injectable()
export class BodyBytesPipe implements PipeTransform<Request, Promise<ReadBody>> {
  constructor(private readonly maxBytes: number) {}

  async transform(request: Request): Promise<ReadBody> {
    return { request, bytes: await this.read(request) };
  }

  private async read(request: Request): Promise<Buffer> {
    const length = request.headers['content-length'] ?? null;
    // Whoever says that it would send too much is refused before it does.
    if (Number(length) <= this.maxBytes) inviteBody(request, request.res);
    try {
      return await getRawBody(request, { limit: this.maxBytes, length });
    } catch (error) {
      throw this.refusal(request, error as RawBodyError);
    }
  }

  private refusal(request: Request, error: RawBodyError): unknown {
    if (error.type === 'entity.too.large') {
      drain(request);
      return new RegistryError('BODY_TOO_LARGE', `the body has more than ${this.maxBytes} bytes`, {
        limit: this.maxBytes,
      });
    }
    if (error.type === 'request.aborted' || error.type === 'request.size.invalid') {
      return new RegistryError('BODY_INCOMPLETE', 'the connection ended before the whole body had arrived', {
        actual: error.received ?? 0,
      });
    }
    return error;
  }
}

/** A client that is still sending would see a reset instead of the 413; so a bounded rest is read and dropped. */
function drain(request: Request): void {
  let drainedBytes = 0;
  request.on('data', (chunk: Buffer) => {
    drainedBytes += chunk.length;
    if (drainedBytes > MAX_DRAINED_BYTES) request.destroy();
  });
  request.resume();
}
