import request, { type Test } from 'supertest';
import { API_PREFIX } from '../../src/http/request-target';

/** One caller of the API, with or without a bearer token; paths are below the API's prefix. */
export class ApiClient {
  constructor(
    private readonly origin: string,
    private readonly token?: string,
  ) {}

  get(path: string): Test {
    return this.authorised(request(this.origin).get(`${API_PREFIX}${path}`));
  }

  head(path: string): Test {
    return this.authorised(request(this.origin).head(`${API_PREFIX}${path}`));
  }

  /** A path below the origin itself: pages, redirects, unknown routes. */
  getPage(path: string): Test {
    return this.authorised(request(this.origin).get(path)).redirects(0);
  }

  /** A form of a page whose answers stand in its address. */
  postPage(path: string): Test {
    return this.authorised(request(this.origin).post(path)).redirects(0);
  }

  /** A body is sent as compact JSON; a text or bytes are sent as they are. */
  post(path: string, body: unknown): Test {
    return this.send(request(this.origin).post(`${API_PREFIX}${path}`), body);
  }

  patch(path: string, body: unknown): Test {
    return this.send(request(this.origin).patch(`${API_PREFIX}${path}`), body);
  }

  publishPackage(body: unknown): Test {
    return this.post('/publications', body);
  }

  publishTemplate(body: unknown): Test {
    return this.post('/templates', body);
  }

  private send(test: Test, body: unknown): Test {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    // Sent as bytes: superagent would otherwise encode a JSON text once more.
    return this.authorised(test)
      .set('Content-Type', 'application/json')
      .serialize((sent: unknown) => sent as string)
      .send(bytes);
  }

  private authorised(test: Test): Test {
    return this.token === undefined ? test : test.set('Authorization', `Bearer ${this.token}`);
  }
}
