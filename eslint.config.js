import eslint from '@eslint/js'
import {defineConfig, globalIgnores} from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The house: a folder may import from the rows below its own, never from its own row or above. */
const ROWS = [
  ['units', 'numerics'],
  ['market', 'proposal', 'protocols'],
  ['backtest', 'governance'],
  ['insurance', 'check'],
  ['stress', 'sweep', 'foresight', 'verify', 'evm'],
  ['report', 'edge'],
]

const CORE_FORBIDDEN = [
  'fs',
  'fs/promises',
  'net',
  'http',
  'https',
  'child_process',
  'worker_threads',
  'os',
  'process',
  'tty',
  'readline',
]
const pureCore = CORE_FORBIDDEN.flatMap((name) => [name, `node:${name}`])
const CLOCK_AND_CHANCE = [
  ...['process', 'fetch', 'console', 'setTimeout', 'setInterval', 'performance'].map((name) => ({
    selector: `Identifier[name='${name}']:not(MemberExpression > .property):not(Property > .key)`,
    message: `The core is pure: no ${name}. Pass in what it is needed for.`,
  })),
  {selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Take a seeded random stream.'},
  {selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take the time as an argument.'},
  {selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time as an argument.'},
]

const SETTING_SIDE = [
  '**/set.js',
  '**/set/**',
  '**/setters.js',
  './encode-call.js',
  './literals.js',
  './parameters.js',
  './units.js',
  '**/base-keys.js',
  '**/checked-address.js',
  '**/encode-call.js',
  '**/governed.js',
  '**/parameters.js',
  '**/spelling.js',
  '**/table-calls.js',
  '**/custom/literals.js',
  '**/custom/units.js',
  '**/governance/encode.js',
  '**/venues/**',
]
const READING_SIDE = ['**/read.js', '**/claims.js', '**/readers.js', '**/getters.js', '**/read/**', '**/verify/**']

function house(row, folder) {
  const above = ROWS.slice(row)
    .flat()
    .filter((name) => name !== folder)
  const pure = folder !== 'edge' && folder !== 'evm'
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores: [
      'src/**/read.ts',
      'src/**/claims.ts',
      'src/protocols/**/read/**',
      'src/**/readers.ts',
      'src/**/getters.ts',
      'src/governance/read/**',
      'src/**/set.ts',
      'src/protocols/**/set/**',
      'src/**/setters.ts',
      'src/governance/venues/**',
      'src/verify/**',
    ],
    rules: {
      'no-restricted-imports': ['error', {patterns: restrictions(above, pure)}],
      ...(pure ? {'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE]} : {}),
    },
  }
}

function restrictions(above, pure) {
  return [
    {
      group: [...above.map((name) => `**/${name}/**`), '**/commands/**'],
      message: 'Imports run downwards only: see docs/decisions.',
    },
    ...(pure ? [{group: pureCore, message: 'The core is pure: I/O lives in src/edge and commands.'}] : []),
  ]
}

function wall(files, rowOf, forbidden, library, message) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...restrictions(
              ROWS.slice(rowOf)
                .flat()
                .filter((name) => !files.some((file) => file.includes(`/${name}/`))),
              true,
            ),
            {group: forbidden, message},
            {
              group: [library, `${library}/**`],
              message: `Wall 1: the other road's ABI library (${library}) stays on its side.`,
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE],
    },
  }
}

export default defineConfig(
  globalIgnores(['coverage/', 'dist/', 'src/generated/']),
  eslint.configs.recommended,
  {
    extends: [tseslint.configs.strictTypeChecked],
    files: ['src/**/*.ts', 'commands/**/*.ts', 'test/**/*.ts', 'bin/**/*.ts'],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/require-await': 'off', // oclif's run() must be async
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      'max-lines': ['error', {max: 400, skipBlankLines: true, skipComments: true}],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  ...ROWS.flatMap((folders, row) => folders.map((folder) => house(row, folder))),
  wall(
    ['src/protocols/**/set.ts', 'src/protocols/**/set/**/*.ts', 'src/protocols/setters.ts'],
    1,
    READING_SIDE,
    'ox',
    'Wall 1: setting never sees reading.',
  ),
  wall(['src/governance/venues/**/*.ts'], 2, READING_SIDE, 'ox', 'Wall 1: setting never sees reading.'),
  wall(
    [
      'src/protocols/**/read.ts',
      'src/protocols/**/read/**/*.ts',
      'src/protocols/**/claims.ts',
      'src/protocols/readers.ts',
      'src/protocols/**/getters.ts',
    ],
    1,
    SETTING_SIDE,
    'ethers',
    'Wall 1: reading never sees setting.',
  ),
  wall(['src/governance/read/**/*.ts'], 2, SETTING_SIDE, 'ethers', 'Wall 1: reading never sees setting.'),
  wall(['src/verify/**/*.ts'], 4, SETTING_SIDE, 'ethers', 'Wall 1: reading never sees setting.'),
  {
    files: ['bin/**/*.js', 'test/**/*.js', '*.config.js'],
    languageOptions: {globals: {Buffer: 'readonly', console: 'readonly', process: 'readonly', URL: 'readonly'}},
  },
)
