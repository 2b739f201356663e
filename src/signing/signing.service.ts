import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, SECRETS } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { RegistrySecrets } from '../config/secrets';
import { proveSigningKey, type SigningKey } from '../core/ed25519';
import { leasesHaveEnded } from '../database/leased-reads';
import { KeysService } from '../keys/keys.service';

/** Holds the one private key of the process; nothing else reads it. */
@Injectable()
export class SigningService {
  private readonly key: SigningKey;
  private isUsed = false;

  constructor(
    @Inject(CONFIG) private readonly config: RegistryConfig,
    @Inject(SECRETS) secrets: RegistrySecrets,
    private readonly keys: KeysService,
  ) {
    this.key = secrets.signingKey;
    proveSigningKey(this.key);
  }

  get mode(): 'dev' | 'production' {
    return this.config.mode;
  }

  get activeKeyId(): string {
    return this.key.keyId;
  }

  /** The active key, once its public half is in the database: no receipt may name a key that nobody can look up. */
  async activeKey(): Promise<SigningKey> {
    await this.keys.ensureRegistered();
    return this.key;
  }

  /**
   * To be awaited between the commit of what was signed and its acknowledgement: the first use of a key puts it on the
   * list of keys, which is leased.
   */
  async noteUse(): Promise<void> {
    if (this.isUsed) return;
    await leasesHaveEnded();
    this.isUsed = true;
  }
}
