import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import Handlebars from 'handlebars';
import { member, textOf, type JsonValue } from '../core/json/json-value';
import { SPEC_VERSION } from '../core/spec-version';
import { PROJECT_ROOT } from '../project-root';
import { readIcon, readScript, readStylesheet, type Asset } from './assets';
import { returnTargetOf, TIME_DISPLAY_PATH, timeDisplayOf, type TimeDisplay } from './time-display';
import { dayHtml, timeHtml } from './time-html';

const VIEWS_DIR = join(PROJECT_ROOT, 'views');

const NAVIGATION = [
  { href: '/registry/packages', text: 'Packages' },
  { href: '/registry/templates', text: 'Templates' },
  { href: '/registry/keys', text: 'Keys' },
  { href: '/registry/docs', text: 'Docs' },
];

const TIME_CHOICES: readonly { readonly display: TimeDisplay; readonly text: string; readonly title: string }[] = [
  { display: 'utc', text: 'UTC', title: 'Print times in UTC' },
  { display: 'local', text: 'Local', title: 'Print times in the zone of this computer; needs JavaScript' },
  { display: 'iso', text: 'ISO', title: 'Print times in ISO 8601, as they are on record' },
];

/**
 * The pages of `views/`: each file is a template by its path without extension; those below `layouts/` and `partials/`
 * are partials by that same name. Values are always escaped; a view uses `if` and `each`, and `time` and `day` for what
 * is printed as its reader wants it. What every page shares (navigation, versions, stylesheet) is `@site`.
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
    const script = readScript(join(VIEWS_DIR, 'assets'));
    this.assets = [stylesheet, icon, script];
    this.site = {
      stylesheet: stylesheet.href,
      icon: icon.href,
      localTimeScript: script.href,
      version: applicationVersion(),
      specVersion: SPEC_VERSION.replace('anip/', ''),
    };
    this.handlebars.registerHelper('time', (iso: string, { data, hash }: TimeOptions) =>
      timeHtml(iso, data.site.timeDisplay, hash.age),
    );
    this.handlebars.registerHelper('day', (day: string, { data }: TimeOptions) => dayHtml(day, data.site.timeDisplay));
    for (const file of viewFiles()) {
      const name = relative(VIEWS_DIR, file)
        .replaceAll('\\', '/')
        .replace(/\.hbs$/, '');
      const source = readFileSync(file, 'utf8');
      if (/^(?:layouts|partials)\//.test(name)) this.handlebars.registerPartial(name, source);
      else this.pages.set(name, this.handlebars.compile(source, { strict: true }));
    }
  }

  /** The page as it answers this request: its reader's way to print times, and the way back to it once that changes. */
  render(name: string, view: object, request: Request): string {
    const page = this.pages.get(name);
    if (page === undefined) throw new Error(`there is no view named ${name}`);
    const navigation = NAVIGATION.map((entry) => ({ ...entry, isCurrent: isWithin(request.path, entry.href) }));
    const timeDisplay = timeDisplayOf(request);
    const times = { timeDisplay, isLocalTime: timeDisplay === 'local', timeChoices: timeChoices(request, timeDisplay) };
    return page(view, { data: { site: { ...this.site, ...times, navigation } } });
  }
}

/** What a helper of a view knows beside its argument: `{{time published age=age}}`. */
interface TimeOptions {
  readonly data: { readonly site: { readonly timeDisplay: TimeDisplay } };
  readonly hash: { readonly age?: string };
}

/** Of error pages, too: what was asked for stood in a section. */
function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

function timeChoices(request: Request, chosen: TimeDisplay): readonly object[] {
  return TIME_CHOICES.map(({ display, text, title }) => ({
    text,
    title,
    href: `${TIME_DISPLAY_PATH}?${new URLSearchParams({ display, return_to: returnTargetOf(request) }).toString()}`,
    isChosen: display === chosen,
  }));
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
