import { figure, markdownTable, whole } from '../markdown-table';
import type { GrowthCost, SizeReport } from './measure-size';
import { BY_KEY, LIST_PAGE, SEARCH_PREFIX } from './requests';

const MIB = 1024 * 1024;
const LIST_GOAL = 1.3;
const SEARCH_GOAL = 3;

/** The stores, what is asked of them at each size, and the goals of growth. */
export function growthMarkdown(reports: readonly SizeReport[]): string {
  return [storesTable(reports), costsTable(reports), goalsTable(reports)].join('\n\n');
}

function storesTable(reports: readonly SizeReport[]): string {
  const head = ['versions', 'fill s', 'total MiB', 'tables MiB', 'indexes MiB', 'bytes a version', 'audit versions/s'];
  return markdownTable(
    head,
    reports.map(({ versions, fillSeconds, size, auditSeconds }) => [
      whole(versions),
      figure(fillSeconds),
      whole(size.total / MIB),
      whole(size.tables / MIB),
      whole(size.indexes / MIB),
      whole(size.total / versions),
      auditSeconds === undefined ? '' : whole(versions / auditSeconds),
    ]),
  );
}

/** For each size: the statement alone, and of a whole request the median time and the CPU of server and database. */
function costsTable(reports: readonly SizeReport[]): string {
  const columns = reports.flatMap(({ versions }) => [
    `${whole(versions)}: statement ms`,
    'request p50 ms',
    'server CPU ms',
    'database CPU ms',
  ]);
  const names = reports[0]?.costs.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [
    name,
    ...reports.flatMap((report) => {
      const cost = costNamed(report, name);
      const { statementMs, p50Ms, serverCpuMs, databaseCpuMs } = cost;
      return [statementMs === undefined ? '' : figure(statementMs), ...[p50Ms, serverCpuMs, databaseCpuMs].map(figure)];
    }),
  ]);
  return markdownTable(['request', ...columns], rows);
}

function goalsTable(reports: readonly SizeReport[]): string {
  const [smallest] = reports;
  if (smallest === undefined) return '';
  const rows = reports.flatMap((report) => {
    const [byKey, list] = [costNamed(report, BY_KEY), costNamed(report, LIST_PAGE)];
    const before = costNamed(smallest, LIST_PAGE);
    const size = whole(report.versions);
    const searches = report.costs.filter(({ name }) => name.startsWith(SEARCH_PREFIX));
    return [
      [
        `${LIST_PAGE}: ${size} versions against ${whole(smallest.versions)}`,
        ...ratios(list, before),
        String(LIST_GOAL),
      ],
      ...searches.map((search) => [
        `${search.name}, ${size} versions, against ${BY_KEY}`,
        ...ratios(search, byKey),
        search.name === `${SEARCH_PREFIX}rare word` ? String(SEARCH_GOAL) : '',
      ]),
    ];
  });
  return markdownTable(['ratio', 'statement', 'request p50', 'CPU of server and database', 'goal'], rows);
}

function ratios(left: GrowthCost, right: GrowthCost): readonly string[] {
  const cpu = (cost: GrowthCost): number => cost.serverCpuMs + cost.databaseCpuMs;
  const statement =
    left.statementMs === undefined || right.statementMs === undefined
      ? Number.NaN
      : left.statementMs / right.statementMs;
  return [statement, left.p50Ms / right.p50Ms, cpu(left) / cpu(right)].map((ratio) => ratio.toFixed(2));
}

function costNamed(report: SizeReport, name: string): GrowthCost {
  const cost = report.costs.find((each) => each.name === name);
  if (cost === undefined) throw new Error(`there is no request ${name}`);
  return cost;
}
