import { chownSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresUser } from '../support/postgres-tools';

/** Where backups and archived WAL go: a directory of the user whom PostgreSQL's programs run as. */
export class BackupFiles {
  readonly path = mkdtempSync(join(tmpdir(), 'anip-backup-'));

  constructor() {
    this.handOver(this.path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  directory(name: string): string {
    const path = this.file(name);
    mkdirSync(path, { mode: 0o700 });
    return this.handOver(path);
  }

  text(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  write(name: string, content: string | Buffer): string {
    writeFileSync(this.file(name), content);
    return this.handOver(this.file(name));
  }

  /** A copy in which one bit of one byte is another, `at` of the way through the file. */
  flipByte(name: string, copyName: string, at: number): string {
    const bytes = readFileSync(this.file(name));
    const position = Math.floor(bytes.length * at);
    bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position);
    return this.write(copyName, bytes);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  private handOver(path: string): string {
    const user = postgresUser();
    if (user) chownSync(path, user.uid, user.gid);
    return path;
  }
}
