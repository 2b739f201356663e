import Handlebars from 'handlebars';
import type { TemplateSources } from './template-sources';
import type { TimeDisplay } from './time-display';
import { dayHtml, timeHtml } from './time-html';

/**
 * Templates by their names; those below `layouts/` and `partials/` are partials by that same name. Values are always escaped; a template uses `if` and `each`, and `time` and `day` for
 * what is printed as its reader wants it.
 */
export class PageTemplates {
  private readonly handlebars = Handlebars.create();
  private readonly pages = new Map<string, Handlebars.TemplateDelegate>();

  constructor(sources: TemplateSources) {
    this.handlebars.registerHelper('time', (iso: string, { data, hash }: TimeOptions) =>
      timeHtml(iso, displayIn(data), hash.age),
    );
    this.handlebars.registerHelper('day', (day: string, { data }: TimeOptions) => dayHtml(day, displayIn(data)));
    for (const [name, source] of sources) {
      if (/^(?:layouts|partials)\//.test(name)) this.handlebars.registerPartial(name, source);
      else this.pages.set(name, this.handlebars.compile(source, { strict: true }));
    }
  }

  /** `site` is what every page shares, its `@site`. */
  render(name: string, view: object, site: object): string {
    const page = this.pages.get(name);
    if (page === undefined) throw new Error(`there is no view named ${name}`);
    return page(view, { data: { site } });
  }
}

/** What a helper knows beside its argument: `{{time published age=age}}`. */
interface TimeOptions {
  readonly data: { readonly site: { readonly timeDisplay?: TimeDisplay } };
  readonly hash: { readonly age?: string };
}

function displayIn({ site: { timeDisplay } }: TimeOptions['data']): TimeDisplay {
  if (timeDisplay === undefined) throw new Error('a part of a page that is printed for all readers holds a time');
  return timeDisplay;
}
