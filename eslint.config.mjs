import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom: imports point down, siblings know nothing of each other, apps wire them.
 * A folder that is missing here may import nothing of ours. Specs and fixtures may also import `testing`.
 */
const LAYERS = {
  'libs/domain': [],
  'libs/contracts': ['domain'],
  'libs/config': ['contracts', 'domain'],
  'libs/smtp': ['domain'],
  'libs/database': ['config', 'contracts', 'domain'],
  'libs/queue': ['config', 'contracts', 'domain'],
  'libs/secrets': ['contracts'],
  'libs/actions': ['contracts', 'domain'],
  'libs/observability': ['config', 'contracts', 'domain'],
  'libs/testing': [],
  'apps/controller': ['secrets', 'database', 'queue', 'observability', 'config', 'contracts', 'domain'],
  'apps/evaluator': ['actions', 'secrets', 'database', 'queue', 'observability', 'config', 'contracts', 'domain'],
  'apps/worker': ['queue', 'smtp', 'observability', 'config', 'contracts', 'domain'],
  'apps/cli': ['secrets', 'database', 'queue', 'smtp', 'config', 'contracts', 'domain'],
  'apps/demo': ['observability', 'config', 'contracts'],
  'apps/web': ['contracts'],
};
const PACKAGES = [...new Set(Object.keys(LAYERS).map((folder) => folder.split('/')[1]))];

const boundaries = Object.entries(LAYERS).flatMap(([folder, allowed]) => [
  boundary(folder, allowed, `${folder}/src/**/*.{ts,tsx}`),
  boundary(folder, [...allowed, 'testing'], `${folder}/src/**/*.{spec,fixture}.{ts,tsx}`),
]);

/** What some files of a folder may import of ours. */
function boundary(folder, allowed, files) {
  const own = folder.split('/')[1];
  const forbidden = PACKAGES.filter((name) => name !== own && !allowed.includes(name));
  return {
    files: [files],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: forbidden.map((name) => `@twotwenty/${name}/*`),
              message: `${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'} only: imports point down.`,
            },
            { group: [`@twotwenty/${own}/*`], message: 'Inside a package, import by a relative path.' },
            {
              group: ['**/dist/**', '../../../*/src/**', '../../*/src/**'],
              message: 'Import other packages by their name.',
            },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**', '.cache/**', 'coverage/**'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-default-export': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='any'] CallExpression[callee.property.name='timeout']",
          message: 'Node 20 loses this timeout at the next garbage collection: use TimeLimit of libs/actions.',
        },
      ],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // A suite is one long function by nature, and a config file must export a default.
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'test/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    // emitDecoratorMetadata needs the class at run time where Nest injects by type.
    files: ['apps/controller/src/**'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  ...boundaries,
  {
    files: ['apps/web/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'The browser has no process.' }],
    },
  },
);
