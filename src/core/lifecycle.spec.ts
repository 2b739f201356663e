import { refusalOf } from '../../test/support/refusal';
import type { JsonObject } from './json/json-value';
import {
  FRESH_LIFECYCLE,
  lifecycleJson,
  LIFECYCLE_STATUSES,
  parseLifecycleChange,
  passLifecycleGate,
  refuseTakenDown,
  type Lifecycle,
  type LifecycleStatus,
} from './lifecycle';

const parse = (body: JsonObject): unknown => parseLifecycleChange(body, 'a', '1.0.0');
const outcome = (body: JsonObject): string => {
  const error = refusalOf(() => parse(body));
  return error === undefined ? 'accepted' : `${error.code} ${String(error.details.pointer)}`;
};
const replacement = (id: string, version: string): JsonObject => ({
  status: 'superseded',
  reason: 'r',
  replacement_package_id: id,
  replacement_package_version: version,
});

describe('parseLifecycleChange', () => {
  it('trims what it reads', () => {
    expect(parse({ ...replacement(' b ', ' 2 '), status: ' superseded\n', reason: '\u00a0why ' })).toEqual({
      status: 'superseded',
      reason: 'why',
      replacement: { packageId: 'b', packageVersion: '2' },
    });
    expect(parse({ status: 'active' })).toEqual({ status: 'active', reason: '', replacement: undefined });
  });

  it.each<[JsonObject, string]>([
    [{ status: 'active', reason: 'again' }, 'accepted'],
    [{ status: 'deprecated', reason: 'x'.repeat(2000) }, 'accepted'],
    [{ status: 'yanked', reason: 'a\nb', ignored: 1 }, 'accepted'],
    [replacement('a', '2'), 'accepted'],
    [replacement('A', '1.0.0'), 'accepted'],
    [{}, 'LIFECYCLE_INVALID /status'],
    [{ status: 'Active' }, 'LIFECYCLE_INVALID /status'],
    [{ status: 'deleted', reason: 'r' }, 'LIFECYCLE_INVALID /status'],
    [{ status: 'toString', reason: 'r' }, 'LIFECYCLE_INVALID /status'],
    [{ status: ['active'] }, 'MEMBER_TYPE_INVALID /status'],
    [{ status: 'yanked' }, 'LIFECYCLE_INVALID /reason'],
    [{ status: 'takedown', reason: ' \u0085' }, 'LIFECYCLE_INVALID /reason'],
    [{ status: 'yanked', reason: 'x'.repeat(2001) }, 'LIFECYCLE_INVALID /reason'],
    [{ status: 'active', reason: 'x\u0000y' }, 'LIFECYCLE_INVALID /reason'],
    [replacement('b', ''), 'LIFECYCLE_INVALID /replacement_package_version'],
    [replacement(' ', '2'), 'LIFECYCLE_INVALID /replacement_package_id'],
    [replacement('a', '1.0.0'), 'LIFECYCLE_INVALID /replacement_package_version'],
    [replacement('../a', '2'), 'ARTIFACT_ID_INVALID /replacement_package_id'],
    [replacement('b', '2/3'), 'ARTIFACT_VERSION_INVALID /replacement_package_version'],
  ])('%j: %s', (body, expected) => {
    expect(outcome(body)).toBe(expected);
  });

  it('refuses a body that is no object', () => {
    expect(refusalOf(() => parseLifecycleChange([], 'a', '1'))?.code).toBe('MEMBER_TYPE_INVALID');
  });
});

const withStatus = (status: LifecycleStatus): Lifecycle => ({ ...FRESH_LIFECYCLE, status, reason: 'why "so"' });

describe('the lifecycle gate', () => {
  const GATES: Readonly<Record<LifecycleStatus, readonly [plain: string, allowYanked: string, receipt: string]>> = {
    active: ['open', 'open', 'open'],
    superseded: ['open', 'open', 'open'],
    deprecated: ['open', 'open', 'open'],
    yanked: ['VERSION_YANKED', 'open', 'open'],
    takedown: ['VERSION_TAKEN_DOWN', 'VERSION_TAKEN_DOWN', 'VERSION_TAKEN_DOWN'],
  };

  it.each(LIFECYCLE_STATUSES)('for a version that is %s', (status) => {
    const lifecycle = withStatus(status);
    const gates = [
      () => passLifecycleGate(lifecycle, 'a', '1', false),
      () => passLifecycleGate(lifecycle, 'a', '1', true),
      () => refuseTakenDown(lifecycle, 'a', '1'),
    ];
    expect(gates.map((gate) => refusalOf(gate)?.code ?? 'open')).toEqual(GATES[status]);
  });

  it('says which version, why, and what stands for it', () => {
    const lifecycle = { ...withStatus('yanked'), replacement: { packageId: 'b', packageVersion: '2' } };
    const error = refusalOf(() => passLifecycleGate(lifecycle, 'a', '1', false));
    expect(error?.message).toBe('a@1 was yanked: "why \\"so\\""; add allow_yanked=true to fetch it all the same');
    expect(error?.details).toEqual({
      lifecycle: { status: 'yanked', reason: 'why "so"', replacement: { package_id: 'b', package_version: '2' } },
      package_id: 'a',
      version: '1',
    });
  });
});

describe('lifecycleJson', () => {
  it('leaves out what is empty', () => {
    expect(lifecycleJson(FRESH_LIFECYCLE)).toEqual({ status: 'active' });
    expect(lifecycleJson({ ...withStatus('yanked'), updatedAt: 't', updatedBy: 'registry-admin' })).toEqual({
      status: 'yanked',
      reason: 'why "so"',
      updated_at: 't',
      updated_by: 'registry-admin',
    });
  });
});
