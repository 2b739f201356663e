import { join } from 'node:path';
import { loadConfig } from '../../../src/config/config';
import { FILE_SUFFIX, knownVariableNames, VARIABLES } from '../../../src/config/variables';
import { API_PREFIX } from '../../../src/http/request-target';
import { kustomize } from '../../support/deploy/kustomize';
import { schemaFaults, typeFaults } from '../../support/deploy/manifest-faults';
import { find, parseManifests, podOf, selects, type Manifest, type WorkloadSpec } from '../../support/deploy/manifest';
import { describeWithOptionalTool, findTool, runTool } from '../../support/deploy/tools';
import { mountedSecrets, RESTRICTED } from '../../support/deploy/pods';

jest.setTimeout(60_000);

const DIRECTORY = join(__dirname, '../../../deploy/kubernetes');
const OVERLAYS = ['base', 'overlays/small', 'overlays/production'];
const fallbackOf = (name: string): string =>
  (VARIABLES.find((one) => one.name === name) as { fallback: string }).fallback;

describe.each(OVERLAYS)('deploy/kubernetes/%s', (overlay) => {
  const manifests = kustomize(join(DIRECTORY, overlay));
  const deployment = find(manifests, 'Deployment');
  const job = find(manifests, 'Job', 'anip-registry-migration');
  const labelsOf = (workload: Manifest): Readonly<Record<string, string>> =>
    (workload.spec as WorkloadSpec).template.metadata.labels ?? {};
  const specOf = (kind: string, name?: string): unknown => find(manifests, kind, name).spec;

  it('holds to the schemas of Kubernetes and of the Prometheus operator', async () => {
    expect((await Promise.all(manifests.map(schemaFaults))).flat()).toEqual([]);
  });

  it('configures the server without a fault or a warning, and for many replicas', () => {
    const { env, readFile } = mountedSecrets(podOf(deployment));
    const { config, secrets, warnings } = loadConfig(env, readFile);
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({ mode: 'production', runMigrations: false, migrateOnly: false });
    expect(secrets.publishTokens).toHaveLength(1);
    expect(knownVariableNames()).toEqual(expect.arrayContaining(Object.keys(env)));
  });

  it('migrates by a Job that connects as the owner and has no other secret', () => {
    const { env, readFile } = mountedSecrets(podOf(job));
    const { config, warnings } = loadConfig(env, readFile);
    expect([config.migrateOnly, config.hasDatabaseUrl, warnings]).toEqual([true, true, []]);
    expect(podOf(job).volumes.map(({ secret }) => secret.secretName)).toEqual(['anip-registry-database-owner']);
    expect(podOf(job).containers[0].image).toBe(podOf(deployment).containers[0].image);
  });

  it('has secrets by reference only', () => {
    const secret = VARIABLES.filter((variable) => 'secret' in variable).map(({ name }) => name as string);
    for (const workload of [deployment, job]) {
      const names = podOf(workload).containers[0].env.map(({ name }) => name);
      expect(names.filter((name) => secret.includes(name))).toEqual([]);
      const files = podOf(workload).containers[0].env.filter(({ name }) => name.endsWith(FILE_SUFFIX));
      expect(files.length).toBeGreaterThan(0);
    }
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('runs its pods as the restricted profile asks', () => {
    for (const workload of [deployment, job]) {
      const pod = podOf(workload);
      expect(pod).toMatchObject(RESTRICTED.pod);
      expect(pod.containers[0].securityContext).toEqual(RESTRICTED.container);
      expect(pod.containers[0].resources).toEqual({
        requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
        limits: { memory: expect.any(String) as string },
      });
      for (const mount of pod.containers[0].volumeMounts) expect(mount.readOnly).toBe(true);
    }
  });

  it('probes the paths and the port that the server has', () => {
    const [container] = podOf(deployment).containers;
    const { config } = loadConfig({});
    expect(container.ports).toEqual([{ name: 'http', containerPort: config.listen.port }]);
    const probed = [container.startupProbe, container.livenessProbe, container.readinessProbe].map(
      (probe) => probe?.httpGet,
    );
    expect(probed).toEqual([
      { path: `${API_PREFIX}/healthz`, port: 'http' },
      { path: `${API_PREFIX}/healthz`, port: 'http' },
      { path: `${API_PREFIX}/readyz`, port: 'http' },
    ]);
    const { periodSeconds, failureThreshold } = container.startupProbe!;
    // The server waits 30 s for its database before it gives up.
    expect(periodSeconds * failureThreshold).toBeGreaterThan(30);
  });

  it('leaves more time to stop than the server takes', () => {
    const graceSeconds = parseInt(fallbackOf('ANIP_REGISTRY_SHUTDOWN_GRACE'), 10);
    expect(podOf(deployment).terminationGracePeriodSeconds).toBeGreaterThan(graceSeconds);
  });

  it('never has more connections at once than a PostgreSQL takes by default', () => {
    const scaler = manifests.find(({ kind }) => kind === 'HorizontalPodAutoscaler')?.spec as
      { maxReplicas: number } | undefined;
    const replicas = scaler?.maxReplicas ?? (deployment.spec as WorkloadSpec).replicas!;
    const own = podOf(deployment).containers[0].env.find(
      ({ name }) => name === 'ANIP_REGISTRY_DATABASE_POOL_SIZE',
    )?.value;
    const poolSize = Number(own ?? fallbackOf('ANIP_REGISTRY_DATABASE_POOL_SIZE'));
    // One more during a rollout; three connections are reserved for superusers.
    expect((replicas + 1) * poolSize).toBeLessThanOrEqual(97);
    expect(replicas).toBeGreaterThanOrEqual(2);
  });

  it('selects the pods of the server, and no other', () => {
    const matchLabels = (deployment.spec as WorkloadSpec).selector!.matchLabels;
    interface Selector {
      selector: { matchLabels: Record<string, string> };
    }
    const selectors = [
      matchLabels,
      (specOf('Service') as { selector: Record<string, string> }).selector,
      (specOf('PodDisruptionBudget') as Selector).selector.matchLabels,
      (specOf('NetworkPolicy', 'anip-registry-server') as { podSelector: { matchLabels: Record<string, string> } })
        .podSelector.matchLabels,
    ];
    for (const selector of selectors) {
      expect([selects(selector, labelsOf(deployment)), selects(selector, labelsOf(job))]).toEqual([true, false]);
    }
    const egress = specOf('NetworkPolicy', 'anip-registry-database') as {
      podSelector: { matchLabels: Record<string, string> };
    };
    for (const workload of [deployment, job]) {
      expect(selects(egress.podSelector.matchLabels, labelsOf(workload))).toBe(true);
    }
    expect(specOf('NetworkPolicy', 'anip-registry-default-deny')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('serves one address: that of the ingress, with TLS, is what locks name', () => {
    const ingress = specOf('Ingress') as {
      tls: { hosts: string[] }[];
      rules: { host: string; http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] } }[];
    };
    const address = podOf(deployment).containers[0].env.find(
      ({ name }) => name === 'ANIP_REGISTRY_PUBLIC_BASE_URL',
    )?.value;
    expect(ingress.rules.map(({ host }) => `https://${host}`)).toEqual([address]);
    expect(ingress.tls.flatMap(({ hosts }) => hosts)).toEqual(ingress.rules.map(({ host }) => host));
    const service = specOf('Service') as { ports: { name: string; targetPort: string }[] };
    const [rule] = ingress.rules;
    expect(rule?.http.paths[0]?.backend.service).toEqual({
      name: 'anip-registry',
      port: { name: service.ports[0]?.name },
    });
    expect(service.ports[0]?.targetPort).toBe('http');
  });
});

describe('deploy/kubernetes', () => {
  const all = OVERLAYS.flatMap((overlay) => kustomize(join(DIRECTORY, overlay)));

  it('has only members that Kubernetes knows', () => {
    const job = find(all, 'Job', 'anip-registry-migration');
    const misspelt = { ...job, spec: { template: { spec: { ...podOf(job), hostNetwrok: true } } } };
    expect(typeFaults([...all, misspelt])).toEqual([expect.stringContaining('\'"hostNetwrok"\' does not exist')]);
  });

  it('scales and watches the production overlay', () => {
    const production = kustomize(join(DIRECTORY, 'overlays/production'));
    const scaler = find(production, 'HorizontalPodAutoscaler').spec as {
      scaleTargetRef: { kind: string; name: string };
      minReplicas: number;
    };
    expect(find(production, scaler.scaleTargetRef.kind, scaler.scaleTargetRef.name).spec).not.toHaveProperty(
      'replicas',
    );
    expect(scaler.minReplicas).toBeGreaterThanOrEqual(3);

    const service = find(production, 'Service');
    const monitor = find(production, 'ServiceMonitor').spec as {
      selector: { matchLabels: Record<string, string> };
      endpoints: { port: string; path: string }[];
    };
    expect(selects(monitor.selector.matchLabels, service.metadata.labels)).toBe(true);
    expect(monitor.endpoints).toEqual([expect.objectContaining({ port: 'http', path: `${API_PREFIX}/metrics` })]);
    expect(find(production, 'PrometheusRule').metadata.namespace).toBe('anip-registry');
  });
});

describeWithOptionalTool(findTool('kubectl') !== undefined, 'kubectl', 'kubectl kustomize', () => {
  const sorted = (manifests: readonly Manifest[]): string[] => manifests.map((manifest) => canonical(manifest)).sort();

  it.each(OVERLAYS)('makes of %s what the tests looked at', async (overlay) => {
    const { exitCode, output } = await runTool('kubectl', ['kustomize', join(DIRECTORY, overlay)]);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('kind: Deployment')]);
    expect(sorted(parseManifests(output))).toEqual(sorted(kustomize(join(DIRECTORY, overlay))));
  });
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}
