import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { API_PREFIX } from '../http/request-target';
import { operationOf } from './documented';
import { SECURITY_SCHEMES, TAGS } from './operation';
import { SCHEMAS } from './schemas';
import { swaggerDecorators } from './swagger-decorators';

/** Handlers that Swagger knows of already: its decorators add up, and a process may have more than one application. */
const DECORATED = new WeakSet<object>();

/** The document of the API's routes, as the controllers of `app` answer and describe them. */
export function swaggerDocument(app: INestApplication, version: string): OpenAPIObject {
  decorateHandlers(app);
  return ofTheApi(SwaggerModule.createDocument(app, head(version), { autoTagControllers: false }));
}

function decorateHandlers(app: INestApplication): void {
  const scanner = new MetadataScanner();
  for (const prototype of controllerPrototypes(app.get(ModulesContainer))) {
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = Reflect.get(prototype, name) as object;
      const operation = operationOf(handler);
      if (operation === undefined || DECORATED.has(handler)) continue;
      swaggerDecorators(operation)(prototype, name, { value: handler });
      DECORATED.add(handler);
    }
  }
}

function controllerPrototypes(modules: ModulesContainer): readonly object[] {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.map(({ instance }) => Object.getPrototypeOf(instance) as object);
}

function head(version: string): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('ANIP Registry')
    .setDescription(
      'Trust and distribution service for ANIP packages (signed service contracts) and starter templates. ' +
        'Every GET answers HEAD, too. Every refusal is a problem (RFC 9457) with a stable code.',
    )
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(API_PREFIX);
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  for (const [name, description] of Object.entries(SECURITY_SCHEMES)) {
    // addBearerAuth would say that tokens are JWTs.
    builder.addSecurity(name, { type: 'http', scheme: 'bearer', description });
  }
  const { info, ...rest } = builder.build();
  // Without the empty contact that the builder begins with.
  const { title, description, license } = info;
  return { ...rest, info: { title, description, version, license } };
}

/** Without the pages, paths from the server's address on, and with the schemas that the operations refer to. */
function ofTheApi(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(`${API_PREFIX}/`))
    .map(([path, item]) => [path.slice(API_PREFIX.length), item] as const);
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas: { ...SCHEMAS } },
  };
}
