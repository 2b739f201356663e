import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { HOSTILE_REQUESTS } from '../../support/hostile-requests';
import { TestApp } from '../../support/test-app';

/** `| what is sent | 400 REQUEST_MALFORMED |`, below a heading of level 3. */
const ROW = /^\| (?!request \||---)(.*\S) \| (.*\S) \|$/;

/** The tables of docs/http-hardening.md by their headings: what each request is answered. */
function documentedAnswers(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const text = readFileSync(join(__dirname, '../../../docs/http-hardening.md'), 'utf8');
  const sections = text.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const rows = lines.flatMap((line): [string, string][] => {
        const [, name = '', answer = ''] = ROW.exec(line) ?? [];
        return name === '' ? [] : [[name, answer]];
      });
      return [heading, new Map(rows)];
    }),
  );
}

describe('requests that a stranger makes up', () => {
  const documented = documentedAnswers();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  /** Everything that comes back until the connection ends; each request is made so that it does. */
  async function answersTo(bytes: string | Buffer): Promise<string> {
    const socket = connect(app.port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await once(socket, 'close');
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status);
    const codes = [...received.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code = '']) => code);
    const refusals = statuses.filter((status) => status >= '400');
    // Every refusal is a problem with a code.
    expect(codes).toHaveLength(refusals.length);
    const answers = statuses.map((status) => (status >= '400' ? `${status} \`${codes.shift() ?? ''}\`` : status));
    return answers.length === 0 ? 'closed without an answer' : answers.join(', ');
  }

  it('are all listed in docs/http-hardening.md, and no others', () => {
    const listed = [...documented].map(([group, rows]) => [group, [...rows.keys()]]);
    const sent = Object.entries(HOSTILE_REQUESTS).map(([group, requests]) => [group, requests.map(({ name }) => name)]);
    expect(listed).toEqual(sent);
  });

  describe.each(Object.entries(HOSTILE_REQUESTS))('%s', (group, requests) => {
    it.each(requests)('$name', async ({ name, bytes }) => {
      expect(await answersTo(bytes)).toBe(documented.get(group)?.get(name));
    });
  });

  it('leave the process as it was', async () => {
    await app.anonymous().get('/healthz').expect(200);
  });
});
