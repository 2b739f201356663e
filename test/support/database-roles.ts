import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

const ROLES_SQL = join(__dirname, '../../deploy/sql/roles.sql');

export const ROLE_KINDS = ['owner', 'app', 'reader', 'monitor'] as const;
export type RoleKind = (typeof ROLE_KINDS)[number];

/** The four roles of deploy/sql/roles.sql for one database, under names of their own: roles belong to a whole server. */
export class DatabaseRoles {
  private prefix = `anip_${randomBytes(4).toString('hex')}`;
  private password = randomBytes(12).toString('hex');

  /** `adminUrl` names the database, and who runs the file there; `names` are roles that are there already. */
  constructor(
    private readonly adminUrl: string,
    private readonly names: Readonly<Partial<Record<RoleKind, string>>> = {},
  ) {}

  name(kind: RoleKind): string {
    return this.names[kind] ?? `${this.prefix}_${kind}`;
  }

  url(kind: RoleKind): string {
    const url = new URL(this.adminUrl);
    url.username = this.name(kind);
    url.password = this.password;
    return url.href;
  }

  /** The same roles on a copy of the server. */
  at(copy: { at(url: string): string }): DatabaseRoles {
    const roles = new DatabaseRoles(copy.at(this.adminUrl), this.names);
    roles.prefix = this.prefix;
    roles.password = this.password;
    return roles;
  }

  /** Runs roles.sql as psql would, and answers its warnings. */
  async apply(): Promise<string[]> {
    const sql = readFileSync(ROLES_SQL, 'utf8').replace(/:'(owner|app|reader|monitor)'/g, (_, kind: RoleKind) =>
      escapeLiteral(this.name(kind)),
    );
    return onConnection(this.adminUrl, async (client) => {
      const warnings: string[] = [];
      client.on('notice', ({ severity, message }) => {
        if (severity === 'WARNING') warnings.push(message ?? '');
      });
      await client.query(sql);
      return warnings;
    });
  }

  /** Lets each of them log in; the file leaves that to the operator. */
  async setPasswords(): Promise<void> {
    await onConnection(this.adminUrl, async (client) => {
      for (const kind of ROLE_KINDS) {
        const name = escapeIdentifier(this.name(kind));
        await client.query(`ALTER ROLE ${name} PASSWORD ${escapeLiteral(this.password)}`);
      }
    });
  }

  /** Once the database is dropped: `maintenanceUrl` names another one, as a superuser. */
  async drop(maintenanceUrl: string): Promise<void> {
    await onConnection(maintenanceUrl, async (client) => {
      for (const kind of ROLE_KINDS) await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(this.name(kind))}`);
    });
  }
}

/** Gives `work` a connection of its own, as whoever `url` names. */
export async function onConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
