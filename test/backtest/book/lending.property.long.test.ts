import fc from 'fast-check'

import {ledgerImbalance} from '../../../src/backtest/book/ledger.js'
import {loanBook, type LoanPosition} from '../../../src/backtest/book/lending/book.js'
import {runLending} from '../../../src/backtest/book/lending/run.js'
import {runLoanAccounts} from '../../../src/backtest/book/lending/accounts.js'
import type {AssetPath, Closing, LendingRules} from '../../../src/backtest/book/lending/rules.js'
import type {LendingResult} from '../../../src/backtest/book/lending/tally.js'
import {AAVE_V33} from '../../../src/backtest/book/venues/aave.js'
import {constantProduct} from '../../../src/market/liquidity/amm.js'
import {constantSlippage, linearImpact} from '../../../src/market/liquidity/constant.js'
import {squareRoot} from '../../../src/market/liquidity/square-root.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {stream} from '../../../src/numerics/random/stream.js'
import {randomPath} from './random-books.js'
import {referenceLending, type LendingReference} from './reference-lending.js'

const CENT = 0.005
const RUNS = 1000

const CLOSINGS: readonly Closing[] = [
  {kind: 'spread', ...AAVE_V33},
  {closeFactor: 0.5, fullBelow: 0, kind: 'spread', leftover: 0, smallSide: 0},
  {kind: 'absorb', liquidationFactor: 0.93, storeFrontFactor: 0.6},
  {bars: 0, kind: 'auction', margin: 0.01, penalty: 0.13},
  {bars: 2, kind: 'auction', margin: 0.01, penalty: 0.13},
]
const SLIPPAGES = [undefined, constantSlippage(0.02), squareRoot({sigma: 0.05, volume: 1e5}), constantProduct(1e5)]
const IMPACTS = [undefined, linearImpact(2e-6), squareRoot({sigma: 0.03, volume: 1e6})]

interface Case {
  readonly loans: readonly LoanPosition[]
  readonly paths: ReadonlyMap<string, AssetPath>
  readonly rules: LendingRules
}

function cases(several: boolean): fc.Arbitrary<Case> {
  return fc
    .record({
      bars: fc.integer({max: 16, min: 1}),
      closing: fc.nat({max: several ? 1 : CLOSINGS.length - 1}),
      count: fc.integer({max: 7, min: 1}),
      emode: fc.boolean(),
      gaps: fc.boolean(),
      gas: fc.constantFrom(0, 5, 60),
      impact: fc.nat({max: IMPACTS.length - 1}),
      interest: fc.boolean(),
      latency: fc.nat({max: 2}),
      oracle: fc.boolean(),
      persistence: fc.constantFrom(0, 0.5, 1),
      protocolFee: fc.constantFrom(0, 0.1),
      seed: fc.nat(),
      slippage: fc.nat({max: SLIPPAGES.length - 1}),
      volatility: fc.constantFrom(0.005, 0.02, 0.06),
    })
    .map((choice) => {
      const {bars, count, gaps, oracle, seed, volatility} = choice
      const random = stream(seed)
      const paths = new Map<string, AssetPath>()
      for (const [i, name] of ['ETH', 'BTC', 'DAI'].entries()) {
        const walk = randomPath({
          bars,
          funding: false,
          gaps,
          oracle,
          seed: seed + i + 1,
          volatility: volatility / (i + 1),
        })
        const interest = choice.interest && {interest: new Float64Array(bars).map((_, t) => 1.0004 ** t)}
        paths.set(name, {...walk, ...interest})
      }
      const loans = Array.from({length: count}, (_, n): LoanPosition => {
        const collateralAsset = ['ETH', 'BTC'][random.below(2)]!
        const debtAsset = ['USD', 'DAI'][random.below(2)]!
        const collateralAmount = Math.exp(4 + 1.5 * normal(random))
        const ltv = 0.6 + 0.3 * random.uniform()
        const debtAmount = (collateralAmount * 100 * ltv) / (debtAsset === 'USD' ? 1 : 100)
        const emode = choice.emode && random.uniform() < 0.4 && !several
        return {
          collateralAmount,
          collateralAsset,
          debtAmount,
          debtAsset,
          id: `l${n}`,
          ...(several && {account: `a${random.below(Math.ceil(count / 2))}`}),
          ...(emode && {emode: 'near'}),
        }
      })
      const slippage = SLIPPAGES[choice.slippage]
      const liquidity = IMPACTS[choice.impact]
      const {gas, latency: latencyBars, persistence, protocolFee} = choice
      const rules: LendingRules = {
        assets: {
          BTC: {liquidationBonus: 0.07, liquidationThreshold: 0.78, protocolFee},
          ETH: {liquidationBonus: 0.05, liquidationThreshold: 0.83, protocolFee},
        },
        closing: CLOSINGS[choice.closing]!,
        emodes: {near: {liquidationBonus: 0.01, liquidationThreshold: 0.93, protocolFee}},
        gas,
        latencyBars,
        ...(slippage && {slippage}),
        ...(liquidity && {impact: {liquidity, persistence}}),
      }
      return {loans, paths, rules}
    })
}

