import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Runs these middlewares one after the other as one layer of Express, which spends 1 µs on each (docs/performance.md). */
export function inOneLayer(...middlewares: readonly RequestHandler[]): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const run = (index: number): void => {
      const middleware = middlewares[index];
      if (middleware === undefined) next();
      else
        void middleware(request, response, (fault?: unknown) => {
          if (fault === undefined) run(index + 1);
          else next(fault);
        });
    };
    run(0);
  };
}
