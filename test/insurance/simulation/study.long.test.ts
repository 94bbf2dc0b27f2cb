import {readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {PlimsollError} from '../../../src/errors.js'
import {loadSeries} from '../../../src/edge/series-store.js'
import {judgeFundExhaustion} from '../../../src/insurance/simulation/criterion.js'
import {FundJob, type FundAnswer} from '../../../src/insurance/simulation/job.js'
import type {FundStudy} from '../../../src/insurance/simulation/model.js'
import {countOf, joinRecords} from '../../../src/insurance/simulation/records.js'
import {replayDay} from '../../../src/insurance/simulation/replay-day.js'
import type {FundInput} from '../../../src/insurance/simulation/setup.js'
import {fundStudy} from '../../../src/insurance/simulation/study.js'
import type {Series} from '../../../src/market/series.js'
import type {BacktestRequest} from '../../../src/proposal/model.js'
import {parseSource} from '../../../src/proposal/parse.js'
import {checkSource} from '../../../src/check/check.js'
import {protocolNamed} from '../../../src/protocols/registry.js'
import {ROOT} from '../../helpers/cli.js'
import {seriesOf} from '../../helpers/series.js'

const FILE = path.join(ROOT, 'proposals/custom-perpetual-insurance-fund.yaml')
const {proposal: loaded} = checkSource(parseSource(readFileSync(FILE), FILE))
const {proposal} = loaded!
const values = protocolNamed('custom').riskValues(proposal)
const request = proposal.backtest!
const PATHS = 120
let eth: Series

beforeAll(async () => {
  eth = await loadSeries('ETH-USDT', tmpdir())
})

const inputOf = (change: object = {}, fund: object = {}): FundInput => ({
  request: {
    ...request,
    from: '2021-01-01',
    ...change,
    fund: {...request.fund, horizon: '40d', models: ['filtered'], overshoot: '30%', paths: PATHS, ...fund},
  },
  values,
  series: new Map([['ETH', eth]]),
})
const study = async (input: FundInput): Promise<FundStudy> => {
  const job = new FundJob(input)
  return fundStudy(input, async (tasks) => tasks.map((task) => job.run(task)))
}

describe('the example', () => {
  let found: FundStudy
  beforeAll(async () => {
    found = await study(inputOf({}, {models: ['filtered', 'bootstrap']}))
  })

  test('before and after on the same paths, with the three errors apart', () => {
    const {after, before, difference, errors} = found
    expect(before!.exhaustion.value).toBeGreaterThan(after.exhaustion.value)
    expect(difference!.value).toBeCloseTo(after.exhaustion.value - before!.exhaustion.value, 12)
    expect(errors.monteCarlo).toBe(after.exhaustion.standardError)
    expect(errors.history.deviation).toBeGreaterThanOrEqual(0)
    expect(errors.models.high).toBeGreaterThanOrEqual(errors.models.low)
    expect(errors.bound.value).toBeGreaterThanOrEqual(after.exhaustion.atMost)
  })

  test('layers attach one behind the other, and what is asked of the fund is what it and those behind it pay', () => {
    const {draw, layers} = found.before!
    expect(layers.map(({kind}) => kind)).toEqual([
      'defaulter-margin',
      'liquidation-penalties',
      'insurance-fund',
      'adl',
      'residual',
    ])
    const [first, second, third] = layers
    expect(first!.attach).toBe(0)
    expect(third!.attach).toBeCloseTo(second!.attach! + second!.capacity!, 3)
    const behind = layers.slice(2).reduce((sum, {expectedDraw}) => sum + expectedDraw, 0)
    expect(behind).toBeCloseTo(draw.mean, 3)
    expect(found.before!.exhaustion.hits).toBe(third!.exhausted.hits)
  })

  test('figures that so few paths cannot carry are refused with the reason', () => {
    expect(found.after.draw.risk.map(({valueAtRisk}) => valueAtRisk.value === null)).toEqual([true, true, true, true])
    expect(found.size.value).toMatchObject({value: null, because: expect.stringMatching(/^120 paths are too few/)})
  })

  test('the criterion reads the upper bound', () => {
    const {bound} = found.errors
    expect(judgeFundExhaustion('<= 99% per year', found)).toMatchObject({status: 'met', figure: bound.value})
    const tight = `<= ${(found.after.exhaustion.value * 100 + 0.001).toFixed(4)}% per year`
    expect(judgeFundExhaustion(tight, found).status).toBe('missed')
    expect(judgeFundExhaustion('<= 1% per year', undefined)).toMatchObject({
      status: 'not judged',
      detail: expect.stringContaining('add `fund:`'),
    })
    expect(judgeFundExhaustion('<= 1% per year', new PlimsollError('FUND_BOOK', 'no book')).detail).toBe('no book')
    expect(() => judgeFundExhaustion('<= 1%', found)).toThrow(/per year/)
  })
})

test('a path does not depend on the block it is in', () => {
  const job = new FundJob(inputOf())
  const records = (first: number, count: number) => {
    const answer: FundAnswer = job.run({kind: 'paths', model: 'filtered', first, count})
    if (answer.kind !== 'records') throw new Error('records were asked for')
    return answer.records[0]!
  }
  expect(joinRecords([records(0, 7), records(7, 33)])).toEqual(records(0, 40))
})

test('a governed stack: layers that come, a balance that changes', async () => {
  const bare = {layer: 'insurance-fund', balance: '1m USD'}
  const {after, before} = await study(
    inputOf({}, {layers: {from: [bare], to: [bare, {layer: 'adl', policy: 'pro-rata'}]}}),
  )
  expect(before!.layers.map(({kind}) => kind)).toEqual(['insurance-fund', 'residual'])
  expect(after.layers.map(({kind}) => kind)).toEqual(['insurance-fund', 'adl', 'residual'])
})

test('a fund alone, and the stack of a venue', async () => {
  const alone = {balance: '2m USD', horizon: '40d', models: ['bootstrap'], paths: 100}
  const {after} = await study({...inputOf(), request: {...request, fund: alone} as unknown as BacktestRequest})
  expect(after.layers.map(({kind}) => kind)).toEqual(['insurance-fund', 'residual'])
  const venue = await study(
    inputOf({}, {layers: {preset: 'dydx-v4', sizes: {fund: {from: '1m USD', to: '2m USD'}}}, models: ['bootstrap']}),
  )
  expect(venue.balance).toEqual({before: 1e6, after: 2e6})
})

test('what runs dry is the fund, or else the first layer that holds capital', async () => {
  const of = async (layers: unknown) => study(inputOf({}, {layers, models: ['bootstrap'], target: '20% per year'}))
  const fund = (balance: string, name = 'insurance-fund') => ({layer: 'insurance-fund', balance, name})
  const one = await of([fund('2m USD')])
  // The same dollars, whoever holds them: nothing flows in, nothing is withdrawn.
  const vault = await of([{layer: 'backstop-liquidity', balance: '2m USD', name: 'HLP vault'}])
  const pool = await of([{layer: 'mutual-pool', stake: '2m USD', cooldown: '20d', name: 'stakers'}])
  const two = await of([fund('500k USD', 'own resources'), fund('1.5m USD', 'default fund')])
  expect(one.after.exhaustion.hits).toBeGreaterThan(0)
  for (const [name, {after, balance, cover, fan, fund: called, size}] of Object.entries({vault, pool, two})) {
    expect([name, called]).toEqual([
      name,
      {vault: 'HLP vault', pool: 'stakers', two: 'own resources and default fund'}[name],
    ])
    expect(after.exhaustion).toEqual(one.after.exhaustion)
    expect(after.draw.mean).toBeCloseTo(one.after.draw.mean, 3)
    expect(after.timeToExhaustion).toEqual(one.after.timeToExhaustion)
    expect(balance).toEqual(one.balance)
    expect(cover.fund).toBeCloseTo(one.cover.fund, 3)
    expect(size.value.value! / one.size.value.value!).toBeCloseTo(1, 6)
    fan.balance.flat().forEach((value, k) => {
      expect(value).toBeCloseTo(one.fan.balance.flat()[k]!, 3)
    })
  }
})

test.each([
  ['aave-umbrella', {stake: '3m USD', target: '4m USD', emission: '100k USD'}, 'umbrella stake'],
  ['hyperliquid', {vault: '3m USD'}, 'HLP vault'],
  ['gmx-v2', {pool: '3m USD'}, 'liquidity pool'],
  ['ccp', {ownResources: '1m USD', defaultFund: '2m USD'}, 'own resources and default fund'],
])('the preset %s is simulated', async (preset, sizes, name) => {
  const input = inputOf({}, {layers: {preset, sizes}, models: ['bootstrap'], paths: 40})
  const {after, balance, fund} = await study({...input, economics: true})
  expect([fund, balance.after]).toEqual([name, 3e6])
  expect(after.economics!.market.flows).toMatchObject(
    preset === 'ccp' ? {income: 0} : {because: expect.stringContaining(`${name} is its owners' money`)},
  )
})

test('a day of history goes down the stack layer by layer; every policy takes the same sum from winners', () => {
  const {setup} = new FundJob(
    inputOf(
      {},
      {
        overshoot: '30%',
        layers: [
          {layer: 'insurance-fund', balance: '1m USD'},
          {layer: 'adl', policy: 'queue'},
        ],
      },
    ),
  )
  const day = replayDay(setup, '2025-10-10', 'before')
  const [fund, adl, residual] = day.layers
  expect(fund!.paid).toBeGreaterThan(0.99e6)
  expect(fund!.paid + adl!.paid + residual!.paid).toBeCloseTo(day.badDebt, 3)
  expect(day.adl.map(({policy}) => policy)).toEqual(['queue', 'pro-rata', 'leverage-weighted', 'capped'])
  for (const share of day.adl) expect(share.taken).toBeCloseTo(adl!.paid, 2)
  expect(day.adl[0]!.gini).toBeGreaterThan(day.adl[1]!.gini)
  expect(() => replayDay(setup, '2030-01-01', 'after')).toThrow(/has no day 2030-01-01/)
})

describe('refused, with the reason', () => {
  const cases: readonly (readonly [string, () => FundInput, RegExp])[] = [
    ['no fund', () => ({...inputOf(), request: {...request, fund: undefined}}), /no `backtest.fund`/],
    ['no layer of a fund', () => inputOf({}, {layers: [{layer: 'adl', policy: 'queue'}]}), /nothing can run dry/],
    ['no book', () => inputOf({book: undefined}), /needs a book of positions/],
    ['no perpetual margin', () => ({...inputOf(), values: []}), /perpetual positions/],
    ['a target of nought', () => inputOf({}, {target: '0% per year'}), /cannot be sized for `0% per year`/],
    ['a horizon in hours', () => inputOf({}, {horizon: '36h'}), /day by day/],
    [
      'importance sampling of a law that has none',
      () => inputOf({}, {importance: true, models: ['bootstrap']}),
      /is for the law `filtered`/,
    ],
    [
      'hourly prices',
      () => ({
        ...inputOf({from: undefined}),
        series: new Map([
          [
            'ETH',
            seriesOf(
              Array.from({length: 300}, () => [1, 2, 1, 2]),
              3600,
            ),
          ],
        ]),
      }),
      /finer than|daily bars/,
    ],
    ['a series that is too short', () => inputOf({from: '2025-10-01'}), /at least 250 daily bars/],
    ['days until liquidation', () => inputOf({book: {...request.book, latency: '2d'}}), /take 2 days/],
    ['an overshoot at the close', () => inputOf({book: {...request.book, latency: '1d'}}), /closed at its end/],
    [
      'a yield without its unit',
      () => inputOf({}, {layers: [{layer: 'insurance-fund', balance: '1m USD', yield: '5'}]}),
      /`5` is a bare number/,
    ],
  ]

  test.each(cases)('%s', (_, input, message) => {
    expect(() => new FundJob(input())).toThrow(message)
  })
})

describe('an oracle network', () => {
  const layers = [
    {layer: 'insurance-fund', balance: '200k USD'},
    {layer: 'mutual-pool', stake: '2m USD', cooldown: '1d', runShare: '50%', runFall: '5%'},
    {layer: 'reinsurance', limit: '5m USD', rateOnLine: '4%', paidBy: 'treasury'},
    {layer: 'adl', policy: 'queue'},
  ]
  const poor = {
    ...{feeds: {from: 3, to: 5}, required: {from: 2, to: 3}, heartbeat: '1h', deviation: '1%', noise: '0.02%'},
    ...{outage: '30%', outageLength: '10h', controlled: 2, attacks: 20, claim: '1m USD'},
  }
  const recordsOf = (job: FundJob, first = 0, count = 40) => {
    const answer = job.run({kind: 'paths', model: 'filtered', first, count})
    if (answer.kind !== 'records') throw new Error('records were asked for')
    return answer.records
  }
  const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

  test('that is perfect changes nothing, to the last digit', () => {
    const oracle = {feeds: 1, required: 1, heartbeat: '1h', deviation: '0%'}
    const [plain] = recordsOf(new FundJob(inputOf({}, {layers})))
    const [confirmed] = recordsOf(new FundJob(inputOf({}, {layers, oracle})))
    expect(countOf(confirmed!, 'losses').some((losses) => losses > 0)).toBe(true)
    expect({...confirmed!, counts: plain!.counts}).toEqual(plain)
  })

  test('moves losses between layers and loses none; a path does not depend on its block', () => {
    const job = new FundJob(inputOf({}, {layers, oracle: poor}))
    const [all] = recordsOf(job)
    expect(joinRecords([recordsOf(job, 0, 9)[0]!, recordsOf(job, 9, 31)[0]!])).toEqual(all)
    const paid = countOf(all!, 'falselyPaid')
    expect(sumOf(countOf(all!, 'late')) + sumOf(countOf(all!, 'never'))).toBeGreaterThan(0)
    expect(sumOf(paid)).toBeGreaterThan(0)
    for (let row = 0; row < all!.paths; row++) {
      const total = sumOf(all!.paid.slice(row * all!.layers, (row + 1) * all!.layers))
      expect(Math.abs(total - all!.loss[row]! - paid[row]!)).toBeLessThan(1e-9 * Math.max(1, total))
    }
  })

  test('what late and false confirmation cost adds up over the layers; more feeds that must agree stop the attack', async () => {
    const {oracle} = await study(inputOf({}, {layers, oracle: poor}))
    const {after, before} = oracle!
    const late = after.layers.reduce((sum, layer) => sum + layer.late.value, 0)
    expect(Math.abs(late)).toBeLessThan(1e-6)
    const falsely = before!.layers.reduce((sum, layer) => sum + layer.falsely.value, 0)
    expect(falsely).toBeCloseTo(before!.falselyPaid, 4)
    expect(before!.falselyPaid).toBeGreaterThan(10 * after.falselyPaid)
    expect(after.layers.find(({name}) => name === 'reinsurance')!.late.value).toBeLessThan(0)
    expect(after.lateShare! + after.neverShare!).toBeGreaterThan(0)
  })
})

describe('automation of positions', () => {
  const rebalancing = {
    ...{action: {from: 'none', to: 'deleverage'}, trigger: '1.03x', target: '1.2x', lag: '5%'},
    ...{slippage: '0.2%', share: '80%'},
  }
  const layers = [
    {layer: 'insurance-fund', balance: '200k USD'},
    {layer: 'adl', policy: 'queue'},
  ]
  const oracle = {feeds: 3, required: 2, heartbeat: '1h', deviation: '1%', controlled: 2, attacks: 9, claim: '1m USD'}

  test('loses nothing on its way down the stack, with an oracle network beside it', () => {
    const job = new FundJob(inputOf({}, {layers, oracle, rebalancing}))
    const answer = job.run({kind: 'paths', model: 'filtered', first: 0, count: 40})
    if (answer.kind !== 'records') throw new Error('records were asked for')
    for (const records of answer.records) {
      const falsely = countOf(records, 'falselyPaid')
      for (let row = 0; row < records.paths; row++) {
        const paid = records.paid.slice(row * records.layers, (row + 1) * records.layers)
        const total = paid.reduce((sum, value) => sum + value, 0)
        expect(Math.abs(total - records.loss[row]! - falsely[row]!)).toBeLessThan(1e-9 * Math.max(1, total))
      }
    }
  })

  test('shortens the time below margin and is told for the side that has it alone', async () => {
    const {after, rebalancing: found} = await study(inputOf({}, {layers, rebalancing}))
    expect(found!.before).toBeUndefined()
    const {exhaustion, layers: rows, paths, shortened, underCollateralised} = found!.after!
    expect(paths).toBe(PATHS / 4)
    expect(shortened).toBeGreaterThan(0.2)
    expect(underCollateralised.change.value).toBeCloseTo(underCollateralised.with - underCollateralised.without, 9)
    expect(rows.map(({name}) => name)).toEqual(after.layers.map(({name}) => name))
    expect(exhaustion.with).toBeLessThanOrEqual(1)
  })
})

test('importance sampling agrees with the plain paths, and errors and bound read it', async () => {
  const {after, errors, importance} = await study(inputOf({}, {importance: true, paths: 600}))
  const {exhaustion} = after
  const found = importance!.after
  const apart = Math.abs(found.value - exhaustion.value)
  expect(apart).toBeLessThan(4 * Math.hypot(found.standardError, exhaustion.standardError))
  expect(found.hits).toBeGreaterThan(exhaustion.hits)
  expect(found.standardError).toBeLessThan(exhaustion.standardError)
  expect(errors.monteCarlo).toBe(found.standardError)
})
