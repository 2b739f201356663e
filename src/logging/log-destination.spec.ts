import {
  type ChildProcess,
  execFileSync,
  spawn,
  spawnSync,
  type SpawnSyncReturns,
  type StdioOptions,
} from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const REGISTER_TYPESCRIPT = join(__dirname, '../../test/support/register-typescript.cjs');

function argumentsFor(script: string): string[] {
  const logger = `require(${JSON.stringify(join(__dirname, 'create-logger'))}).createLogger('info')`;
  return ['--require', REGISTER_TYPESCRIPT, '--eval', `const logger = ${logger};${script}`];
}

/** A process that logs into a pipe which nobody reads until it is asked for. It has one thread for files and hashes. */
class LoggingProcess {
  private constructor(
    readonly process: ChildProcess,
    private readonly readEnd: number,
  ) {}

  static start(script: string): LoggingProcess {
    const directory = mkdtempSync(join(tmpdir(), 'anip-registry-log-'));
    const path = join(directory, 'pipe');
    execFileSync('mkfifo', [path]);
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, constants.O_WRONLY);
    rmSync(directory, { recursive: true });
    const child = spawn(process.execPath, argumentsFor(script), {
      env: { UV_THREADPOOL_SIZE: '1' },
      stdio: ['ignore', writeEnd, 'inherit', 'ipc'],
    });
    closeSync(writeEnd);
    return new LoggingProcess(child, readEnd);
  }

  static runInto(file: string, script: string): SpawnSyncReturns<Buffer> {
    const output = openSync(file, constants.O_WRONLY);
    try {
      const stdio: StdioOptions = ['ignore', output, 'inherit'];
      return spawnSync(process.execPath, argumentsFor(script), { env: {}, stdio, timeout: 20_000 });
    } finally {
      closeSync(output);
    }
  }

  pipe(): Socket {
    return new Socket({ fd: this.readEnd, readable: true, writable: false });
  }

  /** Until the process ends. Every line must be a whole one. */
  async messages(): Promise<readonly string[]> {
    const lines = (await text(this.pipe())).trimEnd().split('\n');
    return lines.map((line) => (JSON.parse(line) as { message: string }).message);
  }
}

describe('the log on standard output', () => {
  it('keeps the order when the process ends with a fatal line, whatever its threads do', async () => {
    const logging = LoggingProcess.start(`
      require('node:crypto').pbkdf2('', '', 200_000, 64, 'sha512', () => undefined);
      logger.warn('x'.repeat(5_000));
      logger.info('one more');
      logger.fatal('the end');
      process.exit(1);`);
    expect(await logging.messages()).toEqual(['x'.repeat(5_000), 'one more', 'the end']);
  });

  it('writes out what waits when the process exits', async () => {
    expect(await LoggingProcess.start(`logger.info('short'); process.exit(0);`).messages()).toEqual(['short']);
  });

  it('hands lines on while the process goes on', async () => {
    const logging = LoggingProcess.start(`logger.info('short'); setInterval(() => undefined, 1_000);`);
    const [first] = (await once(logging.pipe(), 'data')) as [Buffer];
    expect(first.toString()).toContain('"message":"short"');
    logging.process.kill('SIGKILL');
  });

  it('does not wait for a reader: the process goes on, and its lines come when they are read', async () => {
    const logging = LoggingProcess.start(`
      for (let line = 0; line < 5_000; line += 1) logger.info('line ' + line);
      process.send('done');
      process.once('message', () => setTimeout(() => process.exit(0), 1_000));`);
    expect((await once(logging.process, 'message'))[0]).toBe('done');
    const messages = logging.messages();
    logging.process.send('read');
    expect(await messages).toEqual(Array.from({ length: 5_000 }, (_, line) => `line ${line}`));
  });

  it('does not wait for a reader either where another process has made the pipe wait', async () => {
    // A process that is started with the same pipe makes it so.
    const logging = LoggingProcess.start(`
      require('node:child_process').spawnSync(process.execPath, ['--version'], { stdio: ['ignore', 'inherit', 'inherit'] });
      for (let line = 0; line < 5_000; line += 1) logger.info('line ' + line);
      process.send('done');
      process.once('message', () => process.exit(0));`);
    expect((await once(logging.process, 'message'))[0]).toBe('done');
    logging.process.send('end');
    expect(await once(logging.process, 'exit')).toEqual([0, null]);
    logging.pipe().destroy();
  });

  it('keeps no process from ending whose reader has gone, before or after the pipe was full', async () => {
    for (const lines of [1, 5_000]) {
      const logging = LoggingProcess.start(`
        for (let line = 0; line < ${lines}; line += 1) logger.info('line ' + line);
        process.send('done');
        process.once('message', () => {
          logger.info('nobody reads this');
          logger.fatal('nor this');
          process.exit(1);
        });`);
      await once(logging.process, 'message');
      logging.pipe().destroy();
      logging.process.send('end');
      expect(await once(logging.process, 'exit')).toEqual([1, null]);
    }
  });

  it('keeps no process from ending when the disk is full', () => {
    const { status } = LoggingProcess.runInto('/dev/full', `logger.info('one'); logger.fatal('two'); process.exit(3);`);
    expect(status).toBe(3);
  });

  it('drops lines, not the service, when nobody reads for long, and ends without a reader', async () => {
    const logging = LoggingProcess.start(`
      const long = 'y'.repeat(100_000);
      for (let line = 0; line < 1_000; line += 1) logger.info(long);
      process.send(process.memoryUsage().rss);
      process.exit(0);`);
    const [residentBytes] = (await once(logging.process, 'message')) as [number];
    expect(residentBytes).toBeLessThan(250_000_000);
    expect(await once(logging.process, 'exit')).toEqual([0, null]);
    logging.pipe().destroy();
  });
});
