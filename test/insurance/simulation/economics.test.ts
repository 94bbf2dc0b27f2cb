import {readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {checkSource} from '../../../src/check/check.js'
import {loadSeries} from '../../../src/edge/series-store.js'
import {economicsOf} from '../../../src/insurance/simulation/economics.js'
import type {Economics, HistoryAdequacy} from '../../../src/insurance/simulation/economics-model.js'
import {FundJob} from '../../../src/insurance/simulation/job.js'
import type {Records} from '../../../src/insurance/simulation/records.js'
import type {Series} from '../../../src/market/series.js'
import {normalCdf, normalQuantile} from '../../../src/numerics/special/normal.js'
import {parseSource} from '../../../src/proposal/parse.js'
import {protocolNamed} from '../../../src/protocols/registry.js'
import {ROOT} from '../../helpers/cli.js'
import {refusal} from '../../helpers/refusal.js'

const FILE = path.join(ROOT, 'proposals/custom-perpetual-insurance-fund.yaml')
const {proposal: loaded} = checkSource(parseSource(readFileSync(FILE), FILE))
const {proposal} = loaded!
const values = protocolNamed('custom').riskValues(proposal)
const [PATHS, DAYS] = [200, 60]
const STACK = [
  {layer: 'insurance-fund', balance: '1m USD', premium: '1%', elasticity: 1, referenceVolatility: '80%'},
  {
    layer: 'parametric-cover',
    limit: '2m USD',
    trigger: 'drawdown',
    schedule: [{at: '20%', pays: '100%'}],
    rateOnLine: '10%',
    paidBy: 'treasury',
  },
  {
    layer: 'mutual-pool',
    stake: '3m USD',
    cooldown: '20d',
    fee: '2%',
    deficitOffset: '100k USD',
    emission: '400k USD',
    target: '4m USD',
  },
  {layer: 'reinsurance', limit: '2m USD', rateOnLine: '15%', reinstatements: 1, paidBy: 'treasury'},
]
const ECONOMICS = {
  principles: [
    {principle: 'wang', load: '0.5x'},
    {principle: 'expected-value', load: '20%'},
    {principle: 'standard-deviation', load: '0.3x'},
    {principle: 'cvar', level: '90%', load: '10%'},
  ],
  riskless: '4%',
  underwriters: [
    {
      layer: 'mutual-pool',
      supply: [
        {name: 'stakers', capacity: '3m USD', requiredReturn: '-100%'},
        {name: 'funds', capacity: '50m USD', requiredReturn: {from: '8%', to: '-40%'}},
      ],
    },
  ],
}

let eth: Series
beforeAll(async () => {
  eth = await loadSeries('ETH-USDT', tmpdir())
})

const jobOf = (fund: object): FundJob =>
  new FundJob({
    request: {
      ...proposal.backtest,
      from: '2021-01-01',
      fund: {overshoot: '30%', horizon: `${DAYS}d`, models: ['bootstrap'], layers: STACK, ...fund},
    } as never,
    values,
    series: new Map([['ETH', eth]]),
    economics: true,
  })

function priced(job: FundJob): {found: Economics; records: Records} {
  const answer = job.run({kind: 'paths', model: 'bootstrap', first: 0, count: PATHS})
  if (answer.kind !== 'records') throw new Error('records were asked for')
  const records = answer.records.at(-1)!
  const {history, horizon} = job.setup
  const side = {column: job.column('after'), history, horizon, terms: job.setup.economics('after')}
  return {records, found: economicsOf({...side, records: [['bootstrap', records]]})}
}

describe('a stack with every kind of underwriter, against a computation by hand', () => {
  let job: FundJob
  let found: Economics
  let records: Records
  beforeAll(() => {
    job = jobOf({economics: ECONOMICS})
    ;({found, records} = priced(job))
  })
  const years = DAYS / 365
  const average = (rows: readonly number[]): number => rows.reduce((a, b) => a + b, 0) / rows.length
  const paid = (k: number): number[] => [...records.paid].filter((_, i) => i % records.layers === k)
  const cost = (k: number): number[] => [...records.cost].filter((_, i) => i % records.layers === k)

  test('the pool: its stakers lose what it paid and the fee, and are paid its rewards', () => {
    const pool = found.layers.find(({kind}) => kind === 'mutual-pool')!
    const losses = paid(2).map((sum) => 1.02 * sum)
    expect(average(losses)).toBeGreaterThan(0)
    expect(pool.expectedLoss.value).toBeCloseTo(average(losses) / years, 2)
    expect(pool.charged).toBeCloseTo(average(cost(2)) / years, 2)
    expect(pool.lossRatio.value).toBeCloseTo(average(losses) / average(cost(2)), 9)
    const returns = losses.map((loss, i) => (cost(2)[i]! - loss) / 3e6)
    const deviation = Math.sqrt(average(returns.map((r) => (r - average(returns)) ** 2)) * (PATHS / (PATHS - 1)))
    expect(pool.underwriter).toMatchObject({
      yield: expect.closeTo(average(returns) / years, 9),
      sharpe: {value: expect.closeTo((average(returns) / years - 0.04) / (deviation / Math.sqrt(years)), 6)},
      losing: returns.filter((r) => r < 0).length / PATHS,
    })
  })

  test('four principles, by their definitions', () => {
    const pool = found.layers.find(({kind}) => kind === 'mutual-pool')!
    const losses = paid(2)
      .map((sum) => 1.02 * sum)
      .sort((a, b) => a - b)
    // Wang: the integral of Phi(Phi^-1(S(x)) + load) over x, S falling by 1/n at each loss.
    let [wang, below] = [0, 0]
    losses.forEach((loss, i) => {
      const survival = 1 - i / PATHS
      wang += (loss - below) * (survival === 1 ? 1 : normalCdf(normalQuantile(survival) + 0.5))
      below = loss
    })
    const mean = average(losses)
    const deviation = Math.sqrt(average(losses.map((loss) => (loss - mean) ** 2)))
    const shortfall = average(losses.slice(-PATHS / 10))
    const expected = [wang, 1.2 * mean, mean + 0.3 * deviation, mean + 0.1 * (shortfall - mean)]
    pool.premiums.forEach(({premium, rate, rateOnLine}, i) => {
      expect(premium.value! / (expected[i]! / years)).toBeCloseTo(1, 9)
      expect(rate.value).toBeCloseTo(premium.value! / job.column('after').book.openInterest, 12)
      expect(rateOnLine.value).toBeCloseTo(premium.value! / 3e6, 12)
    })
  })

  test('the market: all that reaches the fund, and what each position pays of it', () => {
    const asked = Array.from({length: PATHS}, (_, row) => [0, 1, 2, 3, 4].reduce((sum, k) => sum + paid(k)[row]!, 0))
    expect(found.market.expectedLoss.value! / (average(asked) / years)).toBeCloseTo(1, 9)
    expect(asked.every((sum, row) => Math.abs(sum - records.loss[row]!) < 1)).toBe(true)
    const tenths = found.market.positions as {leverage: number; rate: number}[]
    expect(tenths).toHaveLength(10)
    tenths.slice(1).forEach(({leverage, rate}, k) => {
      expect(leverage).toBeLessThan(tenths[k]!.leverage)
      expect(rate).toBeLessThan(tenths[k]!.rate)
    })
    expect(found.market.flows).toMatchObject({verdict: expect.stringContaining('runs dry in the long run')})
  })

  test('a cover is charged with its payouts, whether or not a loss needs them', () => {
    const cover = found.layers.find(({kind}) => kind === 'parametric-cover')!
    const payouts = average([...records.measures[1]!['payouts']!])
    expect(cover.expectedLoss.value).toBeCloseTo(payouts / years, 2)
    expect(payouts).toBeGreaterThan(average(paid(1)))
    const [{simulated}] = found.basis as [Economics['basis'][number]]
    expect(simulated.payoutsPerYear).toBeCloseTo(payouts / years, 2)
    expect(simulated.uncoveredPerYear).toBeCloseTo(average([2, 3, 4].map((k) => average(paid(k)))) * (3 / years), 0)
  })

  test('over history: a premium that follows volatility, against every day’s losses', () => {
    const {close, high, low} = job.setup.history
    const {book} = job.column('after')
    const out = new Float64Array(4)
    let variance = average([...close].map((r) => r * r))
    let [premiums, losses, deepest] = [0, 0, 0]
    close.forEach((r, t) => {
      const rate = 0.01 * Math.min(4, Math.max(0.25, Math.sqrt(variance * 365) / 0.8))
      book.day(low[t]!, high[t]!, r, out)
      premiums += (rate * book.openInterest) / 365
      losses += out[0]!
      deepest = Math.max(deepest, losses - premiums)
      variance = 0.94 * variance + 0.06 * r * r
    })
    const adequacy = found.adequacy as HistoryAdequacy
    expect(losses).toBeGreaterThan(0)
    expect(adequacy.premiums / premiums).toBeCloseTo(1, 9)
    expect(adequacy.losses / losses).toBeCloseTo(1, 9)
    expect(adequacy.deepest / deepest).toBeCloseTo(1, 6)
    expect(adequacy.lossRatio.value).toBeCloseTo(losses / premiums, 6)
    expect(adequacy.breakEvenRate).toBeCloseTo((losses * 365) / (book.openInterest * close.length), 9)
    expect(adequacy.rate.high).toBeGreaterThan(2 * adequacy.rate.low)
  })

  test('at an equilibrium the last underwriter earns what it asks', () => {
    const [row] = found.participation
    const asked = Array.from({length: PATHS}, (_, r) => [2, 3, 4].reduce((sum, k) => sum + paid(k)[r]!, 0))
    const yieldOf = (capital: number): number => {
      const ratio = capital / 4e6
      const emission = ratio <= 1 ? 4e5 * ratio * (2 - ratio) : ratio <= 1.2 ? 4e5 * (2 - ratio) : 0.8 * 4e5
      const lost = average(asked.map((sum) => Math.min(capital, 1.02 * Math.max(0, sum - 1e5))))
      return (emission - lost / years) / capital
    }
    expect(row!.equilibria.length).toBeGreaterThan(0)
    for (const {capital, yield: earned} of row!.equilibria) expect(yieldOf(capital)).toBeCloseTo(earned, 6)
    expect(row!.supply.map(({requiredReturn}) => requiredReturn)).toEqual([-1, -0.4])
    const price = average(asked.map((sum) => Math.min(3e6, 1.02 * Math.max(0, sum - 1e5)))) / years
    expect(row!.priceOfCapital.value).toBeCloseTo(-3e6 + price - 4e5 * 0.75 * 1.25, 2)
  })

  test('the price of cover grows with the chance that it is needed', () => {
    const {price} = found.layers.find(({kind}) => kind === 'reinsurance')!
    const [half, own] = price
    expect(own!.probability).toBe(paid(3).filter((sum) => sum > 0).length / PATHS)
    expect(own!.expectedLoss.value).toBeCloseTo(average(paid(3)) / years, 2)
    expect(half!.expectedLoss.value).toBeCloseTo(own!.expectedLoss.value! / 2, 2)
    expect(half!.premium.value).toBeLessThan(own!.premium.value!)
    expect(half!.premium.value).toBeGreaterThan(own!.premium.value! / 2)
  })
})

test('layers that can never pay: zeros with the reason, and nobody to stand behind a failed reinsurer', () => {
  const underwriters = ['mutual-pool', 'reinsurance'].map((layer) => ({
    layer,
    supply: [{name: 'all', capacity: '1m USD', requiredReturn: '5%'}],
  }))
  const layers = [
    {layer: 'insurance-fund', balance: '1m USD'},
    {layer: 'mutual-pool', stake: '0 USD', cooldown: '20d', emission: '1m USD'},
    {layer: 'reinsurance', limit: '2m USD', rateOnLine: '15%', defaultProbability: '100%'},
  ]
  const {found} = priced(jobOf({layers, economics: {underwriters}}))
  const [fund, pool, treaty] = found.layers
  expect(fund!.lossRatio).toEqual({value: null, because: 'no premium is charged for it'})
  expect(pool).toMatchObject({degenerate: expect.stringContaining('no stakers'), expectedLoss: {value: 0}, price: []})
  expect(treaty).toMatchObject({expectedLoss: {value: 0}, charged: 0, underwriter: {because: treaty!.degenerate}})
  // Nobody is in the pool now, but its rewards would bring somebody.
  expect(found.participation[0]).toMatchObject({capital: 0, equilibria: [{participants: 1, yield: 0.05}]})
  expect(found.participation[1]).toMatchObject({equilibria: []})
  expect(found.participation[1]).toMatchObject({because: expect.stringContaining('worth nothing')})
  expect(found.adequacy).toMatchObject({lossRatio: {because: 'no premium is charged on open interest'}})
  expect(found.principlesFrom).toBe('default')
  expect(found.market.flows).toMatchObject({income: 0, verdict: expect.stringContaining('whatever its size')})
})

test('what cannot be asked is refused, with or without --economics', () => {
  const asked = (economics: object, layers: object[] = STACK) => refusal(() => jobOf({layers, economics}))
  const supply = [{name: 'all', capacity: '1m USD', requiredReturn: '5%'}]
  expect(asked({underwriters: [{layer: 'insurance-fund', supply}]})).toMatchObject({
    code: 'FUND_REQUEST',
    suggestions: ['Those that do: `parametric-cover`, `mutual-pool`, `reinsurance`.'],
  })
  expect(asked({underwriters: [{layer: 'mutual-pool', supply: [{...supply[0], capacity: '0 USD'}]}]}).code).toBe(
    'FUND_REQUEST',
  )
  expect(asked({principles: [{principle: 'wang', load: '-10%'}]}).message).toContain('below zero')
  expect(asked({principles: [{principle: 'cvar', level: '100%', load: '10%'}]}).code).toBe('FUND_REQUEST')
  expect(asked({principles: [{principle: 'proportional-hazard', load: '0.5x'}]}).code).toBe('FUND_REQUEST')
  const dynamic = {layer: 'insurance-fund', balance: '1m USD', premium: '1%', elasticity: 1}
  expect(asked({}, [dynamic]).message).toContain('`referenceVolatility`')
})
