import { Module, type DynamicModule } from '@nestjs/common';
import type { RegistryConfig } from './config';
import type { RegistrySecrets } from './secrets';

/** Injects the `RegistryConfig`. */
export const CONFIG = Symbol('CONFIG');
/** Injects the `RegistrySecrets`; ask for it only where a secret is used. */
export const SECRETS = Symbol('SECRETS');

/** Gives every module the configuration that was parsed before the application was made. */
@Module({})
export class ConfigModule {
  static forRoot({ config, secrets }: { config: RegistryConfig; secrets: RegistrySecrets }): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: SECRETS, useValue: secrets },
      ],
      exports: [CONFIG, SECRETS],
    };
  }
}
