import {describe, expect, test} from '@jest/globals'
import fc from 'fast-check'

import {loanBook, singleKindBook, type LoanBook} from '../../../../src/backtest/book/lending/book.js'
import type {AssetPath, LendingRules} from '../../../../src/backtest/book/lending/rules.js'
import {runLending} from '../../../../src/backtest/book/lending/run.js'
import {lendingResponse} from '../../../../src/backtest/book/response/lending-response.js'
import {MAKER_ETH_B} from '../../../../src/backtest/book/response/maker-eth-b.js'
import {RESPONSE_SEED, responseOrReason} from '../../../../src/backtest/book/response/response-or-reason.js'
import type {OwnerParameters} from '../../../../src/backtest/book/response/parameters.js'
import {AAVE_V33} from '../../../../src/backtest/book/venues/aave.js'
import {refusal} from '../../../helpers/refusal.js'

const KIND = {collateralAsset: 'ETH', debtAsset: 'USD', emode: undefined}
const RULES: LendingRules = {
  assets: {ETH: {liquidationBonus: 0.13, liquidationThreshold: 1 / 1.3}},
  closing: {bars: 0, kind: 'auction', margin: 0, penalty: 0.13},
}
/** Nobody reacts, and the oracle is what the path says. */
const IDLE: OwnerParameters = {
  ...MAKER_ETH_B,
  oracle: {deviation: 0, mean: 0},
  risk: {...MAKER_ETH_B.risk, constant: -Infinity},
  stress: 0,
}

/** Hourly prices with an oracle an hour late. */
function hourly(open: readonly number[]): AssetPath {
  const column = Float64Array.from(open)
  const oracle = column.map((_, bar) => column[Math.max(0, bar - 1)] as number)
  return {barSeconds: 3600, close: column, high: column, low: column, open: column, oracle}
}

const fall = (hours: number, by: number): number[] =>
  Array.from({length: hours}, (_, hour) => 2000 * (1 - (by * hour) / (hours - 1)))

/** Loans of 100 ETH each at these health factors, at a price of 2000. */
function bookAt(healths: readonly number[]): LoanBook {
  const debt = Float64Array.from(healths, (health) => (100 * 2000) / 1.3 / health)
  return singleKindBook(KIND, new Float64Array(healths.length).fill(100), debt)
}

const crash = (by: number) => new Map([['ETH', hourly(fall(24, by))]])
const BOOK = bookAt(Array.from({length: 60}, (_, i) => 1.01 + i / 200))

describe('a book whose owners are idle', () => {
  test('is the static book', () => {
    const path = fc.array(fc.double({max: 2600.7, min: 990.3, noNaN: true}), {maxLength: 40, minLength: 2})
    const healths = fc.array(fc.double({max: 1.957, min: 1.0013, noNaN: true}), {maxLength: 20, minLength: 1})
    fc.assert(
      fc.property(path, healths, (prices, factors) => {
        const paths = new Map([['ETH', hourly([2000, ...prices])]])
        const book = bookAt(factors)
        const fixed = runLending(book, paths, RULES, {detail: 'totals'})
        const response = lendingResponse(book, paths, RULES, {parameters: IDLE, paths: 20, seed: 3})
        expect(response.liquidations).toEqual({high: fixed.liquidations.count, low: fixed.liquidations.count, median: fixed.liquidations.count}) // prettier-ignore
        expect(response.liquidatedNotional.high).toBeCloseTo(fixed.liquidations.share * fixed.exposure, 3)
        expect(response.badDebt.median).toBeCloseTo(fixed.badDebt, 3)
      }),
      {numRuns: 60},
    )
  })

  test('closes loans in part where the rules do', () => {
    const spread: LendingRules = {
      assets: {ETH: {liquidationBonus: 0.05, liquidationThreshold: 1 / 1.3}},
      closing: {kind: 'spread', ...AAVE_V33},
    }
    const fixed = runLending(BOOK, crash(0.2), spread, {detail: 'totals'})
    const response = lendingResponse(BOOK, crash(0.2), spread, {parameters: IDLE, paths: 20, seed: 3})
    expect(fixed.liquidations.count).toBeGreaterThan(40)
    expect(response.liquidations.median).toBe(fixed.liquidations.count)
    expect(response.liquidatedNotional.median).toBeCloseTo(fixed.liquidations.share * fixed.exposure, 3)
  })
})

