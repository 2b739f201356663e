import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SECRETS } from '../config/config.module';
import type { RegistrySecrets } from '../config/secrets';
import { RegistryError } from '../core/errors';
import { AuthFailureThrottle } from './auth-failure-throttle';
import { PublishAttempts } from './publish-attempts';
import { bearerToken, isSameSecret } from './bearer-token';

/**
 * Lets a publish through that carries one of the configured tokens. Runs before any of the body is read, so that a
 * stranger cannot make the Registry parse anything (design: difference 7).
 */
@Injectable()
export class PublishTokenGuard implements CanActivate {
  constructor(
    @Inject(SECRETS) private readonly secrets: RegistrySecrets,
    private readonly attempts: PublishAttempts,
    private readonly failures: AuthFailureThrottle,
  ) {}

  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<Request>();
    try {
      return this.admit(request);
    } catch (error) {
      this.attempts.refused(request, error);
      throw error;
    }
  }

  private admit(request: Request): true {
    const { publishTokens } = this.secrets;
    if (publishTokens.length === 0) {
      throw new RegistryError(
        'PUBLISHING_DISABLED',
        'publishing is disabled: this Registry has no publish token configured',
      );
    }
    const offered = bearerToken(request);
    if (offered === undefined) {
      throw new RegistryError(
        'PUBLISH_TOKEN_MISSING',
        'publishing needs the header "Authorization: Bearer <publish token>"',
      );
    }
    this.failures.admit(request, offered);
    // Every token is compared, so that the time taken does not tell which one came close.
    const matches = publishTokens.map((token) => isSameSecret(offered, token));
    if (matches.includes(true)) {
      this.failures.succeeded(request, offered);
      return true;
    }
    this.failures.failed(request);
    throw new RegistryError('PUBLISH_TOKEN_INVALID', 'the publish token is not one that this Registry accepts');
  }
}
