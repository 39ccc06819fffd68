import tseslint from 'typescript-eslint';

const timers = [
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'Date',
  'performance',
];

/** Packages that a room may not know. Walls between our own rooms: test/tidy.test.ts. */
function wall(files, patterns, message) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: patterns, message }] },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      '.tsbuild/**',
      '.vscode-test/**',
      'test-results/**',
      'test/fixtures/**',
      'coverage/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'shared/tsconfig.json',
          'server/tsconfig.json',
          'server/*/tsconfig.json',
          'client/tsconfig.json',
          'client/dashboard/tsconfig.json',
          'client/editor/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Ids and notes are measured in code points, which is what spreading a string gives.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['shared/**/*.ts', 'server/**/*.ts', 'client/**/*.ts'],
    ignores: ['shared/clock.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...timers.map((name) => ({ name, message: 'Time comes from a Clock (shared/clock.ts).' })),
      ],
    },
  },
  {
    files: ['shared/**/*.ts', 'server/**/*.ts', 'client/**/*.ts'],
    ignores: ['server/{boot,main}.ts', 'client/*/main.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['exit', 'on', 'once', 'argv'].map((property) => ({
          object: 'process',
          property,
          message: 'Only entry files own the process.',
        })),
      ],
    },
  },
  wall(
    ['shared/**/*.ts', 'server/governance/**/*.ts'],
    ['node:*', 'vscode*'],
    'This room is pure.',
  ),
  wall(
    ['server/**/*.ts', 'client/connection/**/*.ts', 'client/{connect,mcp,cli}/**/*.ts'],
    ['vscode', 'vscode-languageclient', 'vscode-languageclient/*'],
    'Only client/editor knows the editor.',
  ),
  wall(
    ['client/**/*.ts'],
    ['vscode-languageserver', 'vscode-languageserver/*'],
    'A client is no server.',
  ),
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines-per-function': ['error', { max: 120, skipComments: true }],
    },
  },
);
