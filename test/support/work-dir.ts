import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of the test's own for the files that commands read and write. */
export class WorkDir {
  readonly path = mkdtempSync(join(tmpdir(), 'anip-cli-'));

  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a text as it is and anything else as JSON; answers the path. */
  write(name: string, content: unknown): string {
    writeFileSync(this.file(name), typeof content === 'string' ? content : JSON.stringify(content));
    return this.file(name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  /** Also shows temporary files that were left behind. */
  names(): string[] {
    return readdirSync(this.path).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
