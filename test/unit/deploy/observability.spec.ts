import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readManifests } from '../../support/deploy/manifest';
import {
  alerts,
  dashboard,
  dashboardQueries,
  OBSERVABILITY,
  ruleGroups,
  type Panel,
} from '../../support/deploy/observability';
import { describeWithTool, runTool } from '../../support/deploy/tools';
import { WorkDir } from '../../support/work-dir';

jest.setTimeout(60_000);

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
  }[];
}

describe('the alerts', () => {
  const names = alerts().map(({ alert }) => alert);

  it('are the same for the Prometheus operator', () => {
    const [rule] = readManifests(join(OBSERVABILITY, 'prometheus-rule.yaml'));
    expect(rule?.spec).toEqual(ruleGroups());
  });

  it('say how urgent they are, what is wrong and what to look at', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { labels, annotations } of alerts()) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(Object.keys(annotations)).toEqual(['summary', 'description']);
    }
  });

  it('are each tested, firing and quiet, and each explained to who is woken', () => {
    const { tests } = parse(readFileSync(join(OBSERVABILITY, 'rules.test.yaml'), 'utf8')) as RuleTests;
    const cases = tests.flatMap((test) => test.alert_rule_test);
    const namesOf = (isFiring: boolean): string[] => [
      ...new Set(cases.filter((one) => (one.exp_alerts !== undefined) === isFiring).map(({ alertname }) => alertname)),
    ];
    expect(namesOf(true).sort()).toEqual([...names].sort());
    expect(namesOf(false).sort()).toEqual([...names].sort());
    const page = readFileSync(join(OBSERVABILITY, '../../docs/deployment.md'), 'utf8');
    const explained = [...page.matchAll(/^\| `(AnipRegistry\w+)` \| \S/gm)].map(([, name]) => name);
    expect(explained).toEqual(names);
  });
});

describe('the dashboard', () => {
  const { panels, templating } = dashboard();

  it('has panels with titles, explanations and a data source that can be chosen, none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const panel of panels.filter(({ type }) => type !== 'row')) {
      expect(panel.description).toMatch(/\w\.$/);
      expect(panel.datasource?.uid).toBe('${datasource}');
      expect(panel.targets?.length).toBeGreaterThan(0);
    }
    const overlaps = panels.flatMap((one, n) => panels.slice(n + 1).filter((other) => overlap(one, other)));
    expect(overlaps).toEqual([]);
  });

  it('asks for the job that was chosen, everywhere', () => {
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job']);
    for (const { targets = [] } of panels) {
      for (const { expr } of targets) {
        const metrics = expr.match(/\b(?:anip_registry|nodejs|process)_\w+|\bup\b/g) ?? [];
        expect(expr.match(/job=~"\$job"/g)).toHaveLength(metrics.length);
      }
    }
  });
});

describeWithTool('promtool', 'promtool', () => {
  const workDir = new WorkDir();
  afterAll(() => workDir.remove());

  it('accepts the rules', async () => {
    expect(await runTool('promtool', ['check', 'rules', join(OBSERVABILITY, 'rules.yaml')])).toMatchObject({
      exitCode: 0,
    });
  });

  it('sees every alert fire when it should, and only then', async () => {
    const run = await runTool('promtool', ['test', 'rules', join(OBSERVABILITY, 'rules.test.yaml')]);
    expect([run.exitCode, run.output]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('reads every query of the dashboard', async () => {
    const rules = dashboardQueries().map(({ expr }, n) => ({ record: `panel:${n}`, expr }));
    const file = workDir.write('dashboard.yaml', stringify({ groups: [{ name: 'dashboard', rules }] }));
    const run = await runTool('promtool', ['check', 'rules', file]);
    expect([run.exitCode, run.output]).toEqual([0, expect.stringContaining(`${rules.length} rules found`)]);
  });
});

function overlap({ gridPos: one }: Panel, { gridPos: other }: Panel): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}
