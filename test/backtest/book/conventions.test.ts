import {cascade} from '../../../src/backtest/book/cascade.js'
import {perpBook, type PerpPosition} from '../../../src/backtest/book/perps/book.js'
import {preparePerps} from '../../../src/backtest/book/perps/prepare.js'
import {runIsolated} from '../../../src/backtest/book/perps/isolated.js'
import {bracketsOf, maintenanceMargin} from '../../../src/backtest/book/perps/maintenance.js'
import type {PerpPath, PerpRules} from '../../../src/backtest/book/perps/rules.js'
import {runPerps} from '../../../src/backtest/book/perps/run.js'
import {bankruptcyPrices, liquidationPrices} from '../../../src/backtest/book/perps/thresholds.js'
import {liquidationPrice} from '../../../src/backtest/book/venues/hyperliquid.js'
import {sweepPerps, totalsOf} from '../../../src/backtest/book/perps/sweep.js'
import {loanBook} from '../../../src/backtest/book/lending/book.js'
import {runLending} from '../../../src/backtest/book/lending/run.js'
import {AAVE_V33} from '../../../src/backtest/book/venues/aave.js'
import {constantSlippage, linearImpact} from '../../../src/market/liquidity/constant.js'

/** Bars from rows of open, high, low, close; hourly. */
function bars(...rows: [number, number, number, number][]): PerpPath {
  const column = (i: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[i])
  return {barSeconds: 3600, close: column(3), high: column(1), low: column(2), open: column(0)}
}
const LONG: PerpPosition = {
  collateral: 10,
  entryPrice: 100,
  id: 'alice',
  market: 'X',
  marginMode: 'isolated',
  side: 'long',
  size: 1,
}
const SHORT: PerpPosition = {...LONG, id: 'bob', side: 'short'}
const RULES: PerpRules = {maintenance: {kind: 'flat', rate: 0.05}, penalty: 0.01}
const run = (position: PerpPosition, path: PerpPath, rules: Partial<PerpRules> = {}) =>
  runPerps(perpBook([position]), path, {...RULES, ...rules}, {detail: 'events'})

describe('fill conventions', () => {
  it('a long is triggered by the low and fills at its threshold', () => {
    const result = run(LONG, bars([100, 101, 94, 100]))
    expect(result.events).toHaveLength(1)
    expect(result.events[0]!.base).toBeCloseTo(90 / 0.95, 12) // equity P - 90 meets 5% of P
    expect(result.badDebt).toBe(0)
    expect(result.atExecution.count).toBe(0)
  })

  it('a low that only touches the threshold does not trigger', () => {
    expect(run(LONG, bars([100, 101, 90 / 0.95 + 1e-9, 100])).liquidations.count).toBe(0)
  })

  it('a bar that opens beyond the threshold fills at its opening', () => {
    const result = run(LONG, bars([100, 101, 99, 100], [88, 95, 85, 90]))
    expect(result.events[0]).toMatchObject({base: 88, closed: 1, triggered: 1})
    expect(result.badDebt).toBeCloseTo(2, 12)
    expect([...result.perBar.loss]).toEqual([0, expect.closeTo(2, 12)])
  })

  it('slippage is taken off the fill, and what it costs beyond the collateral is bad debt', () => {
    const result = run(LONG, bars([100, 101, 94, 100]), {slippage: constantSlippage(0.08)})
    const base = 90 / 0.95
    expect(result.events[0]!.fill).toBeCloseTo(base * 0.92, 12)
    expect(result.badDebt).toBeCloseTo(90 - base * 0.92, 12)
    expect(result.userCost).toBeCloseTo(base - 90, 12)
  })

  it('a short is triggered by the high', () => {
    const result = run(SHORT, bars([100, 106, 60, 100]))
    expect(result.events[0]!.base).toBeCloseTo(110 / 1.05, 12)
  })

  it('funding moves the threshold, and is paid at the close', () => {
    const path = {...bars([100, 101, 99.5, 100], [100, 101, 98, 100]), funding: Float64Array.of(0, 4)}
    const result = run(LONG, path)
    expect(result.events[0]!.base).toBeCloseTo(94 / 0.95, 12)
    expect(result.ledger!.gains[1]).toBeCloseTo(94 / 0.95 - 104, 12)
  })

  it('an oracle triggers and the market fills', () => {
    const path = {
      ...bars([100, 100, 80, 99], [99, 100, 98, 99], [97, 97, 97, 97]),
      oracle: Float64Array.of(100, 100, 90),
    }
    const result = run(LONG, path)
    expect(result.events).toEqual([expect.objectContaining({base: 97, closed: 2, triggered: 2})])
  })

  it('latency executes at a later opening, if the position is still liquidatable then', () => {
    const dip = bars([100, 100, 93, 99], [99, 100, 98, 99], [99, 100, 92, 92], [91, 92, 90, 91])
    const result = run(LONG, dip, {latencyBars: 1})
    expect(result.events).toEqual([expect.objectContaining({base: 91, closed: 3, triggered: 2})])
    expect(result.closeDelay).toEqual({max: 1, mean: 1})
  })

  it('what was triggered and not executed when the path ends is said', () => {
    const result = run(LONG, bars([100, 100, 80, 85]), {latencyBars: 1})
    expect(result.unfinished.count).toBe(1)
    expect(result.unfinished.shortfall).toBeCloseTo(5, 12)
  })

  it('a latency finer than the bar is refused', () => {
    expect(() => run(LONG, bars([100, 101, 94, 100]), {latencyBars: 0.5})).toThrow(
      expect.objectContaining({code: 'DELAY_FINER_THAN_BAR'}),
    )
  })

  it('a partial liquidation closes its fraction first and the rest when it is triggered again', () => {
    const result = run(LONG, bars([100, 101, 94, 100], [100, 100, 80, 80]), {partial: {fraction: 0.5, minNotional: 50}})
    expect(result.events.map(({size}) => size)).toEqual([0.5, 0.5])
    const first = 90 / 0.95
    const cash = 10 + 0.5 * (first - 100) - 0.01 * 0.5 * first
    expect(result.events[1]!.base).toBeCloseTo((100 - cash / 0.5) / 0.95, 12)
    expect(result.liquidations).toMatchObject({count: 2, positions: 1, share: 1})
  })

  it('names who is liquidatable the moment the rule takes effect', () => {
    const result = runPerps(perpBook([LONG, {...LONG, collateral: 4, id: 'carol'}]), bars([100, 101, 99, 100]), RULES)
    expect(result.atExecution).toEqual({count: 1, exposure: 100, ids: ['carol']})
  })

  it('puts the worst days first', () => {
    const flat = (): [number, number, number, number] => [100, 100, 100, 100]
    const rows = [...Array.from({length: 24}, flat), [94, 94, 94, 94], [80, 80, 80, 80]] as [
      number,
      number,
      number,
      number,
    ][]
    const book = perpBook([LONG, {...LONG, collateral: 4, id: 'carol'}, {...LONG, collateral: 18, id: 'dave'}])
    const {worstDays} = runPerps(book, bars(...rows), RULES)
    expect(worstDays.map(({count, day}) => [day, count])).toEqual([
      [1, 2],
      [0, 1],
    ])
    expect(worstDays[0]!.badDebt).toBeCloseTo(2, 12)
  })
})

