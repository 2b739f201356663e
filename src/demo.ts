import { join } from 'node:path';
import { loadConfig } from './config/config';
import { DEMO_DIR } from './demo-data/demo-data.service';
import { API_PREFIX } from './http/request-target';
import { main } from './main';

const DEMO_TOKEN = 'local-dev-registry-token';

/** What `npm run demo` runs with; anything that the environment sets wins. */
const DEMO_ENVIRONMENT = {
  ANIP_REGISTRY_ADDR: '127.0.0.1:8200',
  ANIP_REGISTRY_PUBLISH_TOKEN: DEMO_TOKEN,
  ANIP_REGISTRY_ADMIN_TOKEN: 'local-dev-admin-token',
  ANIP_REGISTRY_PUBLISHER_ID: 'local-registry',
  ANIP_REGISTRY_PUBLISHER_TYPE: 'local',
  ANIP_REGISTRY_SEED_DEMO: '1',
  ANIP_REGISTRY_LOG_LEVEL: 'warn',
};

async function demo(): Promise<void> {
  const registry = await main(() => loadConfig({ ...DEMO_ENVIRONMENT, ...process.env }));
  if (registry === undefined) return;
  const api = `${registry.address}${API_PREFIX}`;
  process.stdout.write(`
The ANIP Registry is running with sample data.

  Pages     ${registry.address}/registry/packages
  API       ${api}/publications

Publish a package (this one is there already, so it answers 409; change its package_version first):

  curl -sS -X POST ${api}/publications \\
    -H "Authorization: Bearer ${DEMO_TOKEN}" -H "Content-Type: application/json" \\
    --data-binary @${join(DEMO_DIR, 'city-library-lending-1.0.0.request.json')}

Ctrl-C stops it; the data stays in the data directory (ANIP_REGISTRY_DATA_DIR, by default .anip-registry/).
`);
}

void demo();
