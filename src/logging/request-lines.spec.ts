import { createLogger } from './create-logger';
import { runWithRequestId } from './request-id';
import { type RequestLine, RequestLines } from './request-lines';

const LINES: readonly RequestLine[] = [
  { request_id: 'a-1', method: 'GET', route: '/registry-api/v1/packages/:packageId', status: 200, duration_ms: 0.25 },
  { request_id: 'a-1', status: 404, code: 'PACKAGE_NOT_FOUND', aborted: true },
  { 'package.id': 'names/with "quotes", \\ and \u0007', download_count: 3, 'package.version': 'ü\u2028\n' },
  { text: 'long '.repeat(100) },
];

/** The lines of both, with one time. */
function printed(level: 'info' | 'warn', line: RequestLine): { readonly ours: string[]; readonly pinos: string[] } {
  const ours: string[] = [];
  const pinos: string[] = [];
  // Bound to something, as loggers are that were handed on.
  const bindings = { part: 'a "part"' };
  new RequestLines(createLogger(level, { write: (text) => void ours.push(text) }).child(bindings)).write(line);
  createLogger(level, { write: (text) => void pinos.push(text) })
    .child(bindings)
    .info(line, 'request completed');
  return { ours, pinos };
}

describe('RequestLines', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-22T10:00:00.123Z') }));
  afterEach(() => jest.useRealTimers());

  it.each(LINES)('prints what pino prints, to the byte: %j', (line) => {
    const { ours, pinos } = printed('info', line);
    expect(ours).toEqual(pinos);
    expect(JSON.parse(ours.join(''))).toEqual({
      level: 'info',
      time: '2026-11-22T10:00:00.123Z',
      service: 'anip-registry',
      pid: process.pid,
      part: 'a "part"',
      ...line,
      message: 'request completed',
    });
  });

  it('prints nothing where the level is above, like pino', () => {
    expect(printed('warn', { status: 200 })).toEqual({ ours: [], pinos: [] });
  });

  it('has the id that it is told, whichever request runs', () => {
    const lines: string[] = [];
    const requestLines = new RequestLines(createLogger('info', { write: (text) => void lines.push(text) }));
    runWithRequestId('another', () => requestLines.write({ request_id: 'this one' }));
    expect(lines.join('')).toContain('"request_id":"this one"');
    expect(lines.join('')).not.toContain('another');
  });
});
