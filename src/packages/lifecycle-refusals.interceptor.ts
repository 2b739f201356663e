import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { type Observable, tap } from 'rxjs';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import { callerOf } from '../audit-trail/caller';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { registryErrorOf } from '../http/registry-error-of';

/** Records the lifecycle changes that an operator asked for in vain; the others record themselves where they commit. */
@Injectable()
export class LifecycleRefusals implements NestInterceptor {
  constructor(private readonly trail: AuditTrail) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(tap({ error: (error: unknown) => this.refused(request, error) }));
  }

  private refused(request: Request, error: unknown): void {
    const { packageId: id, version } = request.params;
    const isName =
      typeof id === 'string' && typeof version === 'string' && isArtifactId(id) && isArtifactVersion(version);
    this.trail.record(callerOf(request, 'admin'), {
      action: 'package.lifecycle',
      code: registryErrorOf(error).code,
      target: isName ? { kind: 'package', id, version } : undefined,
    });
  }
}
