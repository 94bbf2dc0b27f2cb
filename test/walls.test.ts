import {ESLint} from 'eslint'
import path from 'node:path'

import {ROOT} from './helpers/cli.js'

const WALLS = ['no-restricted-imports', 'no-restricted-syntax']
/** Only the rules of the house, which need no types. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {files: ['**/*.ts'], languageOptions: {parserOptions: {projectService: false}}},
  ruleFilter: ({ruleId}) => WALLS.includes(ruleId),
})

/** The messages about imports and impurity that a file would get with this text. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, {filePath: path.join(ROOT, file)})
  return result!.messages.map(({message}) => message)
}

const uses = (name: string, from: string): string => `import {${name}} from '${from}'\nexport const used = ${name}\n`

// What would break a wall, in files that are really there.
it.each([
  ['reading with the encoder’s library', 'src/protocols/aave-v3/read.ts', uses('Interface', 'ethers'), /wall 1/i],
  [
    'setting with the decoder’s library',
    'src/protocols/aave-v3/set.ts',
    uses('AbiFunction', 'ox/AbiFunction'),
    /wall 1/i,
  ],
  [
    'reading that sees setting',
    'src/protocols/aave-v3/read.ts',
    uses('aaveV3Setter', './set.js'),
    /reading never sees setting/,
  ],
  [
    'reading that sees the setting unit table',
    'src/protocols/custom/read.ts',
    uses('customUnit', './units.js'),
    /reading never sees setting/,
  ],
  [
    'claims that see setting',
    'src/protocols/aave-v3/claims.ts',
    uses('aaveV3Setter', './set.js'),
    /reading never sees setting/,
  ],
  [
    'getters that see the setting unit table',
    'src/protocols/aave-v3/getters.ts',
    uses('ON_CHAIN', './parameters.js'),
    /reading never sees setting/,
  ],
  [
    'setting that sees getters',
    'src/protocols/aave-v3/set.ts',
    uses('aaveV3Getters', './getters.js'),
    /setting never sees reading/,
  ],
  [
    'setting that sees reading',
    'src/protocols/aave-v3/set.ts',
    uses('aaveV3Reader', './read.js'),
    /setting never sees reading/,
  ],
  [
    'verify that encodes',
    'src/verify/verify.ts',
    uses('encodeProposal', '../governance/encode.js'),
    /reading never sees setting/,
  ],
  [
    'a venue that decodes',
    'src/governance/venues/safe.ts',
    uses('safeHashes', '../read/safe-hash.js'),
    /setting never sees reading/,
  ],
  ['an import upwards', 'src/market/slice.ts', uses('backtest', '../backtest/backtest.js'), /downwards only/],
  ['an import sideways', 'src/market/slice.ts', uses('parseSource', '../proposal/parse.js'), /downwards only/],
  ['files in the core', 'src/backtest/backtest.ts', uses('readFileSync', 'node:fs'), /core is pure/],
  ['a random number', 'src/backtest/backtest.ts', 'export const used = Math.random()\n', /seeded random stream/],
  ['the clock', 'src/backtest/backtest.ts', 'export const used = Date.now()\n', /time as an argument/],
  ['the time of day', 'src/market/slice.ts', 'export const used = new Date()\n', /time as an argument/],
  ['the environment', 'src/check/check.ts', 'export const used = process.env\n', /no process/],
])('lint refuses %s', async (_what, file, text, message) => {
  expect((await complaints(file, text)).join('\n')).toMatch(message)
})

it('lint lets the edge read files', async () => {
  expect(await complaints('src/edge/read-input.ts', uses('readFileSync', 'node:fs'))).toEqual([])
})
