import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { member, textOf, type JsonValue } from '../core/json/json-value';
import { SPEC_VERSION } from '../core/spec-version';
import { PROJECT_ROOT } from '../project-root';
import { readIcon, readStylesheet, type Asset } from './assets';

const VIEWS_DIR = join(PROJECT_ROOT, 'views');

/** Each leads to a section, and a section's views lie in the directory of its name. */
const NAVIGATION = [
  { section: 'packages', text: 'Packages' },
  { section: 'templates', text: 'Templates' },
  { section: 'keys', text: 'Keys' },
  { section: 'docs', text: 'Docs' },
].map((entry) => ({ ...entry, href: `/registry/${entry.section}` }));

/**
 * The pages of `views/`: each file is a template by its path without extension; those below `layouts/` and `partials/`
 * are partials by that same name. Values are always escaped; a view uses `if` and `each` only. What every page shares
 * (navigation, versions, stylesheet) is `@site`.
 */
@Injectable()
export class Views {
  private readonly handlebars = Handlebars.create();
  private readonly pages = new Map<string, Handlebars.TemplateDelegate>();
  private readonly site: object;
  readonly assets: readonly Asset[];

  constructor() {
    const stylesheet = readStylesheet(join(VIEWS_DIR, 'assets'));
    const icon = readIcon(join(VIEWS_DIR, 'assets'));
    this.assets = [stylesheet, icon];
    this.site = {
      stylesheet: stylesheet.href,
      icon: icon.href,
      version: applicationVersion(),
      specVersion: SPEC_VERSION.replace('anip/', ''),
    };
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
    const [current] = name.split('/');
    const navigation = NAVIGATION.map((entry) => ({ ...entry, isCurrent: entry.section === current }));
    return page(view, { data: { site: { ...this.site, navigation } } });
  }
}

function viewFiles(): readonly string[] {
  return readdirSync(VIEWS_DIR, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function applicationVersion(): string {
  const description = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as JsonValue;
  return textOf(member(description, 'version'));
}
