import { auditCounters } from './audit-counters';

const TIME = new Date('2026-10-01T12:00:00Z');
const SUBJECT = { artifact: 'a', version: '1', table: 'package_version_stats' };

function classesOf(downloadCount: bigint, total: bigint, faultyDays = 0, publishedAt = TIME): string[] {
  const findings = auditCounters(SUBJECT, TIME, { publishedAt, downloadCount }, { total, faultyDays });
  return [...findings].map((finding) => finding.class);
}

describe('auditCounters', () => {
  it('takes equal counts, also beyond what a double can tell apart', () => {
    expect(classesOf(0n, 0n)).toEqual([]);
    expect(classesOf(2n ** 53n + 1n, 2n ** 53n + 1n)).toEqual([]);
    expect(classesOf(2n ** 53n + 1n, 2n ** 53n)).toEqual(['DOWNLOAD_COUNT_MISMATCH']);
  });

  it('finds counts that no download leaves behind', () => {
    expect(classesOf(-1n, -1n)).toEqual(['DOWNLOAD_COUNT_INVALID']);
    expect(classesOf(1n, 1n, 2)).toEqual(['DOWNLOAD_COUNT_INVALID']);
    expect(classesOf(1n, 0n)).toEqual(['DOWNLOAD_COUNT_MISMATCH']);
    expect(classesOf(0n, 1n)).toEqual(['DOWNLOAD_COUNT_MISMATCH']);
  });

  it('finds another time than the version has', () => {
    expect(classesOf(0n, 0n, 0, new Date(TIME.getTime() + 1))).toEqual(['STATS_MISMATCH']);
  });
});
