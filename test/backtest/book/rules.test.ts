import {replay} from '../../../src/backtest/book/study/replay.js'
import {equipped, equippedAll} from '../../../src/backtest/book/study/environment.js'
import {cascadeRisk} from '../../../src/backtest/book/study/runaway.js'
import {bookRules, type BookRequest} from '../../../src/backtest/book/study/rules.js'
import {perpBook} from '../../../src/backtest/book/perps/book.js'
import {loanBook} from '../../../src/backtest/book/lending/book.js'
import type {RiskValue, Role} from '../../../src/protocols/model.js'
import {parseRatio} from '../../../src/units/ratio.js'

const value = (role: Role, before: string, after: string, subject = 'ETH'): RiskValue => ({
  after: parseRatio(after),
  before: parseRatio(before),
  parameter: role,
  path: [],
  role,
  subject,
})
const PERP = [value('maintenanceMargin', '2%', '5%'), value('initialMargin', '4%', '10%')]
const LOAN = [value('liquidationThreshold', '83%', '80%'), value('liquidationBonus', '5%', '5%')]

const perps = (request: Partial<BookRequest>) => bookRules(PERP, 'perpetual', request, 3600, '1h')
const loans = (request: Partial<BookRequest>) => bookRules(LOAN, 'lending', request, 3600, '1h')
const bars = (...prices: number[]) => {
  const column = Float64Array.from(prices)
  return {barSeconds: 3600, close: column, high: column, low: column, open: column}
}
const perp = {collateral: 100, entryPrice: 100, market: 'ETH', marginMode: 'isolated', size: 10} as const

describe('what a proposal can ask of a perpetual book', () => {
  it('tiers lie above the margin of the proposal, before and after', () => {
    const {after, before} = perps({tiers: [{from: '500 USD', margin: '10%'}]})
    expect([before, after].map((set) => set?.kind === 'perpetual' && set.maintenance.get('ETH'))).toEqual([
      {kind: 'tiers', tiers: [{from: 0, rate: 0.02}, {from: 500, rate: 0.1}]},
      {kind: 'tiers', tiers: [{from: 0, rate: 0.05}, {from: 500, rate: 0.1}]},
    ]) // prettier-ignore
    // 2% of 500 and 10% of the other 500 are 60: at execution the margin of 55 is short of it, at 5% it is 75.
    const set = before!
    const book = {book: perpBook([{...perp, collateral: 55, id: 'a', side: 'long'}]), kind: 'perpetual'} as const
    const flat = perps({}).before!
    const paths = new Map([['ETH', bars(100)]])
    expect(replay(book, paths, set, {}).atExecution.ids).toEqual(['a'])
    expect(replay(book, paths, flat, {}).atExecution.ids).toEqual([])
  })

  it('margin that grows with open interest keeps the ratio of maintenance to initial margin', () => {
    const {after} = perps({marginScaling: {lowerCap: '1m USD', upperCap: '2m USD'}})
    expect(after.kind === 'perpetual' && after.maintenance.get('ETH')).toEqual({
      fraction: 0.5,
      initial: 0.1,
      kind: 'open-interest',
      lowerCap: 1e6,
      upperCap: 2e6,
    })
    expect(() => bookRules(PERP.slice(0, 1), 'perpetual', {marginScaling: {lowerCap: '1 USD', upperCap: '2 USD'}}, 3600, '1h')).toThrow(/which ETH does not give/) // prettier-ignore
  })

  it('funding, partial liquidations, penalties, remainders, haircuts and impact reach the engine', () => {
    const {after, environment} = perps({
      funding: {every: '8h', rate: '8bps'},
      haircuts: {BTC: '20%'},
      impact: {persistence: '25%'},
      latency: '2h',
      oracle: [{heartbeat: '3h'}, {delay: '1h', deviation: '1%'}],
      partial: {fraction: '20%', from: '100k USD'},
      penalty: '1%',
      penaltyToFund: '40%',
      remainder: 'fund',
      slippage: {pool: '1m USD'},
    })
    expect(after).toMatchObject({
      haircuts: new Map([['BTC', 0.2]]),
      rules: {
        impact: {persistence: 0.25},
        latencyBars: 2,
        partial: {fraction: 0.2, minNotional: 100_000},
        penalty: 0.01,
        penaltyToFund: 0.4,
        remainder: 'fund',
      },
    })
    // The pool of two times a million: selling a million leaves a quarter of the price.
    const {impact, slippage} = (after as {rules: {impact: {liquidity: {impact: (notional: number, bar: number, side: 'sell') => number}}; slippage: {slippage: (notional: number, bar: number, side: 'sell') => number}}}).rules // prettier-ignore
    expect(impact.liquidity.impact(1e6, 0, 'sell')).toBeCloseTo(0.75, 12)
    expect(slippage.slippage(1e6, 0, 'sell')).toBeCloseTo(0.5, 12)
    const path = equipped(bars(100, 110, 120), environment)
    expect(path.funding!.map((paid) => Math.round(paid * 1e9) / 1e9)).toEqual(Float64Array.of(0, 0.01, 0.021)) // a basis point an hour of the close
    expect([...path.oracle!]).toEqual([100, 105, 115]) // the median of two is their mean, one an hour late
  })

  it('a market by its depth', () => {
    const {after} = perps({slippage: {depth: [{amount: '1k USD', distance: '1%'}], beyond: '5%'}})
    const {slippage} = (
      after as {rules: {slippage: {slippage: (notional: number, bar: number, side: 'sell') => number}}}
    ).rules
    expect(slippage.slippage(1000, 0, 'sell')).toBeCloseTo(0.005, 12)
    expect(slippage.slippage(2000, 0, 'sell')).toBeCloseTo((0.005 + 0.05) / 2, 12)
  })

  it.each<[Partial<BookRequest>, RegExp]>([
    [{gas: '5 USD'}, /`gas` is of lending books only/],
    [{impact: {}, slippage: '1%'}, /needs a model of the market/],
    [{slippage: {pool: '1m WETH'}}, /counted in USD, not in WETH/],
    [{latency: '30min'}, /finer than the bar/],
    [{oracle: [{}, {delay: '90min'}]}, /finer than the bar/],
    [{tiers: [{from: '1k USD', margin: '1%'}]}, /must begin at 0 and grow/],
    [{partial: {fraction: '100%', from: '1 USD'}}, /fraction in \(0, 1\)/],
    [{marginScaling: {lowerCap: '1 USD', upperCap: '2 USD'}, tiers: [{from: '1 USD', margin: '9%'}]}, /one of them/],
  ])('%j is refused', (request, message) => {
    const book = {book: perpBook([{...perp, id: 'a', side: 'long'}]), kind: 'perpetual'} as const
    expect(() => replay(book, new Map([['ETH', bars(100)]]), perps(request).after, {})).toThrow(message)
  })
})

