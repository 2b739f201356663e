import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, of which Node itself only ends those that have finished a request. */
export class Connections {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  get count(): number {
    return this.sockets.size;
  }

  /** Also those that were opened in advance, and those whose request has not got past its headers. */
  closeAllBut(serving: ReadonlySet<Socket>): void {
    for (const socket of this.sockets) if (!serving.has(socket)) socket.destroy();
  }
}
