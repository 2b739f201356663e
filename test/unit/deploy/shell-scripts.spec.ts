import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTool, runTool } from '../../support/deploy/tools';

jest.setTimeout(60_000);

const SCRIPTS = join(__dirname, '../../../scripts');
const names = readdirSync(SCRIPTS).filter((name) => name.endsWith('.sh'));

describeWithTool('shellcheck', 'shellcheck', () => {
  it.each(names)('has nothing to say about %s', async (name) => {
    expect(readFileSync(join(SCRIPTS, name), 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n[^]*\nset -euo pipefail\n/);
    const run = await runTool('shellcheck', ['--severity', 'warning', join(SCRIPTS, name)]);
    expect(run).toEqual({ exitCode: 0, output: '' });
  });
});
