import type { JsonValue } from '../../../src/core/json/json-value';
import { TestApp } from '../../support/test-app';
import {
  applyPatch,
  describeWithVectors,
  loadBaseRequest,
  loadVerdicts,
  type VerdictCase,
} from '../../support/vectors';
import { ACCEPT_TO_REJECT, CODES_OF_DIFFERENCE, documentedDifferences, REJECT_TO_ACCEPT } from './differences';
import { expectedCodes } from './expected-codes';

interface Kind {
  readonly name: 'package' | 'template';
  readonly route: string;
  readonly maxBodyBytes: number;
  /** What is posted for the patched request of a case. */
  requestOf(patched: JsonValue, verdictCase: VerdictCase): JsonValue;
}

interface Answer {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** Every case of one kind through the real HTTP handler, each on an empty store. */
export function describeVerdicts({ name, route, maxBodyBytes, requestOf }: Kind): void {
  describeWithVectors(`publish-verdicts.json: ${name}s`, (dir) => {
    const cases = loadVerdicts(dir)[name];
    const base = loadBaseRequest(dir, name);
    let app: TestApp;
    let emptyStore: Record<string, number>;

    beforeAll(async () => {
      app = await TestApp.start();
      emptyStore = await app.rowCounts();
    });
    afterAll(() => app.close());

    it('explains each difference by one that is documented, and knows no other case', () => {
      const listed = { ...ACCEPT_TO_REJECT, ...REJECT_TO_ACCEPT };
      expect(documentedDifferences()).toEqual(expect.arrayContaining(Object.values(listed)));
      const { package: packages, template: templates } = loadVerdicts(dir);
      const verdicts = [...packages, ...templates];
      for (const [verdict, list] of Object.entries({ accept: ACCEPT_TO_REJECT, reject: REJECT_TO_ACCEPT })) {
        const known = verdicts.filter((one) => one.verdict === verdict).map((one) => one.name);
        expect(known).toEqual(expect.arrayContaining(Object.keys(list)));
      }
      expect(Object.values(REJECT_TO_ACCEPT)).toEqual([10, 10, 10, 10, 10]);
      expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
    });

    it.each(cases)('$verdict: $name ($rule)', async (verdictCase) => {
      const body = JSON.stringify(requestOf(applyPatch(base, verdictCase.patch), verdictCase));
      const answer = await app.publisher().post(route, body);
      const difference = differenceOf(verdictCase);
      const isAccepted = (verdictCase.verdict === 'accept') === (difference === undefined);
      if (isAccepted) {
        expect(answer).toHaveStatus(201);
        await app.empty();
        return;
      }
      const { code } = answer.body as Answer;
      expect(answer).toHaveErrorCode(code, Buffer.byteLength(body) > maxBodyBytes ? 413 : 400);
      expect(difference === undefined ? expectedCodes(verdictCase.rule) : CODES_OF_DIFFERENCE[difference]).toContain(
        code,
      );
      expect(await app.rowCounts()).toEqual(emptyStore);
    });
  });
}

function differenceOf({ name, verdict }: VerdictCase): number | undefined {
  return (verdict === 'accept' ? ACCEPT_TO_REJECT : REJECT_TO_ACCEPT)[name];
}
