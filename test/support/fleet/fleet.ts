import { generateKeyPairSync } from 'node:crypto';
import { freePort } from '../../../src/database/embedded/free-port';
import type { LogLine } from '../test-app';
import { Replica } from './replica';

export const FLEET_KEY_ID = 'fleet-key-1';
export const FLEET_PUBLISH_TOKEN = 'fleet-publish-token-1';
export const FLEET_ADMIN_TOKEN = 'fleet-admin-token-1';

export interface FleetOptions {
  readonly databaseUrl: string;
  readonly replicas?: number;
  /** Further variables, by the number of the replica. */
  readonly env?: (index: number) => Readonly<Record<string, string>>;
}

/** Several Registries in production mode on one database, as a platform runs them. */
export class Fleet {
  private constructor(
    readonly replicas: readonly Replica[],
    /** What the replicas have in common, for commands that work on the same store. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start({ databaseUrl, replicas = 3, env = () => ({}) }: FleetOptions): Promise<Fleet> {
    const shared = { ...productionEnvironment(), ANIP_REGISTRY_DATABASE_URL: databaseUrl };
    const ports: number[] = [];
    while (ports.length < replicas) ports.push(await freePort());
    const fleet = new Fleet(
      ports.map((port, index) => new Replica(port, { ...shared, ...env(index) })),
      shared,
    );
    try {
      await Promise.all(fleet.replicas.map((replica) => replica.start()));
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  get ports(): readonly number[] {
    return this.replicas.map(({ port }) => port);
  }

  get pids(): readonly (number | undefined)[] {
    return this.replicas.map(({ pid }) => pid);
  }

  /** What a replica logged about a fault of its own, rather than of the store or a client. */
  get unexplained(): readonly LogLine[] {
    const isError = ({ level, code }: LogLine): boolean =>
      level === 'fatal' || (level === 'error' && code === 'INTERNAL_ERROR');
    return this.replicas.flatMap(({ lines }) => lines.filter(isError));
  }

  async ready(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.ready()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop('SIGKILL')));
  }
}

/** What every replica of a fleet is given, with a new key. */
export function productionEnvironment(): Record<string, string> {
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return {
    ANIP_REGISTRY_MODE: 'production',
    ANIP_REGISTRY_KEY_ID: FLEET_KEY_ID,
    ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.from(d, 'base64url').toString('base64'),
    ANIP_REGISTRY_PUBLISH_TOKEN: FLEET_PUBLISH_TOKEN,
    ANIP_REGISTRY_PUBLISH_RATE: 'off',
    ANIP_REGISTRY_AUTH_FAILURE_RATE: 'off',
    ANIP_REGISTRY_ADMIN_TOKEN: FLEET_ADMIN_TOKEN,
    ANIP_REGISTRY_PUBLISHER_ID: 'fleet',
    ANIP_REGISTRY_PUBLISHER_TYPE: 'test',
  };
}
