import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

const REGISTER_TYPESCRIPT = join(__dirname, '../../test/support/register-typescript.cjs');

/** The messages that a process logs. It has one thread for files and hashes, so a hash holds back what it writes. */
async function messagesOf(script: string): Promise<readonly string[]> {
  const source = `
    const { createLogger } = require(${JSON.stringify(join(__dirname, 'create-logger'))});
    const { logLastLine } = require(${JSON.stringify(join(__dirname, 'last-line'))});
    const logger = createLogger('info');
    ${script}
    logLastLine(logger, new Error('broken'), 'the end').then(() => process.exit(1));`;
  const child = spawn(process.execPath, ['--require', REGISTER_TYPESCRIPT, '--eval', source], {
    env: { UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = (await text(child.stdout)).trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { message: string }).message);
}

describe('the last line of a log', () => {
  it('comes after a line that is still being written', async () => {
    const held = `
      require('node:crypto').pbkdf2('', '', 200_000, 64, 'sha512', () => undefined);
      logger.warn('x'.repeat(5_000));
      logger.info('one more');`;
    expect(await messagesOf(held)).toEqual(['x'.repeat(5_000), 'one more', 'the end']);
  });

  it('comes also when nothing was logged before', async () => {
    expect(await messagesOf('')).toEqual(['the end']);
  });
});
