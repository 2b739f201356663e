import { Module } from '@nestjs/common';
import { SECRETS } from '../config/config.module';
import type { RegistrySecrets } from '../config/secrets';
import type { PublicKey } from '../core/ed25519';
import { ACTIVE_KEY } from './active-key';
import { KeysController } from './keys.controller';
import { KeysService } from './keys.service';

@Module({
  controllers: [KeysController],
  providers: [
    KeysService,
    {
      provide: ACTIVE_KEY,
      inject: [SECRETS],
      useFactory: ({ signingKey: { keyId, publicKey } }: RegistrySecrets): PublicKey => ({ keyId, publicKey }),
    },
  ],
  exports: [KeysService, ACTIVE_KEY],
})
export class KeysModule {}
