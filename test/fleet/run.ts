import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Report } from '../support/fleet/report';
import { readFlags } from '../support/fleet/scenario';

const SCENARIOS = [
  'rolling',
  'outage',
  'failover',
  'migrating',
  'clocks',
  'disk-full',
  'pool',
  'rotation',
  'backup',
] as const;
const REGISTER_TYPESCRIPT = join(__dirname, '../support/register-typescript.cjs');

/** All scenarios, one after the other, each with the flags of this one; exit code 1 if any of them deviates. */
async function runAll(): Promise<void> {
  const flags = process.argv.slice(2);
  readFlags(flags);
  const report = new Report();
  const results: { readonly name: string; readonly code: number | null }[] = [];
  for (const name of SCENARIOS) {
    const script = join(__dirname, `${name}.ts`);
    const child = spawn(process.execPath, ['--require', REGISTER_TYPESCRIPT, script, ...flags], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    results.push({ name, code });
  }
  report.section('All scenarios');
  for (const { name, code } of results) report.check(name, code === 0, `exit code ${code ?? 'none'}`);
  process.exitCode = report.isClean ? 0 : 1;
}

void runAll();
