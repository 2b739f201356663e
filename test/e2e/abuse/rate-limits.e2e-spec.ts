import request from 'supertest';
import { samplePackage } from '../../support/demo-requests';
import { RawHttp } from '../../support/raw-http';
import { sampleTemplate } from '../../support/sample-template';
import { shapeFaults } from '../../support/schemas';
import { ADMIN_TOKEN, PUBLISH_TOKEN, takeLogs, TestApp } from '../../support/test-app';

const API = '/registry-api/v1';
/** Each counts for itself, too: one for each test that publishes. */
const [SECOND_TOKEN, THIRD_TOKEN, FOURTH_TOKEN] = [2, 3, 4].map((n) => `test-publish-token-${n}`) as [
  string,
  string,
  string,
];
const LIMIT = 3;

/** Each test comes from addresses of its own; the trusted proxy on loopback names them. */
describe('rate limits', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      env: {
        ANIP_REGISTRY_PUBLISH_TOKEN: [PUBLISH_TOKEN, SECOND_TOKEN, THIRD_TOKEN, FOURTH_TOKEN].join(),
        ANIP_REGISTRY_PUBLISH_RATE: `${LIMIT}/60m`,
        ANIP_REGISTRY_AUTH_FAILURE_RATE: `${LIMIT}/60m`,
      },
    });
  });
  afterAll(() => app.close());

  function publish(token: string, from: string, path = '/publications', body: object = {}): request.Test {
    return request(app.origin)
      .post(`${API}${path}`)
      .set({ Authorization: `Bearer ${token}`, 'X-Forwarded-For': from })
      .send(body);
  }

  async function metric(line: string): Promise<number> {
    const { text } = await app.anonymous().get('/metrics');
    return Number(
      text
        .split('\n')
        .find((candidate) => candidate.startsWith(`${line} `))
        ?.split(' ')[1] ?? 0,
    );
  }

  describe('of publishes', () => {
    it('count packages, templates and refused attempts of a token, whatever address it comes from', async () => {
      const answers = [
        await publish(PUBLISH_TOKEN, '192.0.2.1', '/publications', samplePackage({ package_id: 'counted' })),
        await publish(PUBLISH_TOKEN, '192.0.2.2', '/templates', sampleTemplate('counted')),
        await publish(PUBLISH_TOKEN, '192.0.2.3'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 400]);
      expect(answers[0]?.headers).toMatchObject({
        'ratelimit-policy': '"publish-token";q=3;w=3600, "publish-client";q=3;w=3600',
        ratelimit: expect.stringMatching(/^"publish-token";r=2;t=3600, "publish-client";r=2;t=3600$/) as string,
      });
      const [before, refusals] = [
        await app.rowCounts(),
        await metric('anip_registry_rate_limited_total{policy="publish-token"}'),
      ];
      takeLogs();
      const refused = await publish(PUBLISH_TOKEN, '192.0.2.4', '/publications', samplePackage({ package_id: 'late' }));
      expect(refused).toHaveErrorCode('RATE_LIMITED', 429);
      expect(shapeFaults('problem', refused.body)).toEqual([]);
      expect(refused.body).toMatchObject({ details: { rule: 'publish-token', limit: LIMIT } });
      const { 'retry-after': retryAfter, ratelimit } = refused.headers as Record<string, string>;
      expect(Number(retryAfter)).toBeGreaterThan(3_500);
      expect(ratelimit).toBe(`"publish-token";r=0;t=${retryAfter}`);
      expect(await app.rowCounts()).toEqual(before);
      expect(await metric('anip_registry_rate_limited_total{policy="publish-token"}')).toBe(refusals + 1);
      expect(await metric('anip_registry_publish_total{kind="package",status="rate_limited"}')).toBe(1);
      expect(takeLogs()).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          code: 'RATE_LIMITED',
          rule: 'publish-token',
          message: 'package publish rejected',
        }),
      );
    });

    it('count those of an address, whatever token it has, and reads never', async () => {
      const from = '2001:db8::';
      const statuses: number[] = [];
      for (const host of ['1', '2', '3:4:5:6', '7']) statuses.push((await publish(SECOND_TOKEN, from + host)).status);
      expect(statuses).toEqual([400, 400, 400, 429]);
      await request(app.origin).get(`${API}/publications`).set('X-Forwarded-For', `${from}1`).expect(200);
    });

    it('answer before any of the body is there, and do not wait for it', async () => {
      const connection = await RawHttp.open(app.port);
      connection.head(
        `POST ${API}/publications HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${PUBLISH_TOKEN}`,
        'Content-Length: 5000000',
        'Expect: 100-continue',
      );
      expect((await connection.answer()).status).toBe(429);
      connection.close();
    });
  });

  describe('of wrong tokens', () => {
    const wrong = (from: string): request.Test => publish(`guess-${from}`, from);

    it('refuse an address that guesses, its right guess too, and nobody else', async () => {
      const from = '198.51.100.1';
      for (let failure = 0; failure < LIMIT; failure += 1) {
        expect(await wrong(from)).toHaveErrorCode('PUBLISH_TOKEN_INVALID', 401);
      }
      const refused = await wrong(from);
      expect(refused).toHaveErrorCode('RATE_LIMITED', 429);
      expect(refused.headers).toMatchObject({
        'ratelimit-policy': '"auth-failure";q=3;w=3600',
        'retry-after': expect.stringMatching(/^3[56]\d\d$/) as string,
      });
      const right = await publish(THIRD_TOKEN, from);
      expect(right).toHaveErrorCode('RATE_LIMITED', 429);
      // Nothing but the time and the id of the request tells the right guess from the wrong one.
      expect({ ...right.body, request_id: '', detail: '', error: '' }).toEqual({
        ...refused.body,
        request_id: '',
        detail: '',
        error: '',
      });
      expect(await publish(THIRD_TOKEN, '198.51.100.2')).not.toHaveStatus(429);
      expect(await metric('anip_registry_rate_limited_total{policy="auth-failure"}')).toBe(2);
    });

    it('leave a token alone that the address has used before', async () => {
      const from = '198.51.100.10';
      expect(await publish(FOURTH_TOKEN, from)).not.toHaveStatus(429);
      for (let failure = 0; failure < LIMIT; failure += 1) await wrong(from);
      expect(await wrong(from)).toHaveErrorCode('RATE_LIMITED');
      const admin = (): request.Test =>
        request(app.origin)
          .patch(`${API}/admin/packages/a/1/lifecycle`)
          .set({ Authorization: `Bearer ${ADMIN_TOKEN}`, 'X-Forwarded-For': from });
      expect(await admin()).toHaveErrorCode('RATE_LIMITED', 429);
      expect(await publish(FOURTH_TOKEN, from)).not.toHaveStatus(429);
    });

    it('count guesses of the admin token with the others, and no request without a token', async () => {
      const from = '198.51.100.20';
      const guess = (token?: string): request.Test =>
        request(app.origin)
          .patch(`${API}/admin/packages/a/1/lifecycle`)
          .set({ 'X-Forwarded-For': from, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) });
      for (let failure = 0; failure < LIMIT; failure += 1) {
        expect(await guess()).toHaveErrorCode('ADMIN_TOKEN_REQUIRED', 403);
        expect(await guess(`guess-${failure}`)).toHaveErrorCode('ADMIN_TOKEN_REQUIRED', 403);
      }
      expect(await guess('guess')).toHaveErrorCode('RATE_LIMITED', 429);
      expect(await wrong(from)).toHaveErrorCode('RATE_LIMITED', 429);
      expect(await guess()).toHaveErrorCode('ADMIN_TOKEN_REQUIRED', 403);
    });
  });
});
