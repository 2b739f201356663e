import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { PROJECT_ROOT } from '../project-root';

const VIEWS_DIR = join(PROJECT_ROOT, 'views');

/**
 * The pages of `views/`: each file is a template by its path without extension; those below `layouts/` and `partials/`
 * are partials by that same name. Values are always escaped; a view uses `if` and `each` only.
 */
@Injectable()
export class Views {
  private readonly handlebars = Handlebars.create();
  private readonly pages = new Map<string, Handlebars.TemplateDelegate>();
  readonly stylesheet: string;

  constructor() {
    this.stylesheet = readFileSync(join(VIEWS_DIR, 'assets/registry.css'), 'utf8');
    for (const file of viewFiles()) {
      const name = relative(VIEWS_DIR, file)
        .replaceAll('\\', '/')
        .replace(/\.hbs$/, '');
      const source = readFileSync(file, 'utf8');
      if (/^(?:layouts|partials)\//.test(name)) this.handlebars.registerPartial(name, source);
      else this.pages.set(name, this.handlebars.compile(source, { strict: true }));
    }
  }

  render(name: string, view: object): string {
    const page = this.pages.get(name);
    if (page === undefined) throw new Error(`there is no view named ${name}`);
    return page(view);
  }
}

function viewFiles(): readonly string[] {
  return readdirSync(VIEWS_DIR, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}
