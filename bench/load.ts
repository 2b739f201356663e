import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { loadHeads } from './head-load';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** `HEAD` is asked by a client of our own: wrk waits for the body that a HEAD's Content-Length speaks of. */
  readonly method?: 'HEAD';
  /** A wrk script that makes the requests, with its arguments; without one, GET of the URL. */
  readonly script?: string;
  readonly args?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing needs to be answered before the time is over: enough to warm up by, too little to measure. */
  readonly mayBeEmpty?: boolean;
  /** Ends wrk before its time. */
  readonly signal?: AbortSignal;
}

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
}

interface Report {
  readonly requests: number;
  readonly microseconds: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
  readonly broken: number;
}

/**
 * Loads a URL: one thread, keep-alive connections, closed loop. An answer that is not a success, or a broken
 * connection, makes the measurement worthless, so it fails.
 */
export async function load(options: Load): Promise<LoadResult> {
  if (options.method === 'HEAD') return loadHeads(options);
  const headers = Object.entries(options.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const flags = ['-t1', `-c${options.connections}`, `-d${options.seconds}s`, '--timeout', '30s', ...headers];
  const script = join(__dirname, options.script ?? 'get.lua');
  const output = await run('wrk', [...flags, '-s', script, options.url, ...(options.args ?? [])], options.signal);
  const line = output.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`wrk gave no report:\n${output}`);
  const report = JSON.parse(line) as Report;
  if (report.refused + report.broken > 0 || (report.requests === 0 && options.mayBeEmpty !== true)) {
    throw new Error(`${options.url}: ${line}; every request must succeed\n${output}`);
  }
  return {
    requests: report.requests,
    requestsPerSecond: (report.requests / report.microseconds) * 1e6,
    p50Ms: report.p50 / 1e3,
    p99Ms: report.p99 / 1e3,
    bytes: report.bytes,
  };
}

async function run(command: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`${command} could not be started (${error.message}); on Debian: apt-get install wrk`)),
    );
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${output}`);
  return output;
}
