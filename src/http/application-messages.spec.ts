import { once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { exchange } from '../../test/support/plain-http';
import { applicationMessages } from './application-messages';

describe('requests and responses of an application', () => {
  it('have its members as they come, so that Express changes no prototype', async () => {
    const app = express();
    const prototypes: object[][] = [];
    const note = (request: IncomingMessage, response: ServerResponse): void => {
      prototypes.push([request, response].map((message) => Object.getPrototypeOf(message) as object));
    };
    app.get('/', (request: Request, response: Response) => {
      note(request, response);
      expect(request).toBeInstanceOf(IncomingMessage);
      expect(response).toBeInstanceOf(ServerResponse);
      expect([request.app, response.app]).toEqual([app, app]);
      response.status(203).send({ query: request.query, host: request.hostname });
    });
    const server = createServer(applicationMessages(app)).on('request', note).on('request', app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await exchange(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '/?a=b');
    server.close();
    expect(answer.status).toBe(203);
    expect(JSON.parse(answer.body.toString())).toEqual({ query: { a: 'b' }, host: '127.0.0.1' });
    expect(prototypes).toHaveLength(2);
    for (const [requestPrototype, responsePrototype] of prototypes) {
      expect(requestPrototype === app.request && responsePrototype === app.response).toBe(true);
    }
  });
});
