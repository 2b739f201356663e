import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** The superuser of a store with all triggers off: what an attacker or an accident may do, and no constraint sees. */
export class Vandal {
  private constructor(private readonly client: Client) {}

  static async in<T>(superuserUrl: string, work: (vandal: Vandal) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: superuserUrl });
    await client.connect();
    try {
      await client.query('SET session_replication_role = replica');
      return await work(new Vandal(client));
    } finally {
      await client.end();
    }
  }

  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Stores other bytes under their own digest, so that no check on blobs alone can object. */
  async blob(content: string | Buffer): Promise<string> {
    const bytes = Buffer.from(content);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    await this.sql('INSERT INTO registry.blobs (digest, content) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      digest,
      bytes,
    ]);
    return digest;
  }

  async contentOf(table: string, column: string, where: string): Promise<Buffer> {
    const [row] = await this.sql<{ content: Buffer }>(
      `SELECT content FROM registry.blobs b JOIN registry.${table} t ON t.${column} = b.digest WHERE ${where}`,
    );
    if (row === undefined) throw new Error(`nothing to damage: ${table}.${column} where ${where}`);
    return row.content;
  }
}
