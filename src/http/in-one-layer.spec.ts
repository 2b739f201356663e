import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { inOneLayer } from './in-one-layer';

describe('inOneLayer', () => {
  let called: string[];
  beforeEach(() => (called = []));

  function step(name: string, then: (next: NextFunction) => void = (next) => next()): RequestHandler {
    return (_request, _response, next) => {
      called.push(name);
      then(next);
    };
  }

  function run(...steps: readonly RequestHandler[]): void {
    void inOneLayer(...steps)({} as Request, {} as Response, (fault?: unknown) => {
      called.push(fault === undefined ? 'next' : `next(${fault as string})`);
    });
  }

  it('runs all in their order, and then the rest', () => {
    run(step('a'), step('b'), step('c'));
    expect(called).toEqual(['a', 'b', 'c', 'next']);
  });

  it('ends with one that answers', () => {
    run(
      step('a'),
      step('answers', () => undefined),
      step('c'),
    );
    expect(called).toEqual(['a', 'answers']);
  });

  it('hands a fault on and runs no further one', () => {
    run(
      step('a'),
      step('faulty', (next) => next('fault')),
      step('c'),
    );
    expect(called).toEqual(['a', 'faulty', 'next(fault)']);
  });

  it('is nothing without any', () => {
    run();
    expect(called).toEqual(['next']);
  });
});
