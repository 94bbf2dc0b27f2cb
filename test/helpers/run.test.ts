import {COMMANDS} from './commands.js'
import {dataDir, plimsoll} from './run.js'

it('finds commands from the files', () => {
  expect(Object.keys(COMMANDS)).toEqual(expect.arrayContaining(['data:import', 'data:list', 'data:show']))
})

it('runs them in process, with a data directory of its own', async () => {
  const {stdout, error} = await plimsoll('--help')
  expect(error).toBeUndefined()
  expect(stdout).toMatch(/data\s+price series/)
  const imported = await plimsoll<{file: string}>(
    'data',
    'import',
    'src/market/embedded/eth-usdt-1d.csv',
    '--id',
    'mine',
  )
  expect(imported.error).toBeUndefined()
  expect(imported.result?.file).toBe(`${dataDir}/series/mine.csv`)
})
