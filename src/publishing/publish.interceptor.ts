import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { finalize, type Observable, tap } from 'rxjs';
import { PublishAttempts } from './publish-attempts';
import { PublishSlots } from './publish-slots';

/**
 * Around the pipes and the handler of a publish: records how it ended - which is when the handler is done, whether or
 * not the client is still there - and gives its slot back.
 */
@Injectable()
export class PublishInterceptor implements NestInterceptor {
  constructor(
    private readonly attempts: PublishAttempts,
    private readonly slots: PublishSlots,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(
      tap({
        complete: () => this.attempts.succeeded(request),
        error: (error: unknown) => this.attempts.refused(request, error),
      }),
      finalize(() => this.slots.leave(request)),
    );
  }
}
