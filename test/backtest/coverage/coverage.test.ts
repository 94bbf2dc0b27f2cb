import fc from 'fast-check'

import {backtest, seriesNames} from '../../../src/backtest/backtest.js'
import {hitRateBounds} from '../../../src/backtest/coverage/bound.js'
import {coverageOf} from '../../../src/backtest/coverage/coverage.js'
import {parseCriterion} from '../../../src/backtest/coverage/criterion.js'
import {exposuresOf} from '../../../src/backtest/coverage/exposures.js'
import {closeOutWindows, type Side} from '../../../src/backtest/coverage/windows.js'
import type {Series} from '../../../src/market/series.js'
import type {RiskValue, Role} from '../../../src/protocols/model.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {toNumber} from '../../../src/units/rational.js'

const DAY = 86_400

/** Daily bars from closes, each with a range around them. */
function bars(closes: readonly number[], spread = 0.02): Series {
  const close = Float64Array.from(closes)
  return {
    id: 'TEST',
    title: 'test',
    base: 'ETH',
    quote: 'USD',
    barSeconds: DAY,
    time: close.map((_, i) => 1_600_000_000 - (1_600_000_000 % DAY) + i * DAY),
    open: close,
    high: close.map((price) => price * (1 + spread)),
    low: close.map((price) => price * (1 - spread)),
    close,
    quoteVolume: close.map(() => Number.NaN),
    source: 'made here',
    digest: '0',
  }
}

const prices = fc.array(fc.double({min: 1, max: 1000, noNaN: true}), {minLength: 2, maxLength: 60})

describe('closeOutWindows', () => {
  it.each<Side>(['long', 'short'])('agrees with looking at every bar of every window (%s)', (side) => {
    fc.assert(
      fc.property(prices, fc.integer({min: 1, max: 8}), (closes, horizon) => {
        const series = bars(closes)
        const last = closes.length - 1
        const {loss, start, worst} = closeOutWindows(series, side, horizon, 0, last)
        expect(loss).toHaveLength(Math.max(0, closes.length - horizon))
        for (let t = 0; t < loss.length; t++) {
          const future = Array.from({length: horizon}, (_, k) => t + 1 + k)
          const losses = future.map((u) =>
            side === 'long' ? 1 - series.low[u]! / series.close[t]! : series.high[u]! / series.close[t]! - 1,
          )
          expect(start[t]).toBe(t)
          expect(loss[t]).toBe(Math.max(...losses))
          expect(losses[worst[t]! - t - 1]).toBe(Math.max(...losses))
        }
      }),
    )
  })
})

describe('hitRateBounds', () => {
  it('is Clopper-Pearson where windows do not overlap', () => {
    // The root of P(X <= 3; 250, q) = 5%, by bisection on exact binomial sums.
    const hits = Uint8Array.from({length: 250}, (_, t) => (t === 20 || t === 120 || t === 220 ? 1 : 0))
    expect(hitRateBounds(hits, 1, 0.95).exact).toBeCloseTo(0.030_720_864_145, 10)
  })

  it('exists with no hit at all', () => {
    const {exact, clustered} = hitRateBounds(new Uint8Array(100), 1, 0.95)
    expect(exact).toBeCloseTo(1 - 0.05 ** (1 / 100), 12)
    expect(clustered).toBe(0)
  })

  it('is wider for hits that cluster than for the same number spread out', () => {
    const clustered = Uint8Array.from({length: 1000}, (_, t) => (t % 250 < 5 ? 1 : 0))
    const spread = Uint8Array.from({length: 1000}, (_, t) => (t % 50 === 0 ? 1 : 0))
    expect(hitRateBounds(clustered, 1, 0.95).clustered).toBeGreaterThan(hitRateBounds(spread, 1, 0.95).clustered)
  })

  it('counts overlapping windows as the smaller sample that they are', () => {
    const hits = new Uint8Array(100)
    expect(hitRateBounds(hits, 10, 0.95).exact).toBeCloseTo(1 - 0.05 ** (1 / 10), 12)
  })
})

describe('coverageOf', () => {
  const series = bars([100, 100, 50, 50, 50, 40, 40], 0)
  const sample = {series, first: 0, last: 6, horizonBars: 1, confidence: 0.99}

  it('dates a breach by its worst price, and a loss equal to the margin is covered', () => {
    const {windows, breaches, breachDays, worst} = coverageOf('long', 0.2, sample)
    expect({windows, breaches}).toEqual({windows: 6, breaches: 1})
    expect(breachDays).toEqual([{date: '2020-09-15', from: '2020-09-14', loss: 0.5}])
    expect(worst[1]?.loss).toBeCloseTo(0.2, 12)
    expect(coverageOf('long', 0.199, sample).breaches).toBe(2)
  })

  it('has no figure without a window', () => {
    expect(() => coverageOf('long', 0.2, {...sample, horizonBars: 7})).toThrow(
      expect.objectContaining({code: 'BACKTEST_NO_WINDOWS'}),
    )
  })

  it('never calls overlapping windows independent: its tests count every h-th window', () => {
    const long = bars(Array.from({length: 101}, (_, i) => 100 + (i % 7)))
    const {tests, windows} = coverageOf('long', 0.01, {series: long, first: 0, last: 100, horizonBars: 5, confidence: 0.99})
    expect(windows).toBe(96)
    const light = tests.find(({id}) => id === 'traffic-light')
    const pof = tests.find(({id}) => id === 'pof')
    expect(pof?.reason ?? JSON.stringify(pof)).toMatch(/20/)
    expect(light?.reason).toBeUndefined()
  })
})