describe('refusals', () => {
  const still = bars([100, 100, 100, 100])
  it.each<[string, () => unknown]>([
    ['BOOK_PATH', () => run(LONG, {...still, low: Float64Array.of(NaN)})],
    ['BOOK_PATH', () => run(LONG, {...still, funding: Float64Array.of(0, 0)})],
    ['BOOK_PATH', () => run(LONG, {...still, oracle: Float64Array.of(NaN)})],
    ['BOOK_POSITION', () => run({...LONG, size: 0}, still)],
    ['BOOK_POSITION', () => preparePerps(perpBook([LONG, {...LONG, market: 'Y'}]), [{amount: 0, rate: 0.05}])],
    ['BOOK_PATH', () => runPerps(perpBook([LONG, {...LONG, market: 'Y'}]), still, RULES)],
    ['MAINTENANCE_RANGE', () => run(LONG, still, {maintenance: {kind: 'flat', rate: 1}})],
    ['PERP_RULES', () => run(LONG, still, {penalty: -0.1})],
    ['PERP_RULES', () => run(LONG, still, {partial: {fraction: 1, minNotional: 0}})],
  ])('%s', (code, refused) => {
    expect(refused).toThrow(expect.objectContaining({code}))
  })
})

describe('the sort', () => {
  it('is made anew when the rules need another one', () => {
    const book = perpBook([LONG, SHORT])
    const prepared = preparePerps(book, [{amount: 0, rate: 0.05}])
    const path = bars([100, 103, 96, 100])
    const tiers = {
      ...RULES,
      maintenance: {
        kind: 'tiers' as const,
        tiers: [
          {from: 0, rate: 0.05},
          {from: 50, rate: 0.1},
        ],
      },
    }
    expect(runIsolated(prepared, path, tiers)).toEqual(runPerps(book, path, tiers))
  })

  it('tiers are continuous', () => {
    const brackets = bracketsOf({
      kind: 'tiers',
      tiers: [
        {from: 0, rate: 0.01},
        {from: 100, rate: 0.05},
      ],
    })
    expect(maintenanceMargin(brackets, 100)).toBeCloseTo(1, 12)
    expect(maintenanceMargin(brackets, 300)).toBeCloseTo(11, 12)
    expect(() =>
      bracketsOf({
        kind: 'tiers',
        tiers: [
          {from: 0, rate: 0.05},
          {from: 100, rate: 0.01},
        ],
      }),
    ).toThrow(expect.objectContaining({code: 'MAINTENANCE_RANGE'}))
  })
})

