import { createPublicKey, verify } from 'node:crypto';
import { digestOf } from '../../../src/core/digest';
import { canonicalJson } from '../../../src/core/json/canonical-json';
import type { JsonObject } from '../../../src/core/json/json-value';
import { publishPackage } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const PATH = '/packages/city-library-lending/1.0.0/receipt';

describe('GET /packages/{id}/{version}/receipt', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'city-library-lending');
  });
  afterAll(() => app.close());

  it('answers the receipt of the publish in the shape of the contract', async () => {
    const answer = await app.anonymous().get(PATH).expect(200);
    expect(shapeFaults('receipt', answer.body)).toEqual([]);
    const { issued_at, package_id, package_version, receipt_id } = answer.body as Record<string, string>;
    expect(receipt_id).toBe(
      digestOf({ issued_at: issued_at!, package_id: package_id!, package_version: package_version! }),
    );
  });

  it('is signed by a key of /keys, as node:crypto verifies it over the served record', async () => {
    const receipt = (await app.anonymous().get(PATH)).body as Record<string, string>;
    const record = (await app.anonymous().get('/packages/city-library-lending/1.0.0')).body as JsonObject;
    const keys = (await app.anonymous().get('/keys')).body as { items: { key_id: string; public_key: string }[] };
    const [algorithm, keyId, signature = ''] = receipt.registry_signature!.split(':');
    expect([algorithm, keyId]).toEqual(['ed25519', receipt.key_id]);
    const key = keys.items.find(({ key_id }) => key_id === keyId);
    const payload = {
      ...Object.fromEntries(
        [
          'package_id',
          'package_version',
          'contract_signature',
          'definition_digest',
          'manifest_digest',
          'lock_digest',
          'package_execution_signature',
          'publisher_id',
          'publisher_type',
          'lineage',
        ].map((name) => [name, record[name]!]),
      ),
      issued_at: receipt.issued_at!,
    };
    const signed = Buffer.from(
      canonicalJson(payload).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
    );
    const publicKey = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key!.public_key, 'base64').toString('base64url') },
    });
    expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('has a strong ETag over its bytes and answers 304 to it', async () => {
    const first = await app.anonymous().get(PATH);
    expect(first.headers.etag).toMatch(/^"[^"]+"$/);
    await app.anonymous().get('/packages/city-library-lending/1.0.0/download').expect(200);
    const again = await app.anonymous().get(PATH).set('If-None-Match', String(first.headers.etag));
    expect(again).toHaveStatus(304);
  });
});
