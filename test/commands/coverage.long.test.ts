import {writeFileSync} from 'node:fs'
import path from 'node:path'

import type {CoverageResult} from '../../commands/coverage.js'
import {scratchFolder} from '../helpers/cli.js'
import {golden} from '../helpers/goldens.js'
import {plimsoll} from '../helpers/run.js'

const folder = scratchFolder()
const data = golden('var_backtests')
const {VaR, ES} = data.forecasts['0.025'].hs500 as {VaR: number[]; ES: number[]}
const actual = data.actual as number[]

function write(name: string, sign = 1): string {
  const file = path.join(folder, name)
  const rows = actual.map((r, t) => `${r},${sign * VaR[t]!},${sign * ES[t]!}`)
  writeFileSync(file, `return,var,es\n${rows.join('\n')}\n`)
  return file
}

const file = write('forecasts.csv')

test('a table of at most 80 columns, with the sample above and the refusals below', async () => {
  const {stdout, error} = await plimsoll('coverage', file, '--level', '97.5%')
  expect(error).toBeUndefined()
  expect(stdout).toMatch(/1500 forecasts at 97.50%; 46 hits\s+\(3.07%\),\s+37.5 expected/)
  expect(stdout).toMatch(/^pof +1\.8451 +1 +0\.1743 {2}too many hits$/m)
  expect(stdout).toMatch(/^traffic-light .* green$/m)
  expect(stdout).toMatch(/z3, berkowitz, berkowitz-tail: there are no PITs/)
  const name = stdout.split('\n').findIndex((line) => line.startsWith('test'))
  for (const line of stdout.split('\n').slice(name)) expect(line.length).toBeLessThanOrEqual(80)
})

test('--json carries every test, digest and seed, the same bytes each time', async () => {
  const args = ['coverage', file, '--level', '0.975', '--horizon', '5', '--seed', '7', '--json']
  const first = await plimsoll<CoverageResult>(...args)
  const second = await plimsoll<CoverageResult>(...args)
  expect(first.stdout).toBe(second.stdout)
  const result = JSON.parse(first.stdout)
  expect(result).toMatchObject({level: 0.975, periods: 1500, hits: 46, horizonBars: 5, seed: 7, version: '0.1.0'})
  expect(result.digest).toMatch(/^[0-9a-f]{64}$/)
  const ids = result.tests.map(({id}: {id: string}) => id)
  expect(ids).toEqual(expect.arrayContaining(['pof', 'hac', 'phases', 'block-bootstrap', 'e-process-var', 'z2']))
  for (const {statistic, reason} of result.tests)
    expect((statistic === undefined) !== (reason === undefined)).toBe(true)
  expect(first.stdout).not.toMatch(/null|NaN/)
})

test('--explain speaks of a test by any of its names', async () => {
  const {stdout} = await plimsoll('coverage', '--explain', 'kupiec')
  for (const part of ['Kupiec proportion of failures', 'formula', 'source', 'not for', 'LR ='])
    expect(stdout).toContain(part)
  const json = await plimsoll('coverage', '--explain', 'mcneil-frey', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({id: 'exceedance-residuals'})
})

test.each([
  [
    'positive VaR',
    [write('loss.csv', -1), '--level', '97.5%'],
    /quantile of the return, a negative number.*change its sign/s,
  ],
  ['a tail probability', [file, '--level', '0.025'], /Did you mean 0\.975\?/],
  ['no level', [file], /--level/],
  ['no file', ['--level', '99%'], /Name a file/],
  ['a file that is not there', [path.join(folder, 'none.csv'), '--level', '99%'], /does not exist/],
  ['an unknown test', ['--explain', 'nonsense'], /no test called `nonsense`/],
  ['a horizon below 1', [file, '--level', '99%', '--horizon', '0'], /horizon/],
])('%s is refused with exit code 2', async (_, args, text) => {
  const {stderr, error} = await plimsoll('coverage', ...args)
  expect(`${stderr} ${error?.message ?? ''}`.replaceAll(/\s+/g, ' ')).toMatch(text)
  expect(error?.oclif?.exit).toBe(2)
})