describe('a sweep', () => {
  const book = perpBook([LONG, SHORT, {...LONG, collateral: 4, id: 'carol'}])
  const path = bars([100, 103, 96, 100], [100, 112, 88, 90])
  const cells: PerpRules[] = [
    ...[0.01, 0.02, 0.06].map((rate): PerpRules => ({...RULES, maintenance: {kind: 'flat', rate}})),
    {...RULES, maintenance: {kind: 'tiers', tiers: [{from: 0, rate: 0.02}, {from: 80, rate: 0.2}]}},
  ] // prettier-ignore

  it('says of each cell what a run of its own says', () => {
    const alone = cells.map((rules) => totalsOf(runPerps(book, path, rules)))
    expect(sweepPerps(book, path, cells)).toEqual(alone)
  })

  it('does not depend on how it is split', () => {
    const split = [...sweepPerps(book, path, cells.slice(0, 1)), ...sweepPerps(book, path, cells.slice(1))]
    expect(split).toEqual(sweepPerps(book, path, cells))
  })
})

describe('thresholds', () => {
  it('are the prices at which the engine liquidates, and those at which nothing is left', () => {
    const book = perpBook([LONG, SHORT])
    const tiers = bracketsOf({kind: 'tiers', tiers: [{from: 0, rate: 0.05}, {from: 50, rate: 0.1}]}) // prettier-ignore
    expect([...liquidationPrices(book, bracketsOf(RULES.maintenance), 0)]).toEqual([
      expect.closeTo(90 / 0.95, 12),
      expect.closeTo(110 / 1.05, 12),
    ])
    // Beyond a notional of 50 the margin is 10% less 2.5.
    expect(liquidationPrices(book, tiers, 0)[0]).toBeCloseTo(87.5 / 0.9, 12)
    expect([...bankruptcyPrices(book, 2)]).toEqual([92, 112])
  })

  it('agree with the venue: Hyperliquid’s formula at any price', () => {
    const equity = 10 + (98 - 100)
    const marginAvailable = equity - 98 / 80
    const expected = liquidationPrice({marginAvailable, maxLeverage: 40, price: 98, side: 1, size: 1})
    const ours = liquidationPrices(perpBook([LONG]), bracketsOf({kind: 'flat', rate: 1 / 80}), 0)
    expect(ours[0]).toBeCloseTo(expected, 12)
  })
})

describe('cross margin', () => {
  it('one position’s gain holds the other up, until it does not', () => {
    const markets = (x: PerpPath, y: PerpPath) =>
      new Map([
        ['X', {path: x}],
        ['Y', {path: y}],
      ])
    const hedged = [LONG, SHORT].map((p, i): PerpPosition => ({
      ...p,
      account: 'a',
      market: 'XY'[i]!,
      marginMode: 'cross',
    }))
    const fall = bars([100, 100, 100, 100], [80, 80, 80, 80])
    const still = bars([100, 100, 100, 100], [100, 100, 100, 100])
    expect(runPerps(perpBook(hedged), markets(fall, fall), RULES).liquidations.count).toBe(0)
    const broken = runPerps(perpBook(hedged), markets(fall, still), RULES)
    expect(broken.liquidations.positions).toBe(2)
    expect(broken.badDebt).toBe(0) // 20 of collateral, 20 lost
    expect(broken.penalties).toBe(0)
  })

  it('collateral held in an asset falls with it, after its haircut', () => {
    const held: PerpPosition = {...LONG, collateral: 0.2, collateralAsset: 'X', marginMode: 'cross'}
    const path = bars([100, 100, 100, 100], [100, 100, 86, 90])
    const result = runPerps(perpBook([held]), new Map([['X', {haircut: 0.1, path}]]), RULES, {detail: 'events'})
    // P - 100 + 0.18 P = 0.05 P
    expect(result.events[0]!.base).toBeCloseTo(100 / 1.13, 9)
    expect(result.badDebt).toBe(0)
  })
})