describe('owners who react', () => {
  const total = (stress: number, by = 0.2, seed = 1): number => {
    const response = lendingResponse(BOOK, crash(by), RULES, {parameters: {...MAKER_ETH_B, stress}, paths: 200, seed})
    return response.liquidatedNotional.median + response.liquidatedNotional.low + response.liquidatedNotional.high
  }

  test('lose less the faster they are', () => {
    const totals = [0, 0.1, 0.3, 1, 3, 10].map((stress) => total(stress))
    for (let i = 1; i < totals.length; i++) expect(totals[i]).toBeLessThanOrEqual(totals[i - 1] as number)
    expect(totals[3]).toBeLessThan(0.5 * (totals[0] as number))
  })

  test('lose nothing when they are instant, whatever the price does from hour to hour', () => {
    const instant = {...MAKER_ETH_B, restore: {location: Math.log(0.3), repaid: 0.5, scale: 0}, stress: 1e12}
    const steps = new Map([['ETH', hourly(fall(48, 0.6))]])
    const {badDebt, liquidations} = lendingResponse(BOOK, steps, RULES, {parameters: instant, paths: 50, seed: 9})
    expect(liquidations.high).toBe(0)
    expect(badDebt.high).toBe(0)
  })

  test('lose what a gap takes from those who restored too little', () => {
    const barely = {...MAKER_ETH_B, restore: {location: Math.log(0.001), repaid: 1, scale: 0}, stress: 1e12}
    const gap = new Map([
      ['ETH', {...hourly([2000, 1000, 1000, 1000]), oracle: Float64Array.of(2000, 1000, 1000, 1000)}],
    ])
    const {liquidations} = lendingResponse(BOOK, gap, RULES, {parameters: barely, paths: 50, seed: 9})
    expect(liquidations.low).toBe(60)
  })

  test('give the same figures for the same seed, and others for another', () => {
    const run = (seed: number) => lendingResponse(BOOK, crash(0.2), RULES, {parameters: MAKER_ETH_B, seed})
    expect(run(5)).toEqual(run(5))
    expect(run(5)).not.toEqual(run(6))
  })

  test('owe what a repayment leaves: liquidated debt never exceeds the book', () => {
    const paths = new Map([['ETH', hourly(fall(24, 0.7))]])
    const {liquidatedNotional} = lendingResponse(BOOK, paths, RULES, {parameters: MAKER_ETH_B, seed: 2})
    expect(liquidatedNotional.high).toBeLessThanOrEqual(BOOK.debt.reduce((a, b) => a + b, 0))
    expect(liquidatedNotional.high).toBeGreaterThan(0)
  })

  test('leave a book far from liquidation alone', () => {
    const {liquidations} = lendingResponse(bookAt([3, 4, 5]), crash(0.2), RULES, {parameters: MAKER_ETH_B, seed: 2})
    expect(liquidations).toEqual({high: 0, low: 0, median: 0})
  })

  test('count time in hours, whatever the bars', () => {
    const halves = fall(47, 0.2)
    const fine = {...hourly(halves), barSeconds: 1800, oracle: Float64Array.from(halves, (_, k) => halves[Math.max(0, k - 2)] as number)} // prettier-ignore
    const parameters = {...MAKER_ETH_B, oracle: {deviation: 0, mean: 0}}
    const coarse = lendingResponse(BOOK, crash(0.2), RULES, {parameters, paths: 400, seed: 1})
    const finer = lendingResponse(BOOK, new Map([['ETH', fine]]), RULES, {parameters, paths: 400, seed: 1})
    expect(Math.abs(finer.liquidations.median - coarse.liquidations.median)).toBeLessThanOrEqual(4)
  })
})

describe('a study of a book', () => {
  test('has a response with what it rests on, or the reason why not', () => {
    const found = responseOrReason(BOOK, crash(0.2), RULES)
    expect(found.response).toEqual(
      lendingResponse(BOOK, crash(0.2), RULES, {parameters: MAKER_ETH_B, seed: RESPONSE_SEED}),
    )
    expect(found.reason).toContain('Maker ETH-B')
    const daily = new Map([['ETH', {...hourly(fall(24, 0.2)), barSeconds: 86_400}]])
    expect(responseOrReason(BOOK, daily, RULES)).toEqual({reason: expect.stringContaining('too coarse')})
    expect(refusal(() => responseOrReason(BOOK, new Map(), RULES)).code).toBe('BOOK_PATH')
  })
})

describe('refusals', () => {
  const options = {parameters: MAKER_ETH_B, seed: 1}
  test.each([
    ['RESPONSE_BARS', () => lendingResponse(BOOK, new Map([['ETH', {...hourly(fall(24, 0.2)), barSeconds: 86_400}]]), RULES, options)],
    ['RESPONSE_PATHS', () => lendingResponse(BOOK, crash(0.2), RULES, {...options, paths: 19})],
    ['RESPONSE_PARAMETERS', () => lendingResponse(BOOK, crash(0.2), RULES, {...options, parameters: {...MAKER_ETH_B, frailty: -1}})],
    ['RESPONSE_PARAMETERS', () => lendingResponse(BOOK, crash(0.2), RULES, {...options, parameters: {...MAKER_ETH_B, restore: {...MAKER_ETH_B.restore, repaid: 1.1}}})],
    ['RESPONSE_BOOK', () => lendingResponse(BOOK, crash(0.2), {...RULES, latencyBars: 1}, options)],
    ['BOOK_POSITION', () => lendingResponse(bookAt([]), crash(0.2), RULES, options)],
    ['RESPONSE_BOOK', () => lendingResponse(loanBook(['a', 'b'].map((id) => ({account: 'one', collateralAmount: 1, collateralAsset: 'ETH', debtAmount: 1, debtAsset: 'USD', id}))), crash(0.2), RULES, options)],
  ])('%s', (code, run) => {
    expect(refusal(run).code).toBe(code)
  }) // prettier-ignore
})
