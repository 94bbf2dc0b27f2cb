import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {expectRelative, golden} from '../helpers/goldens.js'
import {plimsoll} from '../helpers/run.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-volatility-'))
afterAll(() => {
  rmSync(home, {recursive: true})
})
const synth = golden('garch_synth')
const returnsFile = path.join(home, 'returns.csv')
writeFileSync(returnsFile, `return\n${synth.returnsPercent.join('\n')}\n`)
const lossesFile = path.join(home, 'losses.csv')
writeFileSync(lossesFile, Array.from({length: 500}, (_, i) => ((500.5 - i - 1) / 500) ** -0.5).join('\n'))

const json = async (...args: string[]) => JSON.parse((await plimsoll('volatility', ...args, '--json')).stdout)

test('a fit of returns, in their unit, is the golden one', async () => {
  const result = await json(returnsFile, '--returns', 'percent', '--model', 'gjr', '--dist', 't')
  const known = synth.cases['gjr:t']
  for (const [i, name] of known.paramOrder.entries()) {
    expectRelative(result.params[name], known.params[name], 1e-9)
    expectRelative(result.standardErrors.hessian[name], known.se_hessian[i], 1e-5)
    expectRelative(result.standardErrors.opg[name], known.se_opg[i], 1e-5)
    expectRelative(result.standardErrors.sandwich[name], known.se_robust_bw[i], 1e-5)
  }
  expectRelative(result.logLikelihood, known.loglik, 1e-12)
  expect(result).toMatchObject({
    ...{model: 'gjr', distribution: 't', mean: 'constant', presample: 'mean-square', unit: 'percent'},
    ...{observations: 2000, forecast: {horizon: 10, kind: 'mean', annualised: null}},
  })
  expect(result.constraints).toContain('alpha + gamma E[z^2; z<0] + beta is not restricted')
  expect(result.risk.map(({method}: {method: string}) => method)).toEqual([
    't law',
    'filtered historical simulation',
    'conditional EVT',
  ])
})

test.each(['ewma', 'garch', 'har'])('%s on an embedded series, for people', async (model) => {
  const {stdout, error} = await plimsoll('volatility', 'ETH-USDT', '--model', model, '--horizon', '3')
  expect(error).toBeUndefined()
  expect(stdout).toContain(`ETH-USDT: ${model.toUpperCase()}`)
  expect(stdout).toMatch(/[▁-█]{40}/)
  expect(stdout).toMatch(/next bar +volatility 0\.\d+, 0\.\d+ annualised/)
  expect(stdout).not.toContain('NaN')
})

test('the unconditional rule and a zero mean are taken', async () => {
  const flags = ['--returns', 'percent', '--model', 'garch', '--presample', 'unconditional', '--mean', 'zero']
  const result = await json(returnsFile, ...flags)
  expect(Object.keys(result.params)).toEqual(['omega', 'alpha', 'beta'])
  expect(result.presample).toBe('unconditional')
})

test('without a model, the usual ones are ranked on bars that no fit has seen', async () => {
  const {comparison, confidenceSet, data} = await json(returnsFile, '--returns', 'percent')
  expect([...comparison.models, ...comparison.failed]).toHaveLength(7)
  expect(comparison).toMatchObject({holdOut: 500, refitEvery: 50, tail: expect.closeTo(0.01, 12)})
  const losses = comparison.models.map(({qlike}: {qlike: number}) => qlike)
  expect(losses).toEqual([...losses].sort((a, b) => a - b))
  const pValues: number[] = Object.values(confidenceSet.pValues)
  expect(pValues).toHaveLength(comparison.models.length)
  expect(Math.max(...pValues)).toBe(1)
  expect(data).toMatchObject({values: 2000, taken: 'returns from return'})
}, 180_000)

test('the tail of a column, above a threshold', async () => {
  const {tail} = await json(lossesFile, '--tail', '--threshold', '2')
  expect(tail).toMatchObject({threshold: 2, exceedances: 125, confidence: 0.99, observations: 500})
  // P(X > x) = x^-2: a generalised Pareto tail with xi 1/2 and beta u/2, VaR 10 and ES 20
  expectRelative(tail.xi, 0.5, 0.1)
  expectRelative(tail.beta, 1, 0.1)
  expectRelative(tail.var, 10, 0.05)
  expectRelative(tail.es, 20, 0.15)
  expect(tail.standardErrors.xi).toBeGreaterThan(0)
  const {stdout} = await plimsoll('volatility', lossesFile, '--tail')
  expect(stdout).toContain('the largest tenth lies above')
})

test('the tail of a series is that of its losses', async () => {
  const {data, tail} = await json('ETH-USDT', '--tail', '--confidence', '99.9%')
  expect(data.taken).toContain('losses')
  expect(tail.es).toBeGreaterThan(tail.var)
})

test.each<[string, string[], string, number]>([
  ['a confidence without a unit', ['ETH-USDT', '--confidence', '99'], 'UNITS_NOT_A_RATIO', 2],
  ['a confidence of a half', ['ETH-USDT', '--model', 'ewma', '--confidence', '50%'], 'VOLATILITY_CONFIDENCE', 2],
  ['an unknown series', ['NO-SUCH'], 'DATA_UNKNOWN_SERIES', 2],
  ['a missing file', ['none.csv', '--returns', 'decimal'], 'DATA_UNREADABLE', 2],
  ['a threshold that is no number', [lossesFile, '--tail', '--threshold', 'ten'], 'VOLATILITY_THRESHOLD', 2],
  ['a threshold above nearly all', [lossesFile, '--tail', '--threshold', '20'], 'VOLATILITY_TAIL_TOO_SHORT', 3],
  ['a confidence inside the sample', [lossesFile, '--tail', '--confidence', '60%'], 'VOLATILITY_BELOW_THRESHOLD', 2],
])('%s is refused with its code', async (_, args, code, exit) => {
  const {error, stdout} = await plimsoll('volatility', ...args, '--json')
  expect(JSON.parse(stdout)).toMatchObject({error: {code}})
  expect(error).toMatchObject({oclif: {exit}})
})
