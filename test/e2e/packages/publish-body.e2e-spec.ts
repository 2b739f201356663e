import { gzipSync } from 'node:zlib';
import { samplePackage } from '../../support/demo-requests';
import { RawHttp } from '../../support/raw-http';
import { shapeFaults } from '../../support/schemas';
import { type LogLine, PUBLISH_TOKEN, takeLogs, TestApp } from '../../support/test-app';

const CAP_BYTES = 5_242_880;
const HEAD = [
  'POST /registry-api/v1/publications HTTP/1.1',
  'Host: localhost',
  `Authorization: Bearer ${PUBLISH_TOKEN}`,
] as const;

describe('the body of a publish', () => {
  let app: TestApp;
  let before: Record<string, number>;

  beforeAll(async () => {
    app = await TestApp.start();
    before = await app.rowCounts();
  });
  afterAll(() => app.close());

  const valid = JSON.stringify(samplePackage());
  const withMember = (member: string): string => `${valid.slice(0, -1)},${member}}`;

  it.each([
    ['an empty body', '', 'BODY_EMPTY', ''],
    ['white space', ' \r\n', 'JSON_SYNTAX', undefined],
    ['half a document', valid.slice(0, -20), 'JSON_SYNTAX', undefined],
    ['text after the value', `${valid} {}`, 'JSON_SYNTAX', undefined],
    ['a byte order mark', `\ufeff${valid}`, 'JSON_SYNTAX', undefined],
    ['a trailing comma', withMember(''), 'JSON_SYNTAX', undefined],
    ['NaN', withMember('"x":NaN'), 'JSON_SYNTAX', undefined],
    ['single quotes', "{'a':1}", 'JSON_SYNTAX', undefined],
    ['a raw line feed in a string', withMember('"x":"a\nb"'), 'JSON_SYNTAX', undefined],
    ['a number that overflows', withMember('"x":[1e400]'), 'JSON_NUMBER_OVERFLOW', undefined],
    ['a repeated request member', withMember('"package_id":"other"'), 'JSON_REPEATED_MEMBER', '/package_id'],
    [
      'a request member repeated by an escape',
      withMember('"p\\u0061ckage_id":"x"'),
      'JSON_REPEATED_MEMBER',
      '/package_id',
    ],
    ['a repeated unknown member', '{"x":1,"x":1}', 'JSON_REPEATED_MEMBER', '/x'],
    ['an array', '[]', 'MEMBER_TYPE_INVALID', ''],
    ['null', 'null', 'MEMBER_TYPE_INVALID', ''],
    ['an empty object', '{}', 'IDENTITY_REQUIRED', '/package_id'],
    ['members in another case', valid.replace('"package_id"', '"Package_Id"'), 'IDENTITY_REQUIRED', '/package_id'],
    [
      'nesting beyond 10000 levels',
      withMember(`"x":${'['.repeat(10_000)}${']'.repeat(10_000)}`),
      'JSON_TOO_DEEP',
      undefined,
    ],
    ['gzip', gzipSync(valid), 'JSON_SYNTAX', undefined],
    ['UTF-16', Buffer.from(valid, 'utf16le'), 'JSON_SYNTAX', undefined],
  ])('refuses %s and stores nothing', async (_, body, code, pointer) => {
    const answer = await app.publisher().publishPackage(body);
    expect(answer).toHaveErrorCode(code, 400);
    expect(shapeFaults('problem', answer.body)).toEqual([]);
    if (pointer !== undefined) expect(answer.body).toMatchObject({ details: { pointer } });
    expect(await app.rowCounts()).toEqual(before);
  });

  it('does not unpack a body that says it is gzip', async () => {
    const answer = await app.publisher().publishPackage(gzipSync(valid)).set('Content-Encoding', 'gzip');
    expect(answer).toHaveErrorCode('JSON_SYNTAX', 400);
  });

  it('takes repeated members inside free-form objects and nesting of 10000 levels in an unknown member', async () => {
    const depth = 9_999;
    const body = withMember(`"x":${'['.repeat(depth)}${']'.repeat(depth)},"y":{"a":1,"a":2}`);
    await app.publisher().publishPackage(body).expect(201);
    await app.empty();
  });

  it.each(['[', '{"a":', '[{"x":'])('refuses 5 MiB of %s at once', async (piece) => {
    const bomb = piece.repeat(Math.floor(CAP_BYTES / piece.length));
    const startedAt = performance.now();
    const answer = await app.publisher().publishPackage(bomb);
    expect(answer).toHaveErrorCode('JSON_TOO_DEEP', 400);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    // The process still works, and at once.
    await app.anonymous().get('/healthz').expect(200);
  });

  it.each(['0', '{}', '""', '[[]]'])('refuses more than 250,000 of %s before any of it is built', async (piece) => {
    const body = withMember(`"x":[${`${piece},`.repeat(250_000)}0]`);
    expect(await app.publisher().publishPackage(body)).toHaveErrorCode('JSON_TOO_MANY_VALUES', 400);
    expect(await app.rowCounts()).toEqual(before);
  });

  it('takes a body of exactly 5 MiB', async () => {
    await app
      .publisher()
      .publishPackage(valid + ' '.repeat(CAP_BYTES - Buffer.byteLength(valid)))
      .expect(201);
    await app.empty();
  });

  it('refuses one byte more with 413 and the limit', async () => {
    const answer = await app.publisher().publishPackage(valid + ' '.repeat(CAP_BYTES + 1 - Buffer.byteLength(valid)));
    expect(answer).toHaveErrorCode('BODY_TOO_LARGE', 413);
    expect(answer.body).toMatchObject({ details: { limit: CAP_BYTES } });
  });

  it('refuses a stated length over the cap before any byte of it has arrived', async () => {
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, `Content-Length: ${CAP_BYTES + 1}`);
    const answer = await connection.answer();
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'BODY_TOO_LARGE' });
    connection.close();
  });

  it('refuses it to a client that asks first without inviting it', async () => {
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, `Content-Length: ${CAP_BYTES + 1}`, 'Expect: 100-continue');
    expect(await connection.answer()).toMatchObject({ status: 413 });
    connection.close();
  });

  it.each([
    ['HTTP/1.1', '100-continue', 100],
    ['HTTP/1.1', '100-Continue', 100],
    ['HTTP/1.0', '100-continue', 400],
  ])('answers a client of %s that expects %s with %i first', async (version, expectation, status) => {
    const connection = await RawHttp.open(app.port);
    const [line, ...rest] = HEAD;
    const headers = ['Connection: close', 'Content-Length: 2', `Expect: ${expectation}`];
    connection.head(line.replace('HTTP/1.1', version), ...rest, ...headers);
    await connection.write('{}');
    expect((await connection.answer()).status).toBe(status);
    connection.close();
  });

  it('refuses a stream that never ends as soon as it is over the cap', async () => {
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, 'Transfer-Encoding: chunked');
    const piece = Buffer.from(`10000\r\n${' '.repeat(0x10000)}\r\n`);
    let sentBytes = 0;
    while (!connection.hasAnswer && (await connection.write(piece))) sentBytes += 0x10000;
    expect(await connection.answer()).toMatchObject({ status: 413 });
    // What the sockets' buffers held when the answer came, and not what the client would have liked to send.
    expect(sentBytes).toBeGreaterThan(CAP_BYTES);
    expect(sentBytes).toBeLessThan(3 * CAP_BYTES);
    connection.close();
  });

  it('cuts the connection of a client that goes on sending after its 413', async () => {
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, 'Transfer-Encoding: chunked');
    const piece = Buffer.from(`100000\r\n${' '.repeat(0x100000)}\r\n`);
    let sentMiB = 0;
    while (sentMiB < 200 && (await connection.write(piece))) sentMiB += 1;
    expect(sentMiB).toBeLessThan(100);
    expect(await connection.answer()).toMatchObject({ status: 413 });
  });

  it('notices a body that is cut off, stores nothing and says so in the log', async () => {
    takeLogs();
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, `Content-Length: ${Buffer.byteLength(valid)}`);
    await connection.write(valid.slice(0, 1_000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    connection.close();
    const lines: LogLine[] = [];
    await until(() => lines.push(...takeLogs()) > 1);
    const lineOf = (message: string): LogLine | undefined => lines.find((line) => line.message === message);
    expect(lineOf('package publish rejected')).toMatchObject({
      code: 'BODY_INCOMPLETE',
      publish_status: 'invalid_request',
    });
    expect(lineOf('request completed')).toMatchObject({ code: 'BODY_INCOMPLETE', status: 499, aborted: true });
    expect(await app.rowCounts()).toEqual(before);
  });

  it('answers 400 to a body that ends before its stated length', async () => {
    const connection = await RawHttp.open(app.port);
    connection.head(...HEAD, `Content-Length: ${Buffer.byteLength(valid)}`);
    await connection.write(valid.slice(0, 1_000));
    connection.socket.end();
    const answer = await connection.answer();
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'BODY_INCOMPLETE' });
    expect(await app.rowCounts()).toEqual(before);
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
