import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { testServer } from './test-server';

const run = promisify(execFile);

/** A real disk of a few MiB for a tablespace: a tmpfs, which only root can mount, on the machine of the server. */
export class TinyDisk {
  private constructor(
    private readonly mountPoint: string,
    /** Where the tablespace goes: it must belong to the user that the server runs as. */
    readonly location: string,
  ) {}

  /** Undefined where there cannot be one. */
  static async mount(mebibytes: number): Promise<TinyDisk | undefined> {
    if (process.getuid?.() !== 0) return undefined;
    const mountPoint = await mkdtemp(join(tmpdir(), 'anip-tiny-disk-'));
    try {
      const { uid, gid } = await stat(await dataDirectory());
      await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'tmpfs', mountPoint]);
      const location = join(mountPoint, 'space');
      await mkdir(location, { mode: 0o700 });
      await chown(location, uid, gid);
      return new TinyDisk(mountPoint, location);
    } catch {
      await rm(mountPoint, { recursive: true, force: true });
      return undefined;
    }
  }

  async grow(mebibytes: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${mebibytes}m`, this.mountPoint]);
  }

  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.mountPoint]);
    await rm(this.mountPoint, { recursive: true, force: true });
  }
}

async function dataDirectory(): Promise<string> {
  const client = new Client({ connectionString: testServer().superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}
