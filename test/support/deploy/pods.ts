import type { ReadFile } from '../../../src/config/read-file';
import type { PodSpec } from './manifest';

const DATABASE = 'db.example.com:5432/registry?sslmode=verify-full&sslrootcert=system';
/** What an operator puts into the Secrets, by Secret and key. */
const SECRETS: Readonly<Record<string, string>> = {
  'anip-registry-database/url': `postgres://app:secret@${DATABASE}\n`,
  'anip-registry-database-owner/url': `postgres://owner:secret@${DATABASE}\n`,
  'anip-registry-tokens/publish': 'a-publish-token-of-the-cluster\n',
  'anip-registry-tokens/admin': 'an-admin-token-of-the-cluster\n',
  'anip-registry-signing-key/private-key': `${Buffer.alloc(32, 7).toString('base64')}\n`,
  'anip-registry-signing-key/key-id': 'registry-1',
};

/** The restricted profile of Kubernetes' pod security standards, and what goes beyond it. */
export const RESTRICTED = {
  pod: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  },
  container: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
} as const;

/** The environment and the files of the pod's container, as the kubelet makes them. */
export function mountedSecrets(pod: PodSpec): { env: Record<string, string>; readFile: ReadFile } {
  const [container] = pod.containers;
  const env = container.env.map(({ name, value, valueFrom }) => {
    const reference = valueFrom?.secretKeyRef;
    return [name, reference === undefined ? value : SECRETS[`${reference.name}/${reference.key}`]];
  });
  const readFile = (path: string): Buffer => {
    const mount = container.volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
    const volume = pod.volumes.find(({ name }) => name === mount?.name);
    const key = path.slice((mount?.mountPath.length ?? 0) + 1);
    const isMounted = volume?.secret.items?.some((item) => item.path === key) ?? true;
    const content = isMounted ? SECRETS[`${volume?.secret.secretName}/${key}`] : undefined;
    if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return Buffer.from(content);
  };
  return { env: Object.fromEntries(env) as Record<string, string>, readFile: readFile };
}
