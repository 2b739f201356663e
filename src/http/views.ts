import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { member, textOf, type JsonValue } from '../core/json/json-value';
import { SPEC_VERSION } from '../core/spec-version';
import { PROJECT_ROOT } from '../project-root';
import { readIcon, readScript, readStylesheet, type Asset } from './assets';
import type { PageTemplates } from './page-templates';
import { readTemplateSources, type TemplateSources } from './template-sources';
import { returnTargetOf, TIME_DISPLAY_PATH, timeDisplayOf, type TimeDisplay } from './time-display';

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
 * The pages of `views/` (`PageTemplates`). What every page shares (navigation, versions, stylesheet) is `@site`. The
 * library of templates is loaded for the first page: clients of the API never ask for one.
 */
@Injectable()
export class Views {
  /** Read at the start, so that one without its pages does not begin to serve. */
  private readonly sources = readTemplateSources(VIEWS_DIR);
  private templates: PageTemplates | undefined;
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
  }

  /** The page as it answers this request: its reader's way to print times, and the way back to it once that changes. */
  render(name: string, view: object, request: Request): string {
    return this.print(name, view, this.siteFor(request));
  }

  /** Parts of one page, each as `render` prints a whole one. */
  renderParts<Name extends string>(
    names: readonly Name[],
    view: object,
    request: Request,
  ): Readonly<Record<Name, string>> {
    const site = this.siteFor(request);
    return Object.fromEntries(names.map((name) => [name, this.print(name, view, site)])) as Record<Name, string>;
  }

  /** A part of a page that every reader may be shown: it prints no times, which each has in a way of their own. */
  renderForAll(name: string, view: object): string {
    return this.print(name, view, this.site);
  }

  /** All that `render` takes from a request: with the same text and the same view, it prints the same. */
  readerOf(request: Request): string {
    return [timeDisplayOf(request), returnTargetOf(request), request.path].join(' ');
  }

  private print(name: string, view: object, site: object): string {
    this.templates ??= compileTemplates(this.sources);
    return this.templates.render(name, view, site);
  }

  private siteFor(request: Request): object {
    const navigation = NAVIGATION.map((entry) => ({ ...entry, isCurrent: isWithin(request.path, entry.href) }));
    const timeDisplay = timeDisplayOf(request);
    const times = { timeDisplay, isLocalTime: timeDisplay === 'local', timeChoices: timeChoices(request, timeDisplay) };
    return { ...this.site, ...times, navigation };
  }
}

function compileTemplates(sources: TemplateSources): PageTemplates {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  const { PageTemplates } = require('./page-templates') as typeof import('./page-templates');
  return new PageTemplates(sources);
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

function applicationVersion(): string {
  const description = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as JsonValue;
  return textOf(member(description, 'version'));
}
