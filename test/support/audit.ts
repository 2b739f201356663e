import { runCli, type CliRun } from './run-cli';

export interface Summary {
  readonly class: string;
  readonly count: number;
  readonly examples: readonly {
    readonly class: string;
    readonly artifact?: string;
    readonly version?: string;
    readonly table?: string;
    readonly detail: string;
  }[];
}

/** The JSON report of `anip-registry audit`. */
export interface AuditReport {
  readonly status: 'clean' | 'damaged';
  readonly checked: Readonly<Record<string, number>>;
  readonly skipped: readonly string[];
  readonly damage: readonly Summary[];
  readonly notes: readonly Summary[];
  readonly audit_head: string | null;
  readonly duration_ms: number;
  readonly peak_rss_bytes: number;
}

export const ANIP_REGISTRY = 'src/cli/anip-registry.ts';

/** `anip-registry audit --json` as a process of its own. */
export async function audit(
  databaseUrl: string,
  options: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliRun & { readonly report: AuditReport }> {
  const run = await runCli(['audit', '--json', ...(options.args ?? [])], {
    entry: ANIP_REGISTRY,
    env: { ANIP_REGISTRY_DATABASE_URL: databaseUrl, ...options.env },
  });
  if (run.stdout === '') throw new Error(`the audit printed no report (exit ${run.exitCode}): ${run.stderr}`);
  return { ...run, report: JSON.parse(run.stdout) as AuditReport };
}

/** What else is on stderr: how many lines of progress there are depends on how busy the machine is. */
export function withoutProgress(stderr: string): string {
  return stderr.replace(/^audit: \w+ \d+ of \d+, .*\n/gm, '');
}
