import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/core/json/json-value';

const DEMO_DIR = join(__dirname, '../../demo');

export const DEMO_PACKAGES = [
  'city-library-lending-1.0.0',
  'city-library-lending-1.1.0',
  'city-library-lending-2.0.0',
  'harbour-berth-planning-0.3.0',
] as const;
export const DEMO_TEMPLATE = 'city-library-starter-0.1.0';

export interface Expectation {
  readonly published_at: string;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly expect: Readonly<Record<'record' | 'publication' | 'receipt' | 'lock' | 'template', JsonObject>>;
}

/** The publish request of a sample, free to be changed by the test. */
export function demoRequest(name: string): Record<string, JsonObject[string]> {
  return readDemo(`${name}.request.json`) as Record<string, JsonObject[string]>;
}

/** A package that differs from the first sample in its name and version only. */
export function samplePackage(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...demoRequest('city-library-lending-1.0.0'), ...changes };
}

export function demoExpectation(name: string): Expectation {
  return readDemo(`${name}.expect.json`) as Expectation;
}

function readDemo(file: string): unknown {
  return JSON.parse(readFileSync(join(DEMO_DIR, file), 'utf8'));
}
