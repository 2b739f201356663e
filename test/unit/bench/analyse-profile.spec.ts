import { analyseProfile, type CpuProfile } from '../../../bench/profile/analyse-profile';
import { groupOf } from '../../../bench/profile/frame-group';

const frame = (functionName: string, url = '', lineNumber = -1): CpuProfile['nodes'][number]['callFrame'] => ({
  functionName,
  url,
  lineNumber,
});
const EXPRESS = 'file:///app/node_modules/router/index.js';
const PROFILE: CpuProfile = {
  startTime: 1_000_000,
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 4, 5, 8] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('(garbage collector)') },
    { id: 4, callFrame: frame('next', EXPRESS, 188) },
    { id: 5, callFrame: frame('', 'file:///app/dist/src/http/send-json.js', 9), children: [6] },
    { id: 6, callFrame: frame('end', 'node:_http_outgoing', 1000), children: [7] },
    { id: 7, callFrame: frame('writev') },
    { id: 8, callFrame: frame('(program)') },
  ],
  // Each lasts until the next one: 1 ms, of node 6 4 ms; the last one's end is not known.
  samples: [4, 4, 2, 3, 5, 6, 7, 8, 4],
  timeDeltas: [0, 1000, 1000, 1000, 1000, 1000, 4000, 1000, 1000],
};
const ALL = { fromUs: 0, toUs: Number.POSITIVE_INFINITY };

describe('analyseProfile', () => {
  it('sums up self time by group, with shares of what was not idle', () => {
    const { totalMs, idleMs, groups } = analyseProfile(PROFILE, ALL);
    expect({ totalMs, idleMs }).toEqual({ totalMs: 11, idleMs: 1 });
    expect(groups).toEqual([
      { name: 'node internals', selfMs: 5, share: 0.5 },
      { name: 'express + router', selfMs: 2, share: 0.2 },
      { name: 'GC', selfMs: 1, share: 0.1 },
      { name: 'ours', selfMs: 1, share: 0.1 },
      { name: 'native code', selfMs: 1, share: 0.1 },
    ]);
  });

  it('names functions by their place, and what has none by who called it', () => {
    const names = analyseProfile(PROFILE, ALL).functions.map(({ name }) => name);
    expect(names).toEqual([
      'end (node:_http_outgoing:1001), node internals',
      'next (router/index.js:189), express + router',
      'GC',
      '(anonymous) (http/send-json.js:10), ours',
      'writev for end (node:_http_outgoing:1001), node internals',
      'native code',
    ]);
  });

  it('takes a function for what it is, whatever it is called', () => {
    const nodes = [{ id: 1, callFrame: frame('constructor', EXPRESS, 4) }];
    const profile = { startTime: 0, nodes, samples: [1, 1], timeDeltas: [0, 1000] };
    const [only] = analyseProfile(profile, ALL).functions;
    expect(only?.name).toBe('constructor (router/index.js:5), express + router');
  });

  it('leaves out what was sampled before and after the load', () => {
    const { totalMs, groups } = analyseProfile(PROFILE, { fromUs: 1_003_000, toUs: 1_005_000 });
    expect(totalMs).toBe(2);
    expect(groups.map(({ name }) => name)).toEqual(['GC', 'ours']);
  });
});

describe('groupOf', () => {
  it.each([
    ['file:///app/node_modules/@nestjs/core/router/router-proxy.js', '@nestjs'],
    ['file:///app/node_modules/pg-protocol/dist/parser.js', 'pg + typeorm'],
    ['file:///app/node_modules/typeorm/node_modules/debug/src/node.js', 'debug'],
    ['file:///app/node_modules/handlebars/dist/cjs/handlebars/runtime.js', 'handlebars'],
    ['/app/dist/src/main.js', 'ours'],
    ['node:internal/timers', 'node internals'],
  ])('%s is %s', (url, group) => {
    expect(groupOf({ url })).toBe(group);
  });
});
