import { rmSync, statSync } from 'node:fs';
import { digestOf } from '../../../src/core/digest';
import type { JsonObject } from '../../../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from '../../support/demo-requests';
import { publishTemplate } from '../../support/publish';
import { type CliRun, runCli } from '../../support/run-cli';
import { sampleTemplate } from '../../support/sample-template';
import { StubServer } from '../../support/stub-server';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';
import { describeWithVectors } from '../../support/vectors';
import { WorkDir } from '../../support/work-dir';
import { publishVectors, startAppFor } from '../vectors/vector-files';

jest.setTimeout(60_000);

describe('anip template', () => {
  const dir = new WorkDir();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(async () => {
    dir.remove();
    await app.close();
  });

  function publish(template: unknown): Promise<CliRun> {
    const file = dir.write('template.json', template);
    return runCli(['template', 'publish', '--template', file, '--registry-url', app.origin], {
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN },
    });
  }

  function download(origin: string, template: string, ...flags: string[]): Promise<CliRun> {
    return runCli(['template', 'download', template, '--registry-url', origin, ...flags]);
  }

  describe('publish', () => {
    it('publishes an envelope as it was exported', async () => {
      const envelope = demoRequest(DEMO_TEMPLATE).package as JsonObject;
      const run = await publish(envelope);
      expect(run).toMatchObject({ exitCode: 0 });
      const served = await app.anonymous().get('/templates/city-library-starter/0.1.0');
      expect(JSON.parse(run.stdout)).toEqual({ template: served.body as JsonObject });
      expect((await app.anonymous().get('/templates/city-library-starter/0.1.0/download')).body).toEqual(envelope);
    });

    it('publishes a request, and once more with the same answer', async () => {
      const first = await publish(sampleTemplate('again'));
      const second = await publish(sampleTemplate('again'));
      expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
      expect(second.stderr).toContain('again@1.0.0 is already published, identical\n');
      expect(JSON.parse(second.stdout)).toEqual(JSON.parse(first.stdout));
    });

    it('publishes the record of another Registry', async () => {
      await publishTemplate(app, 'moved');
      const run = await publish((await app.anonymous().get('/templates/moved/1.0.0')).body);
      expect(run).toMatchObject({ exitCode: 0 });
      expect(run.stderr).toContain('already published, identical');
    });

    it('fails for other content under the same version, and shows both', async () => {
      await publish(sampleTemplate('other'));
      const run = await publish(sampleTemplate('other', '1.0.0', { template: { title: 'Another' } }));
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      for (const name of ['manifest_digest', 'template_digest', 'package_digest']) {
        expect(run.stderr).toMatch(new RegExp(`${name} here sha256:\\w{64}, stored sha256:\\w{64}`));
      }
    });

    it('only makes the request without a Registry', async () => {
      const envelope = demoRequest(DEMO_TEMPLATE).package as JsonObject;
      const run = await runCli(['template', 'publish', '--template', dir.write('template.json', envelope)]);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(run.stdout)).toEqual({
        template_id: 'city-library-starter',
        template_version: '0.1.0',
        manifest: envelope.manifest,
        template: envelope.template,
        package: envelope,
      });
    });

    it.each<[string, unknown]>([
      ['manifest', { template: { schema: 'x' } }],
      ['template', { manifest: { template_id: 'a', package_version: '1' } }],
      ['template_id', { manifest: { package_version: '1' }, template: { id: 'a' } }],
      ['template_version', { template_id: 'a', manifest: { template_id: 'a' }, template: { id: 'a' } }],
    ])('refuses a file without %s by name', async (name, content) => {
      const run = await publish(content);
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^anip: [^\\n]*: ${name} is missing[^\\n]*\\n$`));
    });
  });

  describe('download', () => {
    it('writes what the Registry serves, byte for byte, and prints what was proven', async () => {
      await publishTemplate(app, 'served');
      const output = dir.file('served.json');
      const run = await download(app.origin, 'served@1.0.0', '--output', output);
      expect(run).toMatchObject({ exitCode: 0 });
      const served = await app.anonymous().get('/templates/served/1.0.0/download');
      expect(dir.read('served.json')).toBe(served.text);
      expect(statSync(output).mode & 0o777).toBe(0o600);
      const record = (await app.anonymous().get('/templates/served/1.0.0')).body as JsonObject;
      expect(JSON.parse(run.stdout)).toEqual({
        status: 'ok',
        template_id: 'served',
        template_version: '1.0.0',
        anip_spec_version: 'anip/0.24',
        manifest_digest: record.manifest_digest,
        template_digest: record.template_digest,
        package_digest: record.package_digest,
        output,
      });
      // The test's own and the command's.
      expect(record.download_count).toBe(2);
      expect((await publish(dir.read('served.json'))).stderr).toContain('already published, identical');
    });

    it('prints the template without --output', async () => {
      await publishTemplate(app, 'printed');
      const run = await download(app.origin, 'printed@1.0.0');
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toBe((await app.anonymous().get('/templates/printed/1.0.0/download')).text);
    });

    it.each(['served', '@1.0.0', 'served@', ''])('takes %j for wrong usage', async (template) => {
      expect(await download(app.origin, template)).toMatchObject({ exitCode: 2, stdout: '' });
    });

    it('fails for an unknown template', async () => {
      const run = await download(app.origin, 'nobody@1.0.0', '--output', dir.file('nobody.json'));
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toContain('404 TEMPLATE_NOT_FOUND');
    });

    describe('from a Registry that lies', () => {
      let record: JsonObject;
      let envelope: JsonObject;

      beforeAll(async () => {
        await publishTemplate(app, 'honest');
        record = (await app.anonymous().get('/templates/honest/1.0.0')).body as JsonObject;
        envelope = (await app.anonymous().get('/templates/honest/1.0.0/download')).body as JsonObject;
      });

      beforeEach(() => rmSync(dir.file('lie.json'), { force: true }));

      async function downloadFrom(lie: { record?: JsonObject; envelope?: JsonObject }): Promise<CliRun> {
        const stub = await StubServer.start((request) => ({
          status: 200,
          body: request.endsWith('/download') ? (lie.envelope ?? envelope) : { ...record, ...lie.record },
        }));
        try {
          return await download(stub.origin, 'honest@1.0.0', '--output', dir.file('lie.json'));
        } finally {
          await stub.close();
        }
      }

      /** The record and the envelope of this template, consistent in every digest. */
      function consistent(changes: JsonObject): { record: JsonObject; envelope: JsonObject } {
        const template = { ...(record.template as JsonObject), ...changes };
        const changed = { ...envelope, template };
        return {
          record: {
            template,
            template_digest: digestOf(template),
            package: changed,
            package_digest: digestOf(changed),
          },
          envelope: changed,
        };
      }

      it('is believed while it tells the truth', async () => {
        expect(await downloadFrom({})).toMatchObject({ exitCode: 0 });
        expect(await downloadFrom(consistent({ title: 'x' }))).toMatchObject({ exitCode: 0 });
      });

      it.each<[string, string, () => { record?: JsonObject; envelope?: JsonObject }]>([
        [
          'another manifest',
          'manifest_digest',
          () => ({ record: { manifest: { ...(record.manifest as JsonObject), x: 1 } } }),
        ],
        [
          'another template',
          'template_digest',
          () => ({ record: { template: { ...(record.template as JsonObject), x: 1 } } }),
        ],
        ['another package in the record', 'package_digest', () => ({ record: { package: { ...envelope, x: 1 } } })],
        ['another file', 'package_digest', () => ({ envelope: { ...envelope, x: 1 } })],
        ['an empty file', 'package_digest', () => ({ envelope: {} })],
        ['no digest', 'template_digest', () => ({ record: { template_digest: '' } })],
        [
          'an envelope around another template',
          'template_digest',
          () => {
            const changed = { ...envelope, template: { ...(envelope.template as JsonObject), title: 'another' } };
            return { record: { package: changed, package_digest: digestOf(changed) }, envelope: changed };
          },
        ],
        ['another id', 'template_id', () => ({ record: { template_id: 'other' } })],
        ['another version', 'template_version', () => ({ record: { template_version: '1.0.1' } })],
        ['a newer level', 'anip/0.25', () => ({ record: { anip_spec_version: 'anip/0.25' } })],
        ['a much newer level', 'anip/1.0', () => ({ record: { anip_spec_version: 'anip/1.0' } })],
        ['no level', 'SPEC_VERSION_UNSUPPORTED', () => ({ record: { anip_spec_version: 'latest' } })],
        ['a newer level in the template alone', 'anip/0.100', () => consistent({ anipSpecVersion: 'anip/0.100' })],
      ])('%s: fails by name and writes nothing', async (_, named, lie) => {
        const run = await downloadFrom(lie());
        expect(run).toMatchObject({ exitCode: 1, stdout: '' });
        expect(run.stderr).toContain(named);
        expect(dir.names().filter((name) => name.startsWith('.') || name === 'lie.json')).toEqual([]);
      });

      it('takes an older level, which it still understands', async () => {
        expect(await downloadFrom({ record: { anip_spec_version: 'anip/0.9' } })).toMatchObject({ exitCode: 0 });
      });
    });
  });
});

describeWithVectors('anip template publish on the templates of the reference', (vectorsDir) => {
  const dir = new WorkDir();
  afterAll(() => dir.remove());

  it.each(publishVectors(vectorsDir, 'templates'))('decides $file as the reference does', async ({ vector }) => {
    const app = await startAppFor(vector);
    const file = dir.write('template.json', vector.request);
    const run = await runCli(['template', 'publish', '--template', file, '--registry-url', app.origin], {
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN },
    });
    await app.close();
    if (vector.expect.status === 400) {
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    } else {
      expect(run).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(run.stdout)).toEqual({ template: vector.expect.template });
    }
  });
});
