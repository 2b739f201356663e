import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/config/config';
import { knownVariableNames, VARIABLES } from '../../../src/config/variables';
import { chartOutline, templatesOf } from '../../support/deploy/chart-outline';
import { kustomize } from '../../support/deploy/kustomize';
import { find, parseManifests, podOf, type Manifest, type WorkloadSpec } from '../../support/deploy/manifest';
import { schemaFaults, typeFaults } from '../../support/deploy/manifest-faults';
import { mountedSecrets } from '../../support/deploy/pods';
import { describeWithOptionalTool, findTool, runTool } from '../../support/deploy/tools';
import { WorkDir } from '../../support/work-dir';

jest.setTimeout(60_000);

const DEPLOY = join(__dirname, '../../../deploy');
const CHART = join(DEPLOY, 'helm/anip-registry');
const yamlOf = (file: string): unknown => parse(readFileSync(join(CHART, file), 'utf8'));
/** The switches that are off unless somebody sets them. */
const EVERYTHING = `
autoscaling: { enabled: true }
metrics: { serviceMonitor: { enabled: true }, prometheusRule: { enabled: true } }
`;
const MIGRATION = 'anip-registry-migration';
const KINDS = [
  ...['Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'NetworkPolicy', 'NetworkPolicy'],
  ...['PodDisruptionBudget', 'PrometheusRule', 'Service', 'ServiceAccount', 'ServiceMonitor'],
];

describe('deploy/helm/anip-registry', () => {
  describe('as it stands in its templates', () => itHoldsToKustomize(() => Promise.resolve(chartOutline(CHART))));

  it('has the version of the project', () => {
    const { version } = JSON.parse(readFileSync(join(DEPLOY, '../package.json'), 'utf8')) as { version: string };
    expect(yamlOf('Chart.yaml')).toMatchObject({ apiVersion: 'v2', version, appVersion: version });
  });

  it('has alerts of its own in no other words than deploy/observability', () => {
    expect(readFileSync(join(CHART, 'files/rules.yaml'))).toEqual(
      readFileSync(join(DEPLOY, 'observability/rules.yaml')),
    );
  });

  describe('its values', () => {
    const values = yamlOf('values.yaml') as Record<string, unknown>;
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
      yamlOf('values.schema.json') as object,
    );
    const faultsOf = (change: Record<string, unknown>): unknown[] => {
      validate({ ...values, ...change });
      return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
    };
    const pathsOf = (value: unknown, path = ''): string[] =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
        ? Object.entries(value).flatMap(([name, member]) => pathsOf(member, path === '' ? name : `${path}.${name}`))
        : [path];

    it('hold to their schema, which refuses a misspelt name, a secret, and too little time to stop', () => {
      expect(faultsOf({})).toEqual([]);
      expect(faultsOf({ replica: 3 })).toEqual([' additionalProperties']);
      expect(faultsOf({ terminationGracePeriodSeconds: 25 })).toEqual(['/terminationGracePeriodSeconds minimum']);
      expect(faultsOf({ config: { ANIP_REGISTRY_LOG_LEVEL: 'debug' } })).toEqual([]);
      expect(faultsOf({ config: { LOG_LEVEL: 'debug' } })).toEqual(['/config additionalProperties']);
      const secrets = VARIABLES.filter((variable) => 'secret' in variable).map(({ name }) => name);
      for (const name of secrets) expect(faultsOf({ config: { [name]: 'x' } })).not.toEqual([]);
    });

    it('tell the ingress controller what kustomize tells it', () => {
      const { annotations } = values.ingress as { annotations: unknown };
      const ingress = find(kustomize(join(DEPLOY, 'kubernetes/base')), 'Ingress');
      expect(annotations).toEqual(ingress.metadata.annotations);
    });

    it('are all used by a template, and the templates use no other', () => {
      const used = [...templatesOf(CHART).values()].flatMap((text) =>
        [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path!),
      );
      const paths = pathsOf(values);
      const covers = (above: string, path: string): boolean => path === above || path.startsWith(`${above}.`);
      expect(paths.filter((path) => !used.some((one) => covers(one, path)))).toEqual([]);
      expect(used.filter((one) => !paths.some((path) => covers(one, path)))).toEqual([]);
    });
  });
});

describeWithOptionalTool(findTool('helm') !== undefined, 'helm', 'helm template', () => {
  const workDir = new WorkDir();
  afterAll(() => workDir.remove());

  itHoldsToKustomize(async () => {
    const args = ['template', 'anip-registry', CHART, '--values', workDir.write('values.yaml', EVERYTHING)];
    const { exitCode, output } = await runTool('helm', args);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('kind: Deployment')]);
    return parseManifests(output);
  });
});

