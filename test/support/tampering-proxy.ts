import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { objectOf, type JsonObject } from '../../src/core/json/json-value';
import { applyPatch, type PatchOperation } from './json-patch';

/** Which answer to change, by how its path ends, and how; pointers begin at the answer's root. */
export interface Tampering {
  readonly pathEnd: string;
  readonly patch?: readonly PatchOperation[];
  readonly replaceBy?: JsonObject;
}

/** An attacker between a client and the Registry, or the Registry as the attacker: rewrites the JSON answers to GET. */
export class TamperingProxy {
  tamperings: readonly Tampering[] = [];
  /** Paths that were asked for, without the API's prefix. */
  readonly paths: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly targetOrigin: string,
  ) {}

  static async start(targetOrigin: string): Promise<TamperingProxy> {
    const server = createServer();
    const proxy = new TamperingProxy(server, targetOrigin);
    server.on('request', (request, response) => void proxy.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    this.paths.push(path.replace('/registry-api/v1', ''));
    // The Registry writes the address that was asked for into locks.
    const { host } = new URL(this.origin);
    const answer = await fetch(`${this.targetOrigin}${path}`, { headers: { 'X-Forwarded-Host': host } });
    let body = (await answer.json()) as JsonObject;
    for (const { pathEnd, patch = [], replaceBy } of this.tamperings) {
      if (new URL(path, this.origin).pathname.endsWith(pathEnd)) body = replaceBy ?? objectOf(applyPatch(body, patch));
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }
}
