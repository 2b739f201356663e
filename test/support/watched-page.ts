import type { Page } from 'playwright-core';

/** Chromium's own line about a document that is an error page, or about one that a test asks for. */
const ERROR_STATUS = /^Failed to load resource: the server responded with a status of [45]\d\d /;

/**
 * A page and what it did that no page of the Registry may do. Expressions are texts: what runs in the page is neither
 * compiled nor typed here.
 */
export class WatchedPage {
  /** Requests to other origins, dialogs, script errors, refusals by the content security policy. */
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {}

  static watch(page: Page): WatchedPage {
    const watched = new WatchedPage(page);
    page.on('request', (request) => {
      watched.requests.push(request.url());
      if (!request.url().startsWith(`${originOf(page, request.url())}/`)) {
        watched.complaints.push(`request to ${request.url()}`);
      }
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !ERROR_STATUS.test(message.text())) {
        watched.complaints.push(`console: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => watched.complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      watched.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => watched.complaints.push(`window: ${popup.url()}`));
    page.on('download', (download) => watched.complaints.push(`download: ${download.url()}`));
    return watched;
  }

  async goTo(url: string): Promise<number> {
    return (await this.page.goto(url, { waitUntil: 'load' }))?.status() ?? 0;
  }

  /** Width of what there is to scroll: more than the window's means that the page scrolls sideways. */
  scrollWidth(): Promise<number> {
    return this.page.evaluate<number>('document.scrollingElement.scrollWidth');
  }

  /** Closes every part that can be folded, as a reader finds it, or opens all, so that a check sees what there is. */
  async fold(isFolded: boolean): Promise<void> {
    await this.page.evaluate(
      `document.querySelectorAll("details").forEach((details) => { details.open = ${!isFolded}; })`,
    );
  }

  /** The elements that stick out of the window although they are in no box that scrolls. */
  sticksOut(): Promise<string[]> {
    return this.page.evaluate<string[]>(STICKING_OUT);
  }
}

const STICKING_OUT = `[...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .filter((element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return false;
    }
    return true;
  })
  .slice(0, 5)
  .map((element) => element.outerHTML.slice(0, 160))`;

/** Before the first document has arrived, its own address is the origin. */
function originOf(page: Page, url: string): string {
  return new URL(page.url() === 'about:blank' ? url : page.url()).origin;
}
