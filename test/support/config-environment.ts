import { loadConfig, type LoadedConfig } from '../../src/config/config';
import { ConfigError } from '../../src/config/config-report';

export const SEED = Buffer.alloc(32, 7);
export const TOKEN = 'a-publish-token-of-enough-length';
export const DATABASE_URL = 'postgres://registry:pa55word@db.internal:5432/registry';

/** The least that production needs. */
export const PRODUCTION = {
  ANIP_REGISTRY_MODE: 'production',
  ANIP_REGISTRY_DATABASE_URL: DATABASE_URL,
  ANIP_REGISTRY_ED25519_PRIVATE_KEY: SEED.toString('base64'),
  ANIP_REGISTRY_KEY_ID: 'registry-2026',
};

/** Files by path; anything else is ENOENT, as from the file system. */
export function load(env: NodeJS.ProcessEnv, files: Record<string, string> = {}): LoadedConfig {
  return loadConfig(env, (path) => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
    return content;
  });
}

export function faultsOf(env: NodeJS.ProcessEnv, files?: Record<string, string>): string[] {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.message);
    throw error;
  }
  return [];
}
