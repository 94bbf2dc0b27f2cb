import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {FundReport} from '../../src/report/fund-report.js'
import type {StackReport} from '../../src/report/stack-report.js'
import type {DayReport} from '../../src/report/fund-day-report.js'
import {cli, ROOT, scratchFolder} from '../helpers/cli.js'

const EXAMPLE = path.join(ROOT, 'proposals/custom-perpetual-insurance-fund.yaml')
const folder = scratchFolder()

/** The example on shorter paths of one law, so that it is quick. */
function quick(accept: string): string {
  const text = readFileSync(EXAMPLE, 'utf8')
    .replace('  fund:\n', '  fund:\n    horizon: 30d\n    models: [filtered]\n    target: 50% per year\n')
    .replace('badDebt: "<= 0.05% of open interest"', accept)
  const file = path.join(folder, `quick-${accept.length}.yaml`)
  writeFileSync(file, text)
  return file
}

test('the same digits for one worker and for two; the upper bound decides', async () => {
  const file = quick('fundExhaustion: "<= 0.001% per year"')
  const [one, two] = await Promise.all(
    ['1', '2'].map((workers) => cli(['fund', file, '--paths', '300', '--workers', workers, '--json'])),
  )
  expect(one!.code).toBe(1)
  expect(JSON.parse(one!.stdout)).toMatchObject({paths: 300, criterion: {status: 'missed'}})
  expect(two).toEqual(one)
})

test('one screen of 80 columns, exit 0 where nothing is asked of it', async () => {
  const {code, stderr, stdout} = await cli(['fund', quick('coverage: ">= 1%"'), '--paths', '300', '--seed', '3'])
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  expect(stdout).toContain('P(exhausted in 30 days)')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('a criterion that needs a stack is judged in a backtest', async () => {
  const {code, stdout} = await cli(['backtest', quick('fundExhaustion: "<= 99.9% per year"'), '--json'])
  const {criteria} = JSON.parse(stdout) as {criteria: unknown[]}
  expect(criteria).toEqual([expect.objectContaining({name: 'fundExhaustion', status: 'met'})])
  expect(code).toBe(0)
})

test('a day of history, before and after', async () => {
  const {stdout} = await cli(['fund', EXAMPLE, '--day', '2025-10-10', '--json'])
  const {sides} = JSON.parse(stdout) as DayReport
  expect(sides.map(({side}) => side)).toEqual(['before', 'after'])
  expect(sides[0]!.badDebt).toBeGreaterThan(sides[1]!.badDebt)
})

/** The example with another stack, on short paths. */
function stack(name: string, fund: string): string {
  const [head = '', tail = ''] = readFileSync(EXAMPLE, 'utf8').split('  fund:\n')
  const file = path.join(folder, `${name}.yaml`)
  writeFileSync(file, `${head}  fund:\n    horizon: 60d\n${fund}\n  accept:${tail.split('  accept:')[1] ?? ''}`)
  return file
}

test('economics: beside the study, which stays the same, before and after', async () => {
  const file = stack(
    'priced',
    '    overshoot: 30%\n    models: [bootstrap]\n    layers: [{layer: insurance-fund, balance: 2m USD}]',
  )
  const [plain, priced] = await Promise.all(
    [[], ['--economics']].map((flags) => cli(['fund', file, '--paths', '300', '--workers', '1', '--json', ...flags])),
  )
  const found = JSON.parse(priced!.stdout) as FundReport
  expect(found.before!.economics!.market.premiums[0]!.rate.value).toBeGreaterThan(
    found.after.economics!.market.premiums[0]!.rate.value!,
  )
  const rest: unknown = JSON.parse(priced!.stdout, (key, value: unknown) => (key === 'economics' ? undefined : value))
  expect(rest).toEqual(JSON.parse(plain!.stdout))
})

test('a question without a finite answer: refused or answered with the reason, in 80 columns', async () => {
  const file = stack(
    'endless',
    `    overshoot: 30%
    models: [garch-t, bootstrap]
    layers:
      - {layer: insurance-fund, balance: 2m USD}
      - {layer: mutual-pool, stake: 0 USD, cooldown: 20d, emission: 1m USD}
      - {layer: reinsurance, limit: 8m USD, rateOnLine: 15%, defaultProbability: 100%}`,
  )
  const {code, stdout} = await cli(['fund', file, '--paths', '200', '--economics'])
  expect(code).toBe(0)
  const text = stdout.replaceAll(/\s+/g, ' ')
  expect(text).toContain('fund and all behind: infinite: shorts lose without limit')
  expect(text).toContain('what is asked of it has no mean: no income is enough in the long run')
  expect(text).toContain('mean and ES are of these paths only: infinite')
  expect(text).toContain('mutual-pool: It has no stakers: it pays nothing.')
  expect(text).toContain('reinsurance: The reinsurer fails with certainty before it can pay')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('no premium against losses on average: it runs dry in the long run, whatever its size', async () => {
  const file = stack(
    'drift',
    '    overshoot: 30%\n    models: [bootstrap]\n    layers: [{layer: insurance-fund, balance: 200m USD}]',
  )
  const {stdout} = await cli(['fund', file, '--paths', '200', '--economics', '--json'])
  const {economics} = (JSON.parse(stdout) as FundReport).after
  expect(economics!.market.flows).toMatchObject({
    income: 0,
    verdict: expect.stringContaining('runs dry in the long run'),
  })
  expect(economics!.layers[0]!.lossRatio).toEqual({value: null, because: 'no premium is charged for it'})
})

test('the stack of a venue explained: its source, what is simpler, terms and risks', async () => {
  const file = stack(
    'venue',
    '    layers: {preset: aave-umbrella, sizes: {emission: 1m USD, stake: 5m USD, target: {from: 6m USD, to: 8m USD}}}',
  )
  const [{stdout}, screen] = await Promise.all([
    cli(['fund', file, '--explain', '--json']),
    cli(['fund', file, '--explain']),
  ])
  const {preset, sides} = JSON.parse(stdout) as StackReport
  expect(preset).toMatchObject({name: 'aave-umbrella', source: expect.stringContaining('aave-umbrella')})
  expect(sides.map(({layers}) => layers[0]!.terms['target'])).toEqual([6e6, 8e6])
  expect(screen.stdout).toMatch(/target 6,000,000 ->\s+8,000,000/)
  expect(screen.stdout).toContain('simpler than it: A staker who gives notice')
  expect(screen.stdout).toContain('- A run: stakers who see the crisis')
})