function itHoldsToKustomize(render: () => Promise<Manifest[]>): void {
  const production = kustomize(join(DEPLOY, 'kubernetes/overlays/production'));
  const base = kustomize(join(DEPLOY, 'kubernetes/base'));
  let manifests: Manifest[];
  beforeAll(async () => {
    manifests = await render();
  });

  it('holds to the schemas of Kubernetes, without a member that they do not know', async () => {
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(KINDS);
    expect((await Promise.all(manifests.map(schemaFaults))).flat()).toEqual([]);
    expect(typeFaults(manifests)).toEqual([]);
  });

  it('runs the same pods as the kustomize base', () => {
    for (const [kind, name] of [['Deployment'], ['Job', MIGRATION]] as const) {
      const { topologySpreadConstraints, ...pod } = podOf(find(manifests, kind, name)) as unknown as Record<
        string,
        unknown
      >;
      const { topologySpreadConstraints: expected, ...basePod } = podOf(find(base, kind, name)) as unknown as Record<
        string,
        unknown
      >;
      expect(pod).toEqual(basePod);
      const withoutLabels = (list: unknown): unknown[] =>
        ((list ?? []) as object[]).map((constraint) => ({ ...constraint, labelSelector: 'the same pods' }));
      expect(withoutLabels(topologySpreadConstraints)).toEqual(withoutLabels(expected));
    }
    const { config, warnings } = loadConfigOf(find(manifests, 'Deployment'));
    expect([config.mode, config.runMigrations, warnings]).toEqual(['production', false, []]);
    const names = podOf(find(manifests, 'Deployment')).containers[0].env.map(({ name }) => name);
    expect(knownVariableNames()).toEqual(expect.arrayContaining(names));
  });

  it('migrates by a hook before an installation and before every upgrade', () => {
    const { metadata, spec } = find(manifests, 'Job', MIGRATION);
    expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(podOf({ kind: 'Job', apiVersion: 'batch/v1', metadata, spec })).toMatchObject({ restartPolicy: 'Never' });
    const policy = find(manifests, 'NetworkPolicy', MIGRATION).metadata.annotations;
    expect(policy?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    expect(Number(policy?.['helm.sh/hook-weight'])).toBeLessThan(Number(metadata.annotations?.['helm.sh/hook-weight']));
  });

  it('serves, scales, protects and watches them as kustomize does', () => {
    const same = [
      ...[
        'HorizontalPodAutoscaler.scaleTargetRef',
        'HorizontalPodAutoscaler.metrics',
        'HorizontalPodAutoscaler.behavior',
      ],
      ...['HorizontalPodAutoscaler.minReplicas', 'HorizontalPodAutoscaler.maxReplicas'],
      ...['Ingress.rules', 'Ingress.tls', 'Ingress.ingressClassName', 'Service.ports', 'Deployment.strategy'],
      ...['PodDisruptionBudget.maxUnavailable', 'PodDisruptionBudget.unhealthyPodEvictionPolicy'],
      ...['ServiceMonitor.endpoints', 'PrometheusRule.groups'],
    ];
    const member = (from: readonly Manifest[], path: string): unknown => {
      const [kind = '', name = ''] = path.split('.');
      return (find(from, kind).spec as Record<string, unknown>)[name];
    };
    for (const path of same) expect([path, member(manifests, path)]).toEqual([path, member(production, path)]);
  });

  it('lets in and out what kustomize does', () => {
    const policy = (
      from: readonly Manifest[],
      name: string,
    ): { ingress: unknown; egress: unknown; policyTypes: unknown } => find(from, 'NetworkPolicy', name).spec as never;
    const server = policy(manifests, 'anip-registry-server');
    expect(server.ingress).toEqual(policy(base, 'anip-registry-server').ingress);
    expect(server.egress).toEqual(policy(base, 'anip-registry-database').egress);
    expect(server.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(policy(manifests, MIGRATION)).toMatchObject({ policyTypes: ['Ingress', 'Egress'], egress: server.egress });
    expect(policy(manifests, MIGRATION).ingress).toBeUndefined();
  });
}

function loadConfigOf(workload: Manifest): ReturnType<typeof loadConfig> {
  const { env, readFile } = mountedSecrets((workload.spec as WorkloadSpec).template.spec);
  return loadConfig(env, readFile);
}
