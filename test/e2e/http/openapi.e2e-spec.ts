import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_STATUS } from '../../../src/http/error-status';
import { queryParametersOf } from '../../../src/http/query-parameter';
import { API_PREFIX } from '../../../src/http/request-target';
import { PackageListParameters } from '../../../src/packages/package-search.parameters';
import { TemplateListParameters } from '../../../src/templates/template-search.parameters';
import { OpenApi, type DocumentedOperation, type OpenApiDocument } from '../../support/openapi-document';
import { TestApp } from '../../support/test-app';

jest.setTimeout(60_000);

/** `UPDATE_OPENAPI=1 npm run test:e2e -- --testPathPatterns openapi` writes it anew. */
const SNAPSHOT = join(__dirname, 'openapi.snapshot.json');
const PACKAGE_JSON = join(__dirname, '../../../package.json');

interface RouterLayer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

describe('GET /openapi.json', () => {
  let app: TestApp;
  let openApi: OpenApi;

  beforeAll(async () => {
    app = await TestApp.start();
    openApi = new OpenApi((await app.anonymous().get('/openapi.json').expect(200)).body as OpenApiDocument);
  });
  afterAll(() => app.close());

  const operations = (): readonly DocumentedOperation[] => openApi.routes().map(({ operation }) => operation);

  it('is OpenAPI 3.1 and JSON Schema 2020-12', () => {
    expect(openApi.documentFaults()).toEqual([]);
  });

  it('has the version of the program, and the address of the API as its server', () => {
    const { version } = JSON.parse(readFileSync(PACKAGE_JSON, 'utf8')) as { version: string };
    expect(openApi.document.info.version).toBe(version);
    expect(openApi.document.servers).toEqual([{ url: API_PREFIX }]);
  });

  it('names every operation once, with tags and security schemes that are declared', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = openApi.document.tags.map(({ name }) => name);
    const schemes = Object.keys(openApi.document.components.securitySchemes);
    expect(tags.sort()).toEqual([...new Set(operations().flatMap((operation) => operation.tags))].sort());
    const used = operations().flatMap(({ security = [] }) => security.flatMap((scheme) => Object.keys(scheme)));
    expect([...new Set(used)].sort()).toEqual(schemes.sort());
  });

  it('declares the parameters of every path, and uses every schema that it has', () => {
    for (const { path, operation } of openApi.routes()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect([path, declared]).toEqual([path, inPath]);
    }
    const text = JSON.stringify(openApi.document);
    const unused = Object.keys(openApi.document.components.schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    );
    expect(unused).toEqual([]);
  });

  it('documents every route of the router below the prefix, and no other', () => {
    const { router } = app.app.getHttpAdapter().getInstance() as { router: { stack: readonly RouterLayer[] } };
    const routed = router.stack.flatMap(({ route }) => {
      // Nest mounts its middleware as routes for every method; no controller answers TRACE.
      if (route === undefined || route.methods.trace === true || !route.path.startsWith(`${API_PREFIX}/`)) return [];
      const path = route.path.slice(API_PREFIX.length).replace(/:(\w+)/g, '{$1}');
      return Object.keys(route.methods).map((method) => `${method} ${path}`);
    });
    const documented = openApi.routes().map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).toEqual([...new Set(routed)].sort());
  });

  it.each([
    ['listPublications', PackageListParameters],
    ['listTemplates', TemplateListParameters],
  ])('documents the query parameters that %s reads', (operationId, parameterClass) => {
    const operation = operations().find((candidate) => candidate.operationId === operationId)!;
    const documented = operation.parameters.map(({ name }) => name);
    expect(documented.toSorted()).toEqual(queryParametersOf(parameterClass).toSorted());
  });

  it('lists each error code under the status that it has', () => {
    for (const { operationId, responses } of operations()) {
      for (const [status, { content }] of Object.entries(responses)) {
        const schema = content?.['application/problem+json']?.schema as
          { properties?: { code: { enum: string[] } } } | undefined;
        for (const code of schema?.properties?.code.enum ?? []) {
          expect([operationId, code, ERROR_STATUS[code as keyof typeof ERROR_STATUS]]).toEqual([
            operationId,
            code,
            Number(status),
          ]);
        }
      }
    }
  });

  it('is answered with an ETag, and 304 to who has it', async () => {
    const { headers } = await app.anonymous().get('/openapi.json').expect(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    await app.anonymous().get('/openapi.json').set('If-None-Match', headers.etag!).expect(304);
    const head = await app.anonymous().head('/openapi.json').expect(200);
    expect(head.headers.etag).toBe(headers.etag);
  });

  it('is the one that was reviewed', () => {
    // The version changes with every release, and is checked above.
    const document = { ...openApi.document, info: { ...openApi.document.info, version: '' } };
    if (process.env.UPDATE_OPENAPI === '1') writeFileSync(SNAPSHOT, `${JSON.stringify(document, null, 2)}\n`);
    expect(existsSync(SNAPSHOT)).toBe(true);
    expect(document).toEqual(JSON.parse(readFileSync(SNAPSHOT, 'utf8')));
  });
});
