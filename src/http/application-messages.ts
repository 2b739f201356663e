import { IncomingMessage, type ServerOptions, ServerResponse } from 'node:http';
import type { Express } from 'express';

type Messages = Required<Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'>>;

/**
 * Classes for the requests and responses of a server of this application, with the prototypes that Express gives them.
 * It gives each another prototype as it comes, and V8 then looks for the shape of the object among all that it knows,
 * and again with each member that is added: 3 µs of an answer, and more of what is done with it
 * (docs/performance.md). What has the prototype already stays what it is.
 */
export function applicationMessages(app: Express): Messages {
  class ApplicationRequest extends IncomingMessage {}
  class ApplicationResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}
  app.request = below(app.request, ApplicationRequest.prototype);
  app.response = below(app.response, ApplicationResponse.prototype);
  return { IncomingMessage: ApplicationRequest, ServerResponse: ApplicationResponse };
}

/** The prototype of a class cannot be replaced, so it inherits from what Express made, and takes its place. */
function below<Made extends object>(made: Made, prototype: object): Made {
  return Object.setPrototypeOf(prototype, made) as Made;
}
