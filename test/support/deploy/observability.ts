import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const OBSERVABILITY = join(__dirname, '../../../deploy/observability');
const text = (file: string): string => readFileSync(join(OBSERVABILITY, file), 'utf8');

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
export interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Alert[] }[];
}
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

export function ruleGroups(): RuleGroups {
  return parse(text('rules.yaml')) as RuleGroups;
}

export function alerts(): readonly Alert[] {
  return ruleGroups().groups.flatMap(({ rules }) => rules);
}

export function dashboard(): Dashboard {
  return JSON.parse(text('grafana-dashboard.json')) as Dashboard;
}

/** Every query of the dashboard, with what Grafana would put in for its own variables. */
export function dashboardQueries(): { readonly panel: string; readonly expr: string; readonly legend: string }[] {
  return dashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      panel: title,
      expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', '.*'),
      legend: legendFormat,
    })),
  );
}