function expectSame(result: LendingResult, reference: LendingReference, paths: ReadonlyMap<string, AssetPath>) {
  expect({
    count: result.liquidations.count,
    positions: result.liquidations.positions,
    toxic: result.toxic.count,
    unfinished: result.unfinished.count,
    unprofitable: result.unprofitable,
  }).toEqual({
    count: reference.count,
    positions: reference.positions,
    toxic: reference.toxic,
    unfinished: reference.unfinished,
    unprofitable: reference.unprofitable,
  })
  const start = (units: ReadonlyMap<string, number>) =>
    [...units].reduce((sum, [asset, left]) => sum + left * (paths.get(asset)?.open[0] ?? 1), 0)
  const money = {
    badDebt: [result.badDebt, reference.badDebt],
    collateral: [result.ledger!.end, start(reference.collateralLeft)],
    debt: [result.debtLedger!.end, start(reference.debtLeft)],
    notional: [result.liquidations.notional, reference.notional],
    penalties: [result.penalties, reference.penalties],
    shortfall: [result.unfinished.shortfall, reference.unfinishedShortfall],
    slippage: [result.slippage, reference.slippage],
    toFund: [result.toFund, reference.toFund],
  }
  for (const [name, [ours, theirs]] of Object.entries(money)) {
    if (!(Math.abs(ours! - theirs!) < CENT)) throw new Error(`${name}: engine ${ours}, reference ${theirs}`)
  }
  for (const [bar, loss] of reference.loss.entries())
    expect(Math.abs(result.perBar.loss[bar]! - loss)).toBeLessThan(CENT)
  expect(ledgerImbalance(result.ledger!)).toBeLessThan(1e-9)
  expect(ledgerImbalance(result.debtLedger!)).toBeLessThan(1e-9)
}

describe('the lending engines against plain arithmetic, to the last cent', () => {
  it('loans that stand alone: the sorted road', () => {
    fc.assert(
      fc.property(cases(false), ({loans, paths, rules}) => {
        const result = runLending(loanBook(loans), paths, rules)
        const reference = referenceLending(loans, paths, rules)
        expectSame(result, reference, paths)
        expect(result.atExecution.count).toBe(reference.atExecution)
        if (result.cascade !== undefined) expect(result.cascade.induced).toBe(reference.induced)
      }),
      {numRuns: RUNS, seed: 1},
    )
  })

  it('accounts of several assets: the general road', () => {
    fc.assert(
      fc.property(cases(true), ({loans, paths, rules}) => {
        const reference = referenceLending(loans, paths, rules)
        expectSame(runLoanAccounts(loanBook(loans), paths, rules), reference, paths)
      }),
      {numRuns: RUNS, seed: 2},
    )
  })

  it('loans that stand alone: the two roads agree', () => {
    fc.assert(
      fc.property(cases(false), ({loans, paths, rules}) => {
        if (rules.closing.kind === 'auction') return
        const book = loanBook(loans)
        const sorted = runLending(book, paths, rules)
        const general = runLoanAccounts(book, paths, rules)
        expect(general.liquidations.count).toBe(sorted.liquidations.count)
        expect(Math.abs(general.badDebt - sorted.badDebt)).toBeLessThan(CENT)
        expect(Math.abs(general.penalties - sorted.penalties)).toBeLessThan(CENT)
      }),
      {numRuns: 300, seed: 3},
    )
  })
})
