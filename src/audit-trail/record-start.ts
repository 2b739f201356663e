import { Client } from 'pg';
import type { RegistryConfig } from '../config/config';
import { isObject, type JsonObject, type JsonValue } from '../core/json/json-value';
import { appendAuditEvents } from '../database/append-audit-events';
import { connectionUrl } from '../database/connection-url';
import { CONNECT_TIMEOUT_MS } from '../database/data-source';

/**
 * Tells the trail with which configuration a Registry starts: its public half, no secret. @throws what the database
 * refuses with
 */
export async function recordStart(databaseUrl: string, config: RegistryConfig, time: Date): Promise<void> {
  const client = new Client({
    connectionString: connectionUrl(databaseUrl),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-audit-trail',
    lock_timeout: CONNECT_TIMEOUT_MS,
  });
  // A lost connection is the error of the statement that waits on it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await appendAuditEvents(client, [
      { action: 'service.start', actor: { type: 'system' }, details: configurationJson(config), time },
    ]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The configuration as JSON: bytes in base64, what is not set left out. */
export function configurationJson(config: RegistryConfig): JsonObject {
  const value = jsonOf(config);
  return isObject(value) ? value : {};
}

function jsonOf(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object' && value !== null) {
    const set = Object.entries(value).filter(([, part]) => part !== undefined);
    return Object.fromEntries(set.map(([name, part]) => [name, jsonOf(part)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
