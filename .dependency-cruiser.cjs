/** Direction of dependencies (docs/architecture.md): main -> modules -> core; core imports nothing of ours. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment: 'core/ holds the rules: no module of ours, no Nest, no I/O.',
      severity: 'error',
      from: { path: '^src/core', pathNot: '[.]spec[.]ts$' },
      to: { path: '^(src/(?!core)|migrations)' },
    },
    {
      name: 'packages-and-templates-stay-apart',
      severity: 'error',
      from: { path: '^src/(packages|templates)' },
      to: { path: '^src/(packages|templates)', pathNot: '^src/$1' },
    },
    {
      name: 'the-two-flows-stay-apart-in-core',
      severity: 'error',
      from: { path: '^src/core/(package|template)-' },
      to: { path: '^src/core/(package|template)-', pathNot: '^src/core/$1-' },
    },
    {
      name: 'nobody-imports-health',
      severity: 'error',
      from: { path: '^src/(?!health|app[.]module|serve-registry)' },
      to: { path: '^src/health' },
    },
    {
      name: 'migrations-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^migrations' },
      to: { path: '^src' },
    },
    {
      name: 'only-the-root-imports-pages',
      severity: 'error',
      from: { path: '^src/(?!pages|app[.]module)' },
      to: { path: '^src/pages' },
    },
    {
      name: 'config-and-database-are-below-the-modules',
      severity: 'error',
      from: { path: '^src/(config|database|http|metrics)/' },
      to: { path: '^src/(packages|templates|signing|keys|downloads|health|pages|publishing|cli|audit|audit-trail)/' },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^(src|migrations)', pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
