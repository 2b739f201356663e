import type { Client } from 'pg';
import type { RegistryConfig } from '../config/config';
import { isObject, type JsonObject, type JsonValue } from '../core/json/json-value';
import { appendAuditEvents } from '../database/append-audit-events';

/** Whoever appends and does not come to an end must not hold up a start. */
const LOCK_TIMEOUT_MS = 5_000;

/**
 * Tells the trail with which configuration a Registry starts: its public half, no secret. @throws what the database
 * refuses with
 */
export async function recordStart(client: Client, config: RegistryConfig, time: Date): Promise<void> {
  // Of this transaction alone: a setting of the session would stay in the pool of a proxy before the database.
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await appendAuditEvents(client, [
      { action: 'service.start', actor: { type: 'system' }, details: configurationJson(config), time },
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
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