describe('what a proposal can ask of a book of loans', () => {
  it('closing rules, dust, fees, gas and efficiency modes reach the engine', () => {
    const {after} = loans({
      closing: {closeFactor: '25%', dust: '50 USD', fullBelow: '0.9x', smallSide: '100 USD'},
      emodes: {stable: {liquidationBonus: '1%', liquidationThreshold: '93%'}},
      gas: '20 USD',
      protocolFee: '10%',
    })
    expect(after.kind === 'lending' && after.rules).toMatchObject({
      assets: {ETH: {liquidationBonus: 0.05, liquidationThreshold: 0.8, protocolFee: 0.1}},
      closing: {closeFactor: 0.25, fullBelow: 0.9, kind: 'spread', leftover: 50, smallSide: 100},
      emodes: {stable: {liquidationBonus: 0.01, liquidationThreshold: 0.93, protocolFee: 0.1}},
      gas: 20,
    })
    expect(loans({closing: {liquidationFactor: '93%', storeFrontFactor: '60%'}}).after.rules).toMatchObject({
      closing: {kind: 'absorb', liquidationFactor: 0.93, storeFrontFactor: 0.6},
    })
  })

  it('interest makes a loan liquidatable that prices alone do not', () => {
    const loan = {collateralAmount: 1, collateralAsset: 'ETH', debtAmount: 799.99, debtAsset: 'USD', id: 'a'}
    const book = {book: loanBook([loan]), kind: 'lending'} as const
    const paths = new Map([['ETH', bars(1000, 1000, 1000)]])
    const count = (request: Partial<BookRequest>) => {
      const {after, environment} = loans({latency: '0s', ...request})
      return replay(book, equippedAll(paths, environment), after, {}).liquidations.count
    }
    expect(count({})).toBe(0)
    expect(count({borrowRate: '5%'})).toBe(0) // a third of a cent an hour
    expect(count({borrowRate: '40%'})).toBe(1)
  })

  it.each<[Partial<BookRequest>, RegExp]>([
    [{funding: {every: '8h', rate: '1bps'}}, /`funding` is of perpetual books only/],
    [{haircuts: {ETH: '1%'}, partial: {fraction: '1%', from: '1 USD'}}, /`partial`, `haircuts` is of perpetual/],
  ])('%j is refused', (request, message) => {
    expect(() => loans(request)).toThrow(message)
  })
})

describe('the runaway criterion', () => {
  const loan = (id: string, debtAmount: number) => ({collateralAmount: 1, collateralAsset: 'ETH', debtAmount, debtAsset: 'USD', id}) // prettier-ignore
  const paths = new Map([['ETH', bars(1000)]])
  // At 80%, debts of 790 and 400 are liquidatable from falls of 1.25% and 50% on: the first at the first step of 2%.
  const book = {book: loanBook([loan('a', 790), loan('b', 400.1)]), kind: 'lending'} as const
  const risk = (pool: string) => cascadeRisk(book, paths, loans({impact: {market: {pool}}}).after)

  it('is what the liquidations of a move would move the price by, over that move', () => {
    const found = risk('1m USD')!
    expect(found).toMatchObject({move: -0.02, runaway: false})
    const kappa = (1 - (1e6 / 1_000_790) ** 2) / 0.02
    expect(found.kappa).toBeCloseTo(kappa, 12)
    expect(found.amplification).toBeCloseTo(1 / (1 - kappa), 12)
  })

  it('says when a fall feeds itself, and nothing where liquidations do not move prices', () => {
    expect(risk('10k USD')).toMatchObject({amplification: null, runaway: true})
    expect(cascadeRisk(book, paths, loans({}).after)).toBeUndefined()
  })
})
