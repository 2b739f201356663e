import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import { strangerOf } from '../audit-trail/caller';
import { SECRETS } from '../config/config.module';
import type { RegistrySecrets } from '../config/secrets';
import { RegistryError } from '../core/errors';
import { registryErrorOf } from '../http/registry-error-of';
import { AuthFailureThrottle } from './auth-failure-throttle';
import { bearerToken, isSameSecret } from './bearer-token';

/** Lets an operator's request through; anything else is a 403, as the contract has it (packages.md section 6). */
@Injectable()
export class AdminTokenGuard implements CanActivate {
  constructor(
    @Inject(SECRETS) private readonly secrets: RegistrySecrets,
    private readonly failures: AuthFailureThrottle,
    private readonly trail: AuditTrail,
  ) {}

  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<Request>();
    try {
      return this.admit(request);
    } catch (error) {
      const { code } = registryErrorOf(error);
      const isTokenCompared = code === 'ADMIN_TOKEN_REQUIRED' && this.secrets.adminToken !== undefined;
      this.trail.record(strangerOf(request, isTokenCompared), {
        action: 'authenticate',
        code,
        details: { for: 'package.lifecycle' },
      });
      throw error;
    }
  }

  private admit(request: Request): true {
    const { adminToken } = this.secrets;
    const offered = bearerToken(request);
    if (adminToken !== undefined && offered !== undefined) {
      this.failures.admit(request, offered);
      if (isSameSecret(offered, adminToken)) {
        this.failures.succeeded(request, offered);
        return true;
      }
      this.failures.failed(request);
    }
    throw new RegistryError(
      'ADMIN_TOKEN_REQUIRED',
      adminToken === undefined
        ? 'administration is disabled: this Registry has no admin token configured'
        : 'this operation needs the header "Authorization: Bearer <admin token>"',
    );
  }
}
