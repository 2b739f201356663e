import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Where the program is, or undefined. */
export function findTool(name: string): string | undefined {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/**
 * A suite that needs a program which npm does not bring. Without it the suite is counted as skipped, and says so; where
 * ANIP_REQUIRE_DEPLOY_TOOLS is 1, as in CI, it fails instead.
 */
export function describeWithTool(tool: string, name: string, fn: () => void): void {
  if (findTool(tool) !== undefined || process.env.ANIP_REQUIRE_DEPLOY_TOOLS === '1') {
    describe(name, fn);
    return;
  }
  describeSkipped(name, `skipped: ${tool} is not installed`);
}

/** The same for a program that no Debian package brings in a version that will do: it is never required. */
export function describeWithOptionalTool(isThere: boolean, tool: string, name: string, fn: () => void): void {
  if (isThere) describe(name, fn);
  else describeSkipped(name, `skipped: ${tool} is not installed`);
}

function describeSkipped(name: string, notice: string): void {
  console.warn(`${name} ${notice}`);
  // What would be tested needs a program that is not there; jest must count it.
  // eslint-disable-next-line no-restricted-syntax
  describe.skip(name, () => {
    it(notice, () => undefined);
  });
}

export interface ToolRun {
  readonly exitCode: number;
  readonly output: string;
}

/** Standard output and error together, as a person sees them. */
export async function runTool(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ToolRun> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, options);
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, output: stdout + stderr };
  }
}
