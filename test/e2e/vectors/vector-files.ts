import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/json/json-value';
import { FixedClock, TestApp } from '../../support/test-app';
import { loadVector } from '../../support/vectors';

/** A publish request and what the reference answered; the first three are missing where it refused. */
export interface PublishVector {
  readonly published_at?: string;
  readonly publisher_id?: string;
  readonly publisher_type?: string;
  readonly request: JsonObject;
  readonly expect:
    | ({ readonly status: 201 } & Readonly<Record<'record' | 'publication' | 'receipt' | 'template', JsonObject>>)
    | { readonly status: 400; readonly reason_category: string };
}

/** Every file of a folder of the vectors. */
export function publishVectors(
  dir: string,
  folder: string,
): { readonly file: string; readonly vector: PublishVector }[] {
  return readdirSync(join(dir, folder))
    .sort()
    .map((file) => ({ file, vector: loadVector(dir, `${folder}/${file}`) as unknown as PublishVector }));
}

/** An application whose clock stands at the time of the vector and whose credential is the vector's publisher. */
export function startAppFor({ published_at, publisher_id, publisher_type }: PublishVector): Promise<TestApp> {
  return TestApp.start({
    clock: new FixedClock(new Date(published_at ?? '2026-05-15T00:00:00Z')),
    env: {
      ANIP_REGISTRY_PUBLISHER_ID: publisher_id ?? 'local-registry',
      ANIP_REGISTRY_PUBLISHER_TYPE: publisher_type ?? 'local',
    },
  });
}

/** One text segment of a path: ids may hold a slash. */
export function pathOf(...segments: readonly unknown[]): string {
  return segments.map((segment) => `/${encodeURIComponent(String(segment))}`).join('');
}
