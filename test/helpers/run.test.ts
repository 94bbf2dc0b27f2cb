import {COMMANDS} from './commands.js'
import {dataDir, plimsoll} from './run.js'

it('finds commands from the files', () => {
  expect(Object.keys(COMMANDS)).toContain('data:list')
})
it('runs them in process', async () => {
  const {stdout, error, result} = await plimsoll<{here: string}>('data', 'list')
  expect(error).toBeUndefined()
  expect(stdout).toBe('hello\n')
  expect(result?.here).toBe(dataDir)
  const help = await plimsoll('--help')
  expect(help.stdout).toContain('data')
})
