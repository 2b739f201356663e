import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { connectionUrl } from './connection-url';

const SERVER = 'postgres://ada:p%40ss@db.example:6543/registry';

interface Tls {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: string;
  readonly checkServerIdentity?: () => void;
}

describe('connectionUrl', () => {
  let directory: string;
  let authority: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'anip-authority-'));
    authority = join(directory, 'ca.pem');
    writeFileSync(authority, 'the authority');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(['', '?application_name=x', '?host=/var/run/postgresql'])(
    'leaves a URL without sslmode alone: %j',
    (query) => {
      expect(connectionUrl(`${SERVER}${query}`)).toBe(`${SERVER}${query}`);
    },
  );

  it('leaves what is no URL to pg', () => {
    expect(connectionUrl('/var/run/postgresql registry')).toBe('/var/run/postgresql registry');
  });

  it('keeps user, password, host, port, database and the other parameters', () => {
    expect(parse(connectionUrl(`${SERVER}?sslmode=require&options=-c%20geqo%3Doff`))).toMatchObject({
      user: 'ada',
      password: 'p@ss',
      host: 'db.example',
      port: '6543',
      database: 'registry',
      options: '-c geqo=off',
    });
  });

  it('does not encrypt with disable', () => {
    expect(tlsOf('sslmode=disable')).toBe(false);
  });

  it.each(['allow', 'prefer', 'require', 'no-verify'])('encrypts and does not verify with %s', (mode) => {
    expect(tlsOf(`sslmode=${mode}`)).toEqual({ rejectUnauthorized: false });
  });

  it.each(['require', 'verify-ca'])(
    'verifies the certificate and not the host name with %s and an authority',
    (mode) => {
      const tls = tlsOf(`sslmode=${mode}&sslrootcert=${authority}`) as Tls;
      expect(tls).toMatchObject({ ca: 'the authority' });
      expect(tls.rejectUnauthorized).toBeUndefined();
      expect(tls.checkServerIdentity?.()).toBeUndefined();
    },
  );

  it('refuses verify-ca without an authority', () => {
    expect(() => tlsOf('sslmode=verify-ca')).toThrow('sslrootcert');
  });

  it('verifies everything with verify-full', () => {
    expect(tlsOf('sslmode=verify-full')).toEqual({});
    expect(tlsOf(`sslmode=verify-full&sslrootcert=${authority}`)).toEqual({ ca: 'the authority' });
  });

  it.each(['require', 'verify-ca', 'verify-full'])(
    'verifies everything against the authorities of the system: %s',
    (mode) => {
      expect(tlsOf(`sslmode=${mode}&sslrootcert=system`)).toEqual({});
    },
  );

  function tlsOf(query: string): unknown {
    return parse(connectionUrl(`${SERVER}?${query}`)).ssl;
  }
});
