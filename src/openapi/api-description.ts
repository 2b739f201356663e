import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INestApplication, Injectable } from '@nestjs/common';
import { digestOfBytes } from '../core/digest';
import { PROJECT_ROOT } from '../project-root';

export interface MadeDescription {
  readonly bytes: Buffer;
  readonly etag: string;
}

/**
 * The OpenAPI 3.1 document of the running application: made from its controllers, once, when it is first asked for. Until
 * then Swagger is not even loaded: 100 ms and 15 MB that most processes never need.
 */
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
    const { swaggerDocument } = loadSwagger();
    const bytes = Buffer.from(JSON.stringify(swaggerDocument(this.app, packageVersion())), 'utf8');
    return { bytes, etag: `W/"${digestOfBytes(bytes)}"` };
  }
}

function loadSwagger(): typeof import('./swagger-document') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  return require('./swagger-document') as typeof import('./swagger-document');
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
