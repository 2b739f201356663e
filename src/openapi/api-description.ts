import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { digestOfBytes } from '../core/digest';
import { API_PREFIX } from '../http/request-target';
import { PROJECT_ROOT } from '../project-root';
import { SECURITY_SCHEMES, TAGS } from './operation';
import { SCHEMAS } from './schemas';

export interface MadeDescription {
  readonly document: OpenAPIObject;
  readonly bytes: Buffer;
  readonly etag: string;
}

/** The OpenAPI 3.1 document of the running application: made from its controllers, once, when it is first asked for. */
@Injectable()
export class ApiDescription {
  private app: INestApplication | undefined;
  private made: MadeDescription | undefined;

  /** The application is complete only after its modules are, so it is handed over then. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  get(): MadeDescription {
    this.made ??= this.make();
    return this.made;
  }

  private make(): MadeDescription {
    if (this.app === undefined) throw new Error('there is no application to describe yet');
    const document = ofTheApi(SwaggerModule.createDocument(this.app, head(), { autoTagControllers: false }));
    const bytes = Buffer.from(JSON.stringify(document), 'utf8');
    return { document, bytes, etag: `W/"${digestOfBytes(bytes)}"` };
  }
}

function head(): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('ANIP Registry')
    .setDescription(
      'Trust and distribution service for ANIP packages (signed service contracts) and starter templates. ' +
        'Every GET answers HEAD, too. Every refusal is a problem (RFC 9457) with a stable code.',
    )
    .setVersion(packageVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(API_PREFIX);
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  for (const [name, description] of Object.entries(SECURITY_SCHEMES)) {
    // addBearerAuth would say that tokens are JWTs.
    builder.addSecurity(name, { type: 'http', scheme: 'bearer', description });
  }
  const { info, ...rest } = builder.build();
  // Without the empty contact that the builder begins with.
  const { title, description, version, license } = info;
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

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
