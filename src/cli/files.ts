import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failure } from './cli-error';
import { RegistryError } from '../core/errors';
import { isObject, type JsonObject } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';

/** Only the owner reads what a command wrote (cli.md section 1). */
const FILE_MODE = 0o600;

/**
 * Writes the whole file or nothing: to a temporary name beside it, then renamed.
 * @throws CliError naming the path when it cannot be written
 */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.anip-tmp`);
  try {
    writeFileSync(temporary, content, { mode: FILE_MODE, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw failure(`cannot write ${path}: ${systemMessage(error)}`, error);
  }
}

/** Where nothing could be written, removing may fail too; the first fault is the one to report. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is nothing to remove where the directory is none.
  }
}

/** @throws CliError naming the path when it cannot be read */
export function readWholeFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw failure(`cannot read ${path}: ${systemMessage(error)}`, error);
  }
}

/** A JSON file whose root is an object. @throws CliError naming the path and the place of the fault */
export function readJsonFile(path: string): JsonObject {
  const bytes = readWholeFile(path);
  try {
    const value = parseJson(bytes);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw failure(`${path}: ${error.message.replace('the body', 'the file')}`, error);
  }
  throw failure(`${path}: a JSON object is expected`);
}

/** `ENOENT: no such file or directory, open '/x'` without the call and the path, which the message has already. */
export function systemMessage(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^[A-Z]+: /, '').replace(/, \w+ .*$/s, '') : 'unknown error';
}
