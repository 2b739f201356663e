import { Module } from '@nestjs/common';
import { CONFIG, SECRETS } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { RegistrySecrets } from '../config/secrets';
import { type PublicKey, signingKeyFromSeed } from '../core/ed25519';
import { ACTIVE_KEY } from './active-key';
import { KeysController } from './keys.controller';
import { KeysService } from './keys.service';

@Module({
  controllers: [KeysController],
  providers: [
    KeysService,
    {
      provide: ACTIVE_KEY,
      inject: [CONFIG, SECRETS],
      useFactory: (config: RegistryConfig, secrets: RegistrySecrets): PublicKey => {
        const { keyId, publicKey } = signingKeyFromSeed(config.activeKeyId, secrets.signingSeed);
        return { keyId, publicKey };
      },
    },
  ],
  exports: [KeysService, ACTIVE_KEY],
})
export class KeysModule {}
