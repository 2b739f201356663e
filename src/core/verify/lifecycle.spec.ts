import { failedNames, patchedAnswers, SAMPLE } from '../../../test/support/verify-sources';
import type { JsonObject, JsonValue } from '../json/json-value';
import { resolveRecord } from './resolve-record';
import { verificationJson } from './verification-json';
import { verifyPackage } from './verify-package';

function verifyWith(lifecycle: JsonValue, allowYanked = false): { failed: string[]; result: JsonObject } {
  const answers = patchedAnswers([{ op: 'add', path: '/record/lifecycle', value: lifecycle }]);
  const verification = verifyPackage(resolveRecord(answers, SAMPLE), { allowYanked });
  return { failed: failedNames(verification.checks), result: verificationJson(verification) };
}

describe('the lifecycle', () => {
  it.each([
    ['active', true, true],
    [' ACTIVE ', true, true],
    ['', true, true],
    ['superseded', true, true],
    ['deprecated', true, true],
    ['yanked', false, true],
    [' Yanked', false, true],
    ['takedown', false, false],
    ['unheard-of', false, false],
  ])('%j may be used: %s, when yanked versions are accepted: %s', (status, usable, usableIfAllowed) => {
    const expected = (passes: boolean): string[] => (passes ? [] : ['package_lifecycle_allows_use']);
    expect(verifyWith({ status }).failed).toEqual(expected(usable));
    expect(verifyWith({ status }, true).failed).toEqual(expected(usableIfAllowed));
  });

  it('is reported with its known members only, and warned about with the replacement', () => {
    const { result } = verifyWith({
      status: 'Superseded',
      reason: 'a better one',
      replacement: { package_id: 'other', package_version: '2.0.0', more: 1 },
      updated_at: '2026-10-01T12:00:00Z',
      unknown: { deep: [] },
    });
    expect(result.package_lifecycle).toEqual({
      status: 'superseded',
      reason: 'a better one',
      updated_at: '2026-10-01T12:00:00Z',
      replacement: { package_id: 'other', package_version: '2.0.0' },
    });
    expect(result.package_lifecycle_warning).toBe(
      'the version is "superseded": "a better one"; use "other@2.0.0" instead',
    );
  });

  it('has no warning while it is active, and no replacement that is incomplete', () => {
    expect(verifyWith({ status: 'active' }).result).not.toHaveProperty('package_lifecycle_warning');
    const { result } = verifyWith({ status: 'deprecated', replacement: { package_id: 'other' } });
    expect(result.package_lifecycle_warning).toBe('the version is "deprecated"');
    expect(verifyWith(null).result.package_lifecycle).toEqual({ status: 'active' });
  });
});
