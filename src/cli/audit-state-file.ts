import { existsSync, rmSync } from 'node:fs';
import { type AuditState, parseState, stateJson } from '../audit/audit-state';
import { failure, usageError } from './cli-error';
import { readJsonFile, systemMessage, writeWholeFile } from './files';
import { prettyJson } from './json-output';

/** The file of `--resume`: written after every batch, read by the next start, and gone when the audit is done. */
export class AuditStateFile {
  constructor(private readonly path: string | undefined) {}

  /** Where an earlier audit of this database stopped. @throws CliError when the file is about something else */
  read(database: string): AuditState | undefined {
    if (this.path === undefined || !existsSync(this.path)) return undefined;
    const state = parseState(readJsonFile(this.path));
    if (state === undefined) throw usageError(`${this.path} is no state of an audit; name another file for --resume`);
    if (state.database === database) return state;
    throw usageError(
      `${this.path} is the state of an audit of another database; remove it to start from the beginning`,
    );
  }

  write(state: AuditState): void {
    if (this.path !== undefined) writeWholeFile(this.path, prettyJson(stateJson(state)));
  }

  remove(): void {
    if (this.path === undefined) return;
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      throw failure(`cannot remove ${this.path}: ${systemMessage(error)}`, error);
    }
  }
}
