/* eslint-disable @typescript-eslint/no-require-imports -- jest loads its sequencer with require */
const Sequencer = require('@jest/test-sequencer').default;

/** Half a minute and more each: begun last, one of them would keep one core busy and leave the others idle. */
const LONGEST = ['test/e2e/cli/audit-large.', 'test/e2e/browser/', 'test/e2e/cli/audit-damage.', 'test/e2e/vectors/'];

/**
 * Jest runs what took longest first, once it has seen it. A fresh clone has seen nothing, and goes by the size of the
 * files, which says little about files that start processes or a browser.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((part) => path.includes(part));
      return at === -1 ? LONGEST.length : at;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
