import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { loadConfig } from '../../../src/config/config';
import { buildContext } from '../../support/deploy/build-context';
import { only, parseDockerfile, type Stage } from '../../support/deploy/dockerfile';

const ROOT = join(__dirname, '../../..');
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const packageFile = JSON.parse(text('package.json')) as {
  version: string;
  license: string;
  scripts: Record<string, string>;
};

describe('the Dockerfile', () => {
  const source = text('Dockerfile');
  const stages = parseDockerfile(source);
  const image = stages.at(-1)!;
  const textsOf = (stage: Stage, keyword: string): string[] =>
    stage.instructions.filter((one) => one.keyword === keyword).map((one) => one.text);

  it('passes the linter', () => {
    expect(validate(source)).toEqual([]);
  });

  it('builds every stage on one base, pinned to a version of Node.js and of Debian', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', 'application', undefined]);
    const bases = new Set(stages.map(({ base }) => base));
    expect([...bases]).toEqual([expect.stringMatching(/^node:24\.\d+\.\d+-[a-z]+-slim$/)]);
  });

  it('installs what the lock says, without scripts, and nothing for development in the image', () => {
    const installs = stages.flatMap((stage) => textsOf(stage, 'RUN')).filter((command) => command.includes('npm'));
    expect(installs).toEqual(['npm ci --ignore-scripts', 'npm ci --omit=dev --omit=optional --ignore-scripts']);
    const copied = image.instructions.filter(({ flags }) => flags.from !== undefined);
    expect(copied.map(({ flags, text }) => `${flags.from} ${text}`)).toEqual([
      'application /app/node_modules ./node_modules',
      'application /app/dist ./dist',
      'application /app/compile-cache ./compile-cache',
    ]);
  });

  it('runs as a user with a number, who owns nothing', () => {
    expect(only(image, 'USER').text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.instructions.filter(({ flags }) => 'chown' in flags || 'chmod' in flags)).toEqual([]);
    const last = image.instructions.findLastIndex(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword));
    expect(image.instructions.findIndex(({ keyword }) => keyword === 'USER')).toBeGreaterThan(last);
  });

  it('has an init as process 1, and stops by SIGTERM', () => {
    expect(JSON.parse(only(image, 'ENTRYPOINT').text)).toEqual(['tini', '--', 'node']);
    expect(JSON.parse(only(image, 'CMD').text)).toEqual(['dist/src/main.js']);
    expect(textsOf(image, 'RUN').join()).toContain('install -y --no-install-recommends tini');
    expect(only(image, 'STOPSIGNAL').text).toBe('SIGTERM');
  });

  it('gives Node.js the flags of npm run start and start:prod', () => {
    const [, flags] = /NODE_OPTIONS=(\S+)/.exec(textsOf(image, 'ENV').join(' ')) ?? [];
    expect(flags).toMatch(/^--/);
    expect(packageFile.scripts['start:prod']).toBe(`node ${flags} dist/src/main.js`);
    expect(packageFile.scripts.start).toContain(`node ${flags} dist/src/main.js`);
  });

  it('keeps what is compiled ahead for the user who runs it, where the process looks for it', () => {
    const application = stages.find(({ name }) => name === 'application')!;
    // Root afterwards, or the process could change what it runs.
    expect(textsOf(application, 'USER')).toEqual([only(image, 'USER').text, '0:0']);
    const fill = textsOf(application, 'RUN').find((command) => command.includes('compile-ahead'))!;
    const variables = (words: string): string[] =>
      [...words.matchAll(/NODE_COMPILE_CACHE\w*=\S+/g)].map(([word]) => word);
    expect(variables(fill)).toHaveLength(2);
    expect(variables(textsOf(image, 'ENV').join(' '))).toEqual(variables(fill));
  });

  it('opens the port that is the default, and asks readyz for its health', () => {
    expect(Number(only(image, 'EXPOSE').text)).toBe(loadConfig({}).config.listen.port);
    const { text: command, flags } = only(image, 'HEALTHCHECK');
    expect(JSON.parse(command.replace(/^CMD /, ''))).toEqual(['node', '/app/deploy/healthcheck.mjs']);
    expect(Object.keys(flags).sort()).toEqual(['interval', 'retries', 'start-period', 'timeout']);
    expect(text('deploy/healthcheck.mjs')).toContain('/registry-api/v1/readyz');
  });

  it('labels the image by the words of the Open Container Initiative', () => {
    const pairs = [...only(image, 'LABEL').text.matchAll(/org\.opencontainers\.image\.([\w.]+)="([^"]*)"/g)];
    const { description, ...labels } = Object.fromEntries(pairs.map(([, name, value]) => [name, value])) as Record<
      string,
      string
    >;
    expect(description).toMatch(/^\w/);
    expect(labels).toEqual({
      title: 'ANIP Registry',
      licenses: packageFile.license,
      version: '${VERSION}',
      revision: '${REVISION}',
      created: '${CREATED}',
      'base.name': 'docker.io/library/${NODE_IMAGE}',
    });
    expect(textsOf(image, 'ARG')).toEqual(
      expect.arrayContaining(['NODE_IMAGE', `VERSION=${packageFile.version}`, 'REVISION=unknown']),
    );
  });

  it('copies only what the build context lets in, and the context lets in nothing else', () => {
    const context = buildContext(ROOT, text('.dockerignore'));
    const sources = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword, flags }) => keyword === 'COPY' && flags.from === undefined)
      .flatMap((copy) => copy.text.split(' ').slice(0, -1));
    const covers = (source: string, file: string): boolean => file === source || file.startsWith(`${source}/`);
    expect(sources.filter((source) => !context.some((file) => covers(source, file)))).toEqual([]);
    expect(context.filter((file) => !sources.some((source) => covers(source, file)))).toEqual([]);
    expect(context.filter((file) => /\.spec\.ts$|(?:^|\/)(?:test|\.git|\.env)/.test(file))).toEqual([]);
    expect(context).toEqual(expect.arrayContaining(['src/main.ts', 'migrations/index.ts', 'deploy/healthcheck.mjs']));
  });
});
