import {readFileSync} from 'node:fs'

import {explain} from '../../src/backtest/explanations.js'
import {CELLS, SCENARIOS, simulateCell} from './size-power.js'

const scenario = (id: string) => SCENARIOS.find((one) => one.id === id)!
const rates = (id: string, samples: number) => simulateCell(scenario(id), CELLS[2]!, samples, 3)

test('the seed alone decides', () => {
  expect(rates('overlap-null', 5)).toEqual(rates('overlap-null', 5))
})

test('under the null hits come at p and valid tests keep their size; a VaR that is 20% small is found', () => {
  const [right, wrong] = [rates('null-normal', 60), rates('small', 60)]
  expect(Math.abs(right.hitRate - 0.05)).toBeLessThan(0.008)
  expect(wrong.hitRate).toBeGreaterThan(0.08)
  for (const id of ['coverage-bound', 'traffic-light', 'e-process-var', 'e-process-es', 'z2'])
    // Four standard errors of 60 samples above 5%.
    expect(right.rates.get(id)!.rejected).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 60))
  for (const id of ['coverage-bound', 'z2', 'berkowitz']) expect(wrong.rates.get(id)!.rejected).toBeGreaterThan(0.6)
})

test('every test of the tables is explained, with its size', () => {
  const table = readFileSync(new URL('../../docs/size-and-power.md', import.meta.url), 'utf8')
  const ids = [...new Set([...table.matchAll(/^\| ([a-z][a-z0-9-]+)(?:, [^|]+)? +\| +\d+\.\d/gm)].map(([, id]) => id!))]
  expect(ids.length).toBe(25)
  for (const id of ids) expect({id, size: explain(id).size}).toEqual({id, size: expect.stringContaining('%')})
})
