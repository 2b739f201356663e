import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTool, runTool } from '../../support/deploy/tools';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../..');
const scripts = readdirSync(join(ROOT, 'scripts')).filter((name) => name.endsWith('.sh'));
const names = [...scripts.map((name) => `scripts/${name}`), '.ci/run', '.ci/bench'];

describeWithTool('shellcheck', 'shellcheck', () => {
  it.each(names)('has nothing to say about %s', async (name) => {
    expect(readFileSync(join(ROOT, name), 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n[^]*\nset -euo pipefail\n/);
    const run = await runTool('shellcheck', ['--severity', 'warning', join(ROOT, name)]);
    expect(run).toEqual({ exitCode: 0, output: '' });
  });
});
