import tseslint from 'typescript-eslint';

/** Two booleans in a row at a call site say nothing: `save(true, false)`. */
const BOOLEAN = 'Identifier:has(> TSTypeAnnotation > TSBooleanKeyword)';

/** It is the tail that makes code ugly, not the median. */
const limits = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
};

const everywhere = {
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'models/', 'node_modules/'] },
  { linterOptions: { noInlineConfig: true }, rules: { ...everywhere, ...limits } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A lost `await` is the worst quiet bug of a program that keeps people's work.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A function may keep an asynchronous contract without having anything to wait for.
      '@typescript-eslint/require-await': 'off',
      // Services are plain objects of closures; taking one apart loses nothing.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: `:function > ${BOOLEAN}.params + ${BOOLEAN}.params`, message: 'Two booleans in a row: take an options object.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports: a thing has one name everywhere.' },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/config.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only server/config.ts reads the environment.' }] },
  },
  { files: ['vitest.config.ts', 'vitest.faults.config.ts', '**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // They must be readable to a Node that is too old, to be able to say so.
  { files: ['bin/**/*.js'], rules: { 'no-var': 'off' } },
  // A suite is one long function of short stories.
  { files: ['tests/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
);
