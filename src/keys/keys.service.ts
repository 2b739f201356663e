import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import { SYSTEM_CALLER } from '../audit-trail/caller';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { AuditFact } from '../core/audit-trail/audit-event';
import { type PublicKey, SIGNATURE_ALGORITHM } from '../core/ed25519';
import { RegistryError } from '../core/errors';
import type { JsonObject } from '../core/json/json-value';
import { jsonBytes } from '../core/json/splice';
import { storeFault } from '../database/pg-errors';
import type { PreparedStatement } from '../database/prepared-statement';
import { ReadDatabase } from '../database/read-database';
import { leasedRead } from '../database/leased-reads';
import { inTransaction } from '../database/transaction';
import { ACTIVE_KEY } from './active-key';

interface KeyRow {
  readonly key_id: string;
  readonly public_key: Buffer;
}

/** The answer of `GET /keys`, and its bytes. */
export interface KeyList {
  readonly list: JsonObject;
  readonly json: Buffer;
}

const USED_KEYS: PreparedStatement = {
  name: 'keys-in-use',
  text: `SELECT key_id, public_key FROM registry.signing_keys k
          WHERE EXISTS (SELECT 1 FROM registry.receipts r WHERE r.key_id = k.key_id)
          ORDER BY k.created_at, k.key_id`,
};

/**
 * The public keys that receipts of this Registry verify with. A key id, once used, means the same key for ever: the
 * database keeps every key, and a configuration that re-binds one is refused (data-model.md section 2).
 */
@Injectable()
export class KeysService implements OnApplicationBootstrap {
  private isRegistered = false;
  private readonly readListTogether = leasedRead(() => this.readList());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
    @Inject(CONFIG) private readonly config: RegistryConfig,
    @Inject(ACTIVE_KEY) private readonly activeKey: PublicKey,
    private readonly trail: AuditTrail,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Registers the configured keys at start. A database that is away or not migrated yet does not stop the start (readyz
   * says so); a key id that is re-bound does.
   */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.ensureRegistered();
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'SIGNING_KEY_REBOUND') throw error;
      this.logger.warn({ err: error }, 'the signing keys could not be registered yet');
    }
  }

  /** Cheap after the first success. @throws RegistryError SIGNING_KEY_REBOUND, STORE_UNAVAILABLE */
  async ensureRegistered(): Promise<void> {
    if (this.isRegistered) return;
    const keys = [this.activeKey, ...this.config.extraPublicKeys];
    const stored = await this.register(keys);
    for (const { keyId, publicKey } of keys) {
      if (stored.get(keyId)?.equals(publicKey) !== true) {
        throw new RegistryError(
          'SIGNING_KEY_REBOUND',
          `the key id "${keyId}" was used for another key before; give the new key an id of its own ` +
            '(ANIP_REGISTRY_KEY_ID, ANIP_REGISTRY_EXTRA_PUBLIC_KEYS)',
          { actual: keyId },
        );
      }
    }
    this.isRegistered = true;
  }

  /**
   * `GET /keys`: the active key, the configured extras, then every key that some receipt still uses and that is not
   * revoked, so that a forgotten setting never makes an old receipt unverifiable.
   */
  list(): Promise<KeyList> {
    return this.readListTogether();
  }

  private async readList(): Promise<KeyList> {
    const configured: readonly PublicKey[] = [this.activeKey, ...this.config.extraPublicKeys];
    const used = await this.reads.query<readonly KeyRow[]>(USED_KEYS);
    const items = new Map<string, Uint8Array>();
    for (const { keyId, publicKey } of [
      ...configured,
      ...used.map((row) => ({ keyId: row.key_id, publicKey: row.public_key })),
    ]) {
      if (!items.has(keyId) && !this.config.revokedKeyIds.includes(keyId)) items.set(keyId, publicKey);
    }
    const list: JsonObject = {
      signing_mode: this.config.mode,
      active_key_id: this.activeKey.keyId,
      items: [...items].map(([keyId, publicKey]) => ({
        key_id: keyId,
        algorithm: SIGNATURE_ALGORITHM,
        public_key: Buffer.from(publicKey).toString('base64'),
      })),
    };
    return { list, json: jsonBytes(list) };
  }

  private async register(keys: readonly PublicKey[]): Promise<Map<string, Buffer>> {
    const keyIds = keys.map(({ keyId }) => keyId);
    try {
      await inTransaction(this.dataSource, (tx) => this.insertNew(tx, keys));
      const rows = await this.dataSource.query<readonly KeyRow[]>(
        'SELECT key_id, public_key FROM registry.signing_keys WHERE key_id = ANY($1)',
        [keyIds],
      );
      return new Map(rows.map((row) => [row.key_id, row.public_key]));
    } catch (error) {
      throw storeFault(error) ?? error;
    }
  }

  /** The first use of a key is an event of the audit trail; every further start finds it there. */
  private async insertNew(tx: EntityManager, keys: readonly PublicKey[]): Promise<void> {
    const added = await tx.query<readonly KeyRow[]>(
      `INSERT INTO registry.signing_keys (key_id, public_key)
       SELECT key_id, public_key FROM unnest($1::text[], $2::bytea[]) AS configured (key_id, public_key)
       ON CONFLICT (key_id) DO NOTHING
       RETURNING key_id, public_key`,
      [keys.map(({ keyId }) => keyId), keys.map(({ publicKey }) => Buffer.from(publicKey))],
    );
    if (added.length === 0) return;
    const facts = added.map(({ key_id: id, public_key: publicKey }): AuditFact => ({
      action: 'signing_key.register',
      target: { kind: 'signing_key', id },
      details: { public_key: publicKey.toString('base64'), is_active: id === this.activeKey.keyId },
    }));
    await this.trail.append(tx, SYSTEM_CALLER, ...facts);
  }
}