const value = (role: Role, before: string | undefined, after: string, subject = 'WETH'): RiskValue => ({
  subject,
  parameter: role,
  role,
  before: before === undefined ? undefined : parseRatio(before),
  after: parseRatio(after),
  path: [],
})

describe('exposuresOf', () => {
  it('takes the liquidation buffer of a loan exactly', () => {
    const {exposures} = exposuresOf([value('liquidationThreshold', '83%', '82.5%'), value('liquidationBonus', '5%', '5%')])
    expect(exposures.map(({before, after}) => [toNumber(before!), toNumber(after)])).toEqual([[0.1285, 0.133_75]])
    expect(exposures[0]?.sides).toEqual(['long'])
  })

  it('turns a collateral ratio over', () => {
    const {exposures} = exposuresOf([value('collateralRatio', '150%', '125%', 'ETH-B')])
    expect(exposures.map(({after}) => toNumber(after))).toEqual([0.2])
  })

  it('measures a perpetual on both sides, by its maintenance margin', () => {
    const {exposures} = exposuresOf([value('initialMargin', '5%', '10%', 'ETH'), value('maintenanceMargin', '3%', '5%', 'ETH')])
    expect(exposures.map(({measure, sides, after}) => [measure, sides, toNumber(after)])).toEqual([
      ['maintenance margin', ['long', 'short'], 0.05],
    ])
  })

  it('says what is missing instead of assuming a bonus', () => {
    const {exposures, reasons} = exposuresOf([value('liquidationThreshold', '83%', '82.5%')])
    expect(exposures).toEqual([])
    expect(reasons.join()).toContain('liquidation bonus of WETH is not given')
  })
})

describe('backtest', () => {
  const request = {prices: 'TEST', horizon: '1d', confidence: '99%', accept: {coverage: '>= 97%'}}
  const margin = [value('maintenanceMargin', '3%', '5%', 'ETH')]
  const calm = bars(Array.from({length: 400}, () => 100))

  it('judges the criterion on the lower bound, not on the share', () => {
    const judged = (length: number) =>
      backtest(request, margin, new Map([['ETH', bars(Array.from({length}, () => 100))]])).criteria[0]
    expect(judged(400)).toMatchObject({status: 'met'})
    // 50 windows without a breach prove no more than 1 - 0.05^(1/50) = 94.2%.
    expect(judged(51)).toMatchObject({status: 'missed', figure: expect.closeTo(0.941_8, 3) as number})
  })

  it('names a criterion that it cannot judge', () => {
    const {criteria} = backtest({...request, accept: {badDebt: '<= 1% of debt'}}, margin, new Map([['ETH', calm]]))
    expect(criteria).toEqual([expect.objectContaining({name: 'badDebt', status: 'not judged'})])
  })

  it('does not apply one series to two assets', () => {
    const two = [...margin, value('maintenanceMargin', '3%', '5%', 'BTC')]
    expect(seriesNames(request, two).size).toBe(0)
    expect(Object.fromEntries(seriesNames({...request, prices: {ETH: 'A', BTC: 'B'}}, two))).toEqual({ETH: 'A', BTC: 'B'})
    expect(backtest(request, two, new Map()).reasons.join()).toContain('no price series is named for BTC')
  })

  it.each([
    ['a horizon finer than the bar', {horizon: '1h'}, 'DATA_HORIZON_TOO_FINE'],
    ['a horizon that is no whole number of bars', {horizon: '36h'}, 'DATA_HORIZON_NOT_WHOLE'],
    ['a sample that is not there', {from: '2031-01-01'}, 'DATA_EMPTY_SLICE'],
    ['a horizon longer than the sample', {horizon: '500d'}, 'BACKTEST_NO_WINDOWS'],
    ['a confidence of 100%', {confidence: '100%'}, 'BACKTEST_CONFIDENCE'],
  ])('refuses %s', (_what, change, code) => {
    expect(() => backtest({...request, ...change}, margin, new Map([['ETH', calm]]))).toThrow(expect.objectContaining({code}))
  })

  it('refuses a gap inside the sample, and only there', () => {
    const gapped = {...calm, time: calm.time.map((time, i) => (i > 200 ? time + DAY : time))}
    const run = (from?: string) => backtest({...request, ...(from ? {from} : {})}, margin, new Map([['ETH', gapped]]))
    expect(() => run()).toThrow(expect.objectContaining({code: 'BACKTEST_GAP'}))
    expect(() => run('2021-06-01')).not.toThrow()
  })
})

it.each([
  ['>= 97%', 0.97, true],
  ['>= 97%', 0.9699, false],
  ['> 97%', 0.97, false],
  ['<= 0.1%', 0.001, true],
  ['< 10bps', 0.001, false],
])('%s of %d is %s', (text, figure, holds) => {
  expect(parseCriterion(text).holds(figure)).toBe(holds)
})
