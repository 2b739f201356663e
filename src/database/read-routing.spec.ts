import type { PrimaryState } from './read-history';
import { chooseReplica, type ReadNeeds, replicaFault, type ReplicaPlace, type ReplicaState } from './read-routing';

const PRIMARY: PrimaryState = { position: 100n, timeline: 3, systemId: 'one' };
const STANDBY: ReplicaState = { isStandby: true, replayed: 90n, systemId: 'one', timeline: 3, migrations: 12 };

describe('replicaFault', () => {
  it.each<[string, Partial<ReplicaState>]>([
    ['a standby', {}],
    ['a standby that may not say of which cluster', { systemId: undefined, timeline: undefined }],
    ['a standby that is ahead of the last question to the primary', { replayed: 110n }],
  ])('finds none with %s', (_, state) => {
    expect(replicaFault({ ...STANDBY, ...state }, PRIMARY, 12)).toBeUndefined();
  });

  it.each<[Partial<ReplicaState>, string]>([
    [{ isStandby: false }, 'it is no standby: it was promoted, or the URL names a primary'],
    [{ systemId: 'two' }, 'it is a standby of another cluster'],
    [{ timeline: 2 }, 'it follows timeline 2, the primary is on 3'],
    [{ replayed: undefined }, 'it has replayed nothing yet'],
    [{ migrations: 10 }, '2 of the migrations of this build have not been replayed'],
  ])('finds the fault of %j', (state, fault) => {
    expect(replicaFault({ ...STANDBY, ...state }, PRIMARY, 12)).toBe(fault);
  });
});

describe('chooseReplica', () => {
  const needs: ReadNeeds = { nowMs: 10_000, maxLagMs: 5_000, position: 0n };
  const fresh: ReplicaPlace = { isSound: true, replayed: 100n, freshAsOfMs: 9_500 };

  it('takes turns', () => {
    expect([0, 1, 2, 3].map((turn) => chooseReplica([fresh, fresh], needs, turn))).toEqual([0, 1, 0, 1]);
  });

  it('passes over replicas with a fault', () => {
    const replicas = [{ ...fresh, isSound: false }, fresh];
    expect([0, 1, 2].map((turn) => chooseReplica(replicas, needs, turn))).toEqual([1, 1, 1]);
  });

  it.each<[number | undefined, number | string]>([
    [5_000, 0],
    [4_999, 'no_replica'],
    [undefined, 'no_replica'],
  ])('keeps to the maximum lag to the millisecond: fresh as of %s', (freshAsOfMs, chosen) => {
    expect(chooseReplica([{ ...fresh, freshAsOfMs }], needs, 0)).toBe(chosen);
  });

  it.each<[bigint, number | string]>([
    [100n, 0],
    [101n, 'behind'],
  ])('shows a reader what it wrote: position %s', (position, chosen) => {
    expect(chooseReplica([fresh], { ...needs, position }, 7)).toBe(chosen);
  });

  it('takes the one that has come far enough', () => {
    const replicas = [fresh, { ...fresh, replayed: 200n }];
    expect([0, 1].map((turn) => chooseReplica(replicas, { ...needs, position: 150n }, turn))).toEqual([1, 1]);
  });

  it('has none to choose from without replicas', () => {
    expect(chooseReplica([], needs, 0)).toBe('no_replica');
  });
});
