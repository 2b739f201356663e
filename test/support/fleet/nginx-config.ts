import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BalancerSettings } from './haproxy-config';

/**
 * nginx asks nobody whether he is ready: it finds out by a request that fails. A GET is then sent to the next replica; a
 * POST only when it was never sent, which is nginx's default. Connections to replicas are not kept: one that a replica
 * closes in the same moment would cost a request. Returns the arguments of the program.
 */
export function writeNginxFiles({ directory, port, replicaPorts }: BalancerSettings): string[] {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const file = join(directory, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;
master_process off;
pid ${join(directory, 'nginx.pid')};
error_log ${join(directory, 'error.log')};
events { worker_connections 2048; }
http {
  ${temporary.map((name) => `${name}_temp_path ${join(directory, name)};`).join('\n  ')}
  log_format upstreams '$request_method $uri sent [$upstream_bytes_sent]';
  access_log ${join(directory, 'access.log')} upstreams;
  keepalive_requests 1000000;
  upstream replicas {
${replicaPorts.map((replica) => `    server 127.0.0.1:${replica} max_fails=1 fail_timeout=1s;`).join('\n')}
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 6m;
    location / {
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection close;
      proxy_connect_timeout 2s;
      proxy_next_upstream error timeout;
    }
  }
}
`,
  );
  return ['-c', file, '-e', join(directory, 'error.log')];
}
