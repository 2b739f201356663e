import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What to do with bytes from the client: pass them on; cut all connections; or pass them on and cut at the answer. */
export type Verdict = 'pass' | 'cut' | 'cut the answer';

/** Stands between the application and its database, so that a test can take the database away. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  /** Looks at everything the application sends. */
  watch: (bytes: Buffer) => Verdict = () => 'pass';
  /** Takes what the application sends, and passes nothing on: a network that loses every packet. */
  isSilent = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly port: number,
    private target: URL,
  ) {}

  /** In front of the server that `targetUrl` names. */
  static async start(targetUrl: string): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = new URL(targetUrl);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    const proxy = new TcpProxy(server, url.href, port, new URL(targetUrl));
    server.on('connection', (client) => {
      proxy.join(client, connect(Number(proxy.target.port), proxy.target.hostname));
    });
    return proxy;
  }

  /** New connections go there, as after a change of DNS or of a virtual address; those that are there stay. */
  pointTo(targetUrl: string): void {
    this.target = new URL(targetUrl);
  }

  /** Ends every connection and takes no new one. */
  async cut(): Promise<void> {
    const closed = this.server.listening ? once(this.server, 'close') : undefined;
    this.server.close();
    this.cutConnections();
    await closed;
  }

  /** Ends every connection; new ones are taken. */
  cutConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async restore(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    if (this.server.listening) await this.cut();
  }

  private join(client: Socket, target: Socket): void {
    for (const socket of [client, target]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    let isAnswerCut = false;
    target.on('data', (bytes) => {
      // The server has acted; nobody hears of it.
      if (isAnswerCut) this.cutConnections();
      else client.write(bytes);
    });
    client.on('data', (bytes) => {
      const verdict = this.watch(bytes);
      if (verdict === 'cut') {
        this.cutConnections();
        return;
      }
      if (verdict === 'cut the answer') isAnswerCut = true;
      if (!this.isSilent) target.write(bytes);
    });
  }
}
