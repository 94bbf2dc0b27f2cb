import {jest} from '@jest/globals'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

const prompt = jest.fn<() => Promise<{yes: boolean}>>()
jest.unstable_mockModule('inquirer', () => ({default: {prompt}}))
const {plimsoll} = await import('../../helpers/run.js')

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-ask-'))
const file = path.join(home, 'sol-usdc.csv')
writeFileSync(file, 'date,high,low,close\n2024-01-01,11,9,10\n2024-01-02,12,9,11\n')
afterAll(() => {
  rmSync(home, {recursive: true})
})

it('asks on a terminal before it replaces', async () => {
  await plimsoll('data', 'import', file)
  const before = [process.stdin.isTTY, process.stdout.isTTY]
  process.stdin.isTTY = true
  process.stdout.isTTY = true
  try {
    prompt.mockResolvedValueOnce({yes: false})
    expect((await plimsoll('data', 'import', file)).stderr).toContain('left as it is')
    prompt.mockResolvedValueOnce({yes: true})
    expect((await plimsoll('data', 'import', file)).error).toBeUndefined()
    expect(prompt).toHaveBeenCalledTimes(2)
    expect((await plimsoll('data', 'import', file, '--json')).stdout).toContain('DATA_EXISTS')
    expect(prompt).toHaveBeenCalledTimes(2)
  } finally {
    ;[process.stdin.isTTY, process.stdout.isTTY] = before as [boolean, boolean]
  }
})
