/** Nest 12 is ESM-only: tests run as CommonJS under `node --experimental-vm-modules` and require it. */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
};
const common = {
  transform,
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // A global of the sandbox is looked up slowly each time, and tweetnacl asks for Math.floor 100,000 times a signature;
  // these become parameters of each module. No name that a module declares itself, as many do with Buffer.
  sandboxInjectedGlobals: ['Array', 'Math', 'Number', 'Object'],
};

module.exports = {
  maxWorkers: 2,
  // A busy machine is no fault of the code: what hangs is found all the same.
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  reporters: ['default', '<rootDir>/test/support/summary-reporter.cjs'],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/unit/**/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/matchers.ts'],
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/matchers.ts'],
    },
  ],
};
