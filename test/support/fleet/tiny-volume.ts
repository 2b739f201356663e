import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk that can be filled to the last bytes without harm to anybody else: a tmpfs of its own. */
export class TinyVolume {
  private constructor(
    readonly path: string,
    private readonly ballast: string,
  ) {}

  /** Undefined where there cannot be one: only root may mount. */
  static async mount(mebibytes: number): Promise<TinyVolume | undefined> {
    if (process.getuid?.() !== 0) return undefined;
    const path = await mkdtemp(join(tmpdir(), 'anip-volume-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'tmpfs', path]);
      await chmod(path, 0o755);
      return new TinyVolume(path, join(path, 'ballast'));
    } catch {
      await rm(path, { recursive: true, force: true });
      return undefined;
    }
  }

  /** Takes all space but this much. */
  async fill(leftBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.path);
    await run('fallocate', ['--length', String(bavail * bsize - leftBytes), this.ballast]);
  }

  async free(): Promise<void> {
    await rm(this.ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.path]);
    await rm(this.path, { recursive: true, force: true });
  }
}
