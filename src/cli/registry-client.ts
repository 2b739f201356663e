import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryError } from '../core/errors';
import { isObject, member, textOf, type JsonObject, type JsonValue } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { trim, withoutTrailingSlashes } from '../core/text';
import { CliError, failure, unreachable, usageError } from './cli-error';

const API_PATH = '/registry-api/v1';
/** A record holds at most 5 MiB of documents, written twice at most, in an answer that repeats the README. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
const RETRY_PAUSES_MS = [500, 1000, 2000, 4000];
/** The server did not take the request, or says to come back. */
const RETRIED_STATUSES = [429, 502, 503];
const UNAVAILABLE_STATUSES = [...RETRIED_STATUSES, 504];
const MAX_RETRY_AFTER_S = 30;

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export interface ClientOptions {
  readonly token?: string;
  /** Told about every attempt that is repeated, for stderr. */
  readonly onProgress?: (message: string) => void;
}

/** The Registry over HTTP, as every command uses it: bounded in time and size, patient with outages. */
export class RegistryClient {
  private readonly api: string;

  constructor(
    registryUrl: string,
    private readonly options: ClientOptions = {},
  ) {
    this.api = apiUrl(registryUrl);
  }

  /** `GET <api>/<segments>` with each segment percent-encoded. @throws CliError unless the answer is a 200 JSON object */
  async getJson(segments: readonly string[], query: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const answer = await this.get(segments, query);
    if (answer.status !== 200) throw refusal(this.url(segments, query), answer);
    return parseObject(answer.body, this.url(segments, query));
  }

  get(segments: readonly string[], query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request(this.url(segments, query), { method: 'GET' });
  }

  /** `POST <api>/<segments>`; the caller decides what each status means. */
  post(segments: readonly string[], body: string): Promise<Answer> {
    return this.request(this.url(segments, {}), {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        ...(this.options.token === undefined ? {} : { Authorization: `Bearer ${this.options.token}` }),
      },
    });
  }

  url(segments: readonly string[], query: Readonly<Record<string, string>> = {}): string {
    const search = new URLSearchParams(query).toString();
    return `${this.api}/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
  }

  /** Repeating is safe for every request of ours: a publish that did arrive answers 409 the second time. */
  private async request(url: string, init: RequestInit): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const pauseMs = RETRY_PAUSES_MS[attempt];
      try {
        const response = await fetch(url, {
          ...init,
          redirect: 'error',
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        if (pauseMs === undefined || !RETRIED_STATUSES.includes(response.status))
          return await readAnswer(response, url);
        // An unread body would hold its connection, and with it the process, open.
        await response.body?.cancel();
        await this.pause(url, `answered ${response.status}`, retryAfterMs(response) ?? pauseMs);
      } catch (error) {
        if (error instanceof CliError) throw error;
        if (pauseMs === undefined) throw unreachable(`${url} could not be reached: ${reason(error)}`, error);
        await this.pause(url, reason(error), pauseMs);
      }
    }
  }

  private async pause(url: string, why: string, pauseMs: number): Promise<void> {
    this.options.onProgress?.(`${url}: ${why}; trying again in ${pauseMs / 1000} s`);
    await sleep(pauseMs);
  }
}

/** Trailing slashes removed, the API's path appended unless it is there (cli.md section 2). */
export function apiUrl(registryUrl: string): string {
  const base = withoutTrailingSlashes(trim(registryUrl));
  const parsed = URL.parse(base);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw usageError(`the registry URL ${JSON.stringify(registryUrl)} is no http or https URL`);
  }
  // Not shown: it may hold a password, which would also end up in every message that names the URL.
  if (parsed.username !== '' || parsed.password !== '') throw usageError('the registry URL must not hold user info');
  return base.endsWith(API_PATH) ? base : `${base}${API_PATH}`;
}

/** An answer that is no success: a Registry that cannot answer now was not reached, any other has decided. */
export function refusal(url: string, answer: Answer): CliError {
  const message = `${url} answered ${describe(answer)}`;
  return UNAVAILABLE_STATUSES.includes(answer.status) ? unreachable(message) : failure(message);
}

/** Status and the Registry's own words, for a message. */
export function describe({ status, body }: Answer): string {
  const text = body.toString('utf8').trim().slice(0, 2000);
  try {
    const problem: JsonValue = parseJson(body);
    const code = textOf(member(problem, 'code'));
    const error = textOf(member(problem, 'error'));
    if (error !== '') return `${status}${code === '' ? '' : ` ${code}`}: ${error}`;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
  }
  return `${status}: ${text}`;
}

export function parseObject(body: Buffer, source: string): JsonObject {
  try {
    const value = parseJson(body);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw failure(`${source} answered no JSON: ${error.message}`, error);
  }
  throw failure(`${source} answered no JSON object`);
}

async function readAnswer(response: Response, url: string): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw failure(`${url} answered more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return { status: response.status, body: Buffer.concat(chunks) };
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isInteger(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER_S) * 1000 : undefined;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'TimeoutError') return `no answer within ${REQUEST_TIMEOUT_MS / 1000} s`;
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
