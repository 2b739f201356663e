// The image's HEALTHCHECK: asks readyz of the server in this container, wherever ANIP_REGISTRY_ADDR has put it.
import { get } from 'node:http';
import { env } from 'node:process';

const TIMEOUT_MS = 4000;
const WILDCARDS = ['', '0.0.0.0', '[::]'];

const [, host, port] = /^(.*):(\d+)$/.exec(env.ANIP_REGISTRY_ADDR?.trim() || ':8200') ?? [];
const origin = `http://${WILDCARDS.includes(host) ? '127.0.0.1' : host}:${port}`;

const request = get(`${origin}/registry-api/v1/readyz`, { timeout: TIMEOUT_MS }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
request.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