describe('lending', () => {
  const assets = {ETH: {liquidationBonus: 0.05, liquidationThreshold: 0.8}}
  const loan = (debtAmount: number, id = 'l') => ({
    collateralAmount: 100,
    collateralAsset: 'ETH',
    debtAmount,
    debtAsset: 'USD',
    id,
  })
  const spread = {kind: 'spread' as const, ...AAVE_V33}

  it('a loan is closed by half at its threshold', () => {
    const path = new Map([['ETH', bars([100, 100, 94, 94])]])
    const result = runLending(loanBook([loan(7600)]), path, {assets, closing: spread}, {detail: 'events'})
    expect(result.events[0]!.base).toBeCloseTo(95, 12)
    expect(result.liquidations.notional).toBeCloseTo(3800 * 1.05, 9)
    expect(result.penalties).toBeCloseTo(190, 9)
    expect(result.badDebt).toBe(0)
  })

  it('beyond the toxic frontier everything is seized and the rest is bad debt', () => {
    const path = new Map([['ETH', bars([100, 100, 100, 100], [78, 78, 78, 78])]])
    const result = runLending(loanBook([loan(7600)]), path, {assets, closing: spread})
    expect(result.toxic.count).toBe(1)
    expect(result.badDebt).toBeCloseTo(7600 - 7800 / 1.05, 9)
  })

  it('nobody liquidates at a loss: the loan waits until it pays', () => {
    const path = new Map([['ETH', bars([100, 100, 94, 94], [90, 90, 90, 90])]])
    const rules = {assets, closing: spread, slippage: constantSlippage(0.06)}
    const result = runLending(loanBook([loan(7600)]), path, rules)
    expect(result.liquidations.count).toBe(0)
    expect(result.unprofitable).toBe(2)
    expect(result.unfinished.count).toBe(1)
  })

  it('an account of two collaterals is absorbed whole', () => {
    const loans = [
      {...loan(6000), account: 'a'},
      {...loan(2000), account: 'a', collateralAsset: 'BTC', id: 'm'},
    ]
    const both = {...assets, BTC: assets.ETH}
    const paths = new Map([
      ['ETH', bars([100, 100, 100, 100], [60, 60, 60, 60])],
      ['BTC', bars([40, 40, 40, 40], [30, 30, 30, 30])],
    ])
    const closing = {kind: 'absorb' as const, liquidationFactor: 0.95, storeFrontFactor: 0.5}
    const result = runLending(loanBook(loans), paths, {assets: both, closing})
    expect(result.liquidations.positions).toBe(2)
    // 9,000 of collateral at 0.975 of the oracle's price, 8,000 of debt and a credit of 9,000 x 0.95 - 8,000.
    expect(result.toFund).toBeCloseTo(9000 * 0.975 - 9000 * 0.95, 9)
    expect(result.penalties).toBeCloseTo(450, 9)
    expect(result.debtLedger!.end).toBe(0)
  })

  it('asks for a path and for parameters of everything the book holds', () => {
    expect(() => runLending(loanBook([loan(1)]), new Map(), {assets, closing: spread})).toThrow(
      expect.objectContaining({code: 'BOOK_PATH'}),
    )
    const path = new Map([['ETH', bars([100, 100, 94, 94])]])
    expect(() => runLending(loanBook([loan(1)]), path, {assets: {}, closing: spread})).toThrow(
      expect.objectContaining({code: 'LENDING_RULES'}),
    )
  })

  it('sales that move the price reach the fixed point of the cascade', () => {
    // The worked cascade (shock 12%, 0.2 of price per unit): 0 and 1 fall with the price, then 2, then 4; 3 stands.
    const positions = [[10, 800, 0.9], [20, 1500, 0.85], [15, 1000, 0.8], [30, 1800, 0.8], [5, 300, 0.75]] as const // prettier-ignore
    const alone = cascade(
      positions.map(([units, debt, liquidationThreshold]) => ({debt, liquidationThreshold, units})),
      {impactPerUnit: 0.002, shock: 0.12, startPrice: 100},
    )
    const loans = positions.map(([collateralAmount, debtAmount], i) => ({
      ...loan(debtAmount, `l${i}`),
      collateralAmount,
      emode: `e${i}`,
    }))
    const emodes = Object.fromEntries(
      positions.map(([, , liquidationThreshold], i) => [`e${i}`, {liquidationBonus: 0, liquidationThreshold}]),
    )
    const rules = {
      assets,
      closing: {kind: 'absorb' as const, liquidationFactor: 1, storeFrontFactor: 1},
      emodes,
      impact: {liquidity: linearImpact(0.2 / 88 / 88), persistence: 1},
    }
    const path = new Map([['ETH', bars([88, 88, 88, 88])]])
    const result = runLending(loanBook(loans), path, rules, {detail: 'events'})
    const liquidated = alone.rounds.flatMap((round) => round.liquidated)
    expect(result.events.map(({position}) => position).sort()).toEqual(liquidated.sort())
    expect(88 * (1 - result.cascade!.displacement)).toBeCloseTo(alone.finalPrice, 9)
    expect(result.cascade!.induced).toBe(2)
    expect(result.cascade!.amplification).toBeCloseTo(3600 / 2300, 12) // by debt
    expect(result.atExecution.ids).toEqual(['l0', 'l1'])
  })
})
