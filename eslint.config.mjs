import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const noProcessEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, in src/config/. Inject CONFIG instead.',
};
const noSkippedTests = {
  selector: 'MemberExpression[object.name=/^(it|describe|test)$/][property.name=/^(skip|only|todo)$/]',
  message: 'A test runs or is deleted; suites that need the shared vectors use describeWithVectors.',
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test-results'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': ['error', noProcessEnv, noSkippedTests],
      // Both false positives on this code base: a constant that only a decorator reads, an options object for a class type.
      'no-useless-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@nestjs/*', 'typeorm', 'pg', 'express', 'pino', 'nestjs-pino'], message: 'core is pure' },
            {
              group: ['node:fs*', 'node:http*', 'node:net', 'node:process', 'node:child_process'],
              message: 'core does no I/O',
            },
            {
              regex: '^\\.\\./\\.\\./(?!core)(config|database|http|packages|templates)',
              message: 'core imports nothing of ours',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', { name: 'process', message: 'core has no environment' }],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: 'core has no clock' }],
    },
  },
  {
    files: ['src/config/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'src/main.ts', 'src/demo.ts'],
    rules: { 'no-restricted-syntax': ['error', noSkippedTests] },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        module: 'readonly',
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  prettier,
);
