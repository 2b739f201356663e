import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BalancerSettings {
  readonly directory: string;
  readonly port: number;
  readonly replicaPorts: readonly number[];
}

/**
 * What HAProxy says when no replica is ready, in the one error shape of the Registry: its own page would tell a client
 * neither what is the matter nor when to come back.
 */
const NO_REPLICA = {
  type: 'urn:anip-registry:error:store-unavailable',
  title: 'Service Unavailable',
  status: 503,
  detail: 'no replica of the Registry is ready; try again',
  error: 'no replica of the Registry is ready; try again',
  code: 'STORE_UNAVAILABLE',
  details: {},
};

/**
 * Readiness decides who gets requests, asked for often enough that a replica which says it is leaving is left alone
 * long before it closes its socket. Only what was never sent is sent elsewhere (`conn-failure`): a publish or a counted
 * download must not happen twice behind the client's back. Returns the arguments of the program.
 */
export function writeHaproxyFiles({ directory, port, replicaPorts }: BalancerSettings): string[] {
  const body = JSON.stringify(NO_REPLICA);
  const errorFile = join(directory, '503.http');
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    'Retry-After: 5',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  writeFileSync(errorFile, `${head.join('\r\n')}\r\n\r\n${body}`);
  const file = join(directory, 'haproxy.cfg');
  writeFileSync(
    file,
    `global
  maxconn 4000
  stats socket ${join(directory, 'admin.sock')} mode 600 level admin

defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout queue 10s
  timeout check 5s
  option redispatch 1
  retries 3
  retry-on conn-failure
  errorfile 503 ${errorFile}

frontend registry
  bind 127.0.0.1:${port}
  default_backend replicas

backend replicas
  balance roundrobin
  option httpchk GET /registry-api/v1/readyz
  http-check expect status 200
  default-server check inter 500ms fall 1 rise 1
${replicaPorts.map((replica) => `  server r${replica} 127.0.0.1:${replica}`).join('\n')}
`,
  );
  return ['-db', '-q', '-f', file];
}
