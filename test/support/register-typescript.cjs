/* eslint-disable @typescript-eslint/no-require-imports -- node --require takes no ES module */
/**
 * For scripts that a test starts as processes of their own: `node --require test/support/register-typescript.cjs x.ts`
 * runs TypeScript with the settings of the jest transform.
 */
const { transformFileSync } = require('@swc/core');
const { projects } = require('../../jest.config.cjs');

const [, options] = Object.values(projects[0].transform)[0];

require.extensions['.ts'] = (module, file) => {
  module._compile(transformFileSync(file, { ...options, swcrc: false }).code, file);
};
