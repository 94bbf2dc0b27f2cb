import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

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
