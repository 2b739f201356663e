import type { FuzzTarget } from './target';
import { auditStateTarget } from './targets/audit-state';
import { bundleRefTarget } from './targets/bundle-ref';
import { canonicalJsonTarget } from './targets/canonical-json';
import { cliFilesTarget, cliProcessTarget } from './targets/cli-files';
import { configTarget } from './targets/config';
import { hygieneTarget } from './targets/hygiene';
import { listParametersTarget } from './targets/list-parameters';
import { markdownTarget } from './targets/markdown';
import { openapiHttpTarget } from './targets/openapi-http';
import { parseJsonTarget } from './targets/parse-json';
import { publishHttpTarget } from './targets/publish-http';
import { publishRulesTarget } from './targets/publish-rules';
import { readHttpTarget } from './targets/read-http';

/** Functions of the core and of the pages, and files in a directory of their own. */
export const PURE_TARGETS: readonly FuzzTarget[] = [
  ...[canonicalJsonTarget, parseJsonTarget, bundleRefTarget, listParametersTarget, auditStateTarget, hygieneTarget],
  ...[markdownTarget, configTarget, publishRulesTarget, cliFilesTarget, cliProcessTarget],
];

/** A Registry of their own over HTTP, on a PostgreSQL of its own. */
export const HTTP_TARGETS: readonly FuzzTarget[] = [readHttpTarget, openapiHttpTarget, publishHttpTarget];

export const TARGETS: readonly FuzzTarget[] = [...PURE_TARGETS, ...HTTP_TARGETS];
