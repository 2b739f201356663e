import { describeInBrowser } from '../../support/browser';
import { controlTests } from './controls';
import { hostileTests } from './hostile';
import { keyboardTests } from './keyboard';
import { linkTests } from './links';
import { timeDisplayTests } from './time-display';

jest.setTimeout(60_000);

/** What people do with the pages, and what the pages may not do to them: one store and one browser for all of it. */
describeInBrowser('using the pages in a real browser:', (suite) => {
  controlTests(suite);
  timeDisplayTests(suite);
  keyboardTests(suite);
  hostileTests(suite);
  linkTests(suite);
});
