import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SECRETS } from '../config/config.module';
import type { RegistrySecrets } from '../config/secrets';
import { RegistryError } from '../core/errors';
import { bearerToken, isSameSecret } from './bearer-token';

/** Lets an operator's request through; anything else is a 403, as the contract has it (packages.md section 6). */
@Injectable()
export class AdminTokenGuard implements CanActivate {
  constructor(@Inject(SECRETS) private readonly secrets: RegistrySecrets) {}

  canActivate(context: ExecutionContext): true {
    const { adminToken } = this.secrets;
    const offered = bearerToken(context.switchToHttp().getRequest<Request>());
    if (adminToken !== undefined && offered !== undefined && isSameSecret(offered, adminToken)) return true;
    throw new RegistryError(
      'ADMIN_TOKEN_REQUIRED',
      adminToken === undefined
        ? 'administration is disabled: this Registry has no admin token configured'
        : 'this operation needs the header "Authorization: Bearer <admin token>"',
    );
  }
}
