import { PrimaryHistory, type PrimaryState } from './read-history';

describe('PrimaryHistory', () => {
  let history: PrimaryHistory;
  beforeEach(() => {
    history = new PrimaryHistory(5_000);
  });

  it('knows nothing at first', () => {
    expect(history.freshAsOf(100n)).toBeUndefined();
    expect(history.state).toBeUndefined();
  });

  it('takes what was replayed for as fresh as the last position that it covers', () => {
    history.add(at(100n), 1_000);
    history.add(at(200n), 2_000);
    history.add(at(300n), 3_000);
    expect(history.freshAsOf(99n)).toBeUndefined();
    expect(history.freshAsOf(100n)).toBe(1_000);
    expect(history.freshAsOf(299n)).toBe(2_000);
    expect(history.freshAsOf(300n)).toBe(3_000);
    expect(history.freshAsOf(999n)).toBe(3_000);
  });

  it('lets an idle primary keep its standbys fresh', () => {
    for (let atMs = 0; atMs <= 60_000; atMs += 1_000) history.add(at(100n), atMs);
    expect(history.freshAsOf(100n)).toBe(60_000);
  });

  it('lets a standby age that replays nothing while the primary writes', () => {
    history.add(at(100n), 1_000);
    for (let second = 2; second <= 10; second += 1) history.add(at(BigInt(second * 100)), second * 1_000);
    expect(history.freshAsOf(100n)).toBeUndefined();
    expect(history.freshAsOf(500n)).toBe(5_000);
  });

  it('passes over an answer that comes late', () => {
    history.add(at(300n), 3_000);
    history.add(at(200n), 2_000);
    expect(history.freshAsOf(200n)).toBeUndefined();
    history.add(at(300n), 2_500);
    expect(history.freshAsOf(300n)).toBe(3_000);
  });

  it('begins anew with a promoted server, whose positions are others', () => {
    expect(history.add(at(500n, 1), 1_000)).toBe(false);
    expect(history.add(at(400n, 2), 2_000)).toBe(true);
    expect(history.freshAsOf(399n)).toBeUndefined();
    expect(history.freshAsOf(500n)).toBe(2_000);
    expect(history.state?.timeline).toBe(2);
  });

  it('takes no word of a primary that was replaced', () => {
    history.add(at(400n, 2), 2_000);
    expect(history.add(at(900n, 1), 3_000)).toBe(false);
    expect(history.freshAsOf(900n)).toBe(2_000);
    expect(history.state?.timeline).toBe(2);
  });

  it('begins anew with another cluster, whatever its timeline', () => {
    history.add(at(400n, 2), 2_000);
    expect(history.add({ position: 10n, timeline: 1, systemId: 'another' }, 3_000)).toBe(true);
    expect(history.freshAsOf(10n)).toBe(3_000);
  });
});

function at(position: bigint, timeline = 1): PrimaryState {
  return { position, timeline, systemId: 'one' };
}
