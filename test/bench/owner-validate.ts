// What the owner response forecasts for a book on a date, against what the record says happened.
import {singleKindBook, type LoanBook} from '../../src/backtest/book/lending/book.js'
import type {AssetPath, LendingRules} from '../../src/backtest/book/lending/rules.js'
import {runLending} from '../../src/backtest/book/lending/run.js'
import {lendingResponse, type ResponseRange} from '../../src/backtest/book/response/lending-response.js'
import type {OwnerParameters} from '../../src/backtest/book/response/parameters.js'
import {HOUR, type OwnerData, type Vault} from './owner-data.js'
import {RATIO} from './owner-fit.js'

export const HORIZON = 72
const ALPHA = 0.1

export const MAKER_RULES: LendingRules = {
  assets: {ETH: {liquidationBonus: 0.13, liquidationThreshold: 1 / RATIO}},
  closing: {bars: 0, kind: 'auction', margin: 0, penalty: 0.13},
}

/** Interval score of Gneiting and Raftery (2007), alpha = 0.1. */
export function intervalScore(low: number, high: number, x: number): number {
  return high - low + (2 / ALPHA) * (Math.max(0, low - x) + Math.max(0, x - high))
}

export interface Forecast {
  readonly debt: number
  readonly fixed: number
  readonly response: ResponseRange
  readonly actual: number
}

export function pathOf({open, start}: OwnerData, time: number): AssetPath {
  const first = (time - start) / HOUR
  const column = open.slice(first, first + HORIZON)
  return {barSeconds: HOUR, close: column, high: column, low: column, open: column}
}

function bookOf(vaults: readonly Vault[]): LoanBook {
  return singleKindBook(
    {collateralAsset: 'ETH', debtAsset: 'USD', emode: undefined},
    Float64Array.from(vaults, ({collateral}) => collateral),
    Float64Array.from(vaults, ({debt}) => debt),
  )
}

/** Debt that a replay of the path without owners and without the oracle's delay liquidates. */
export function staticDebt(data: OwnerData, time: number, vaults: readonly Vault[]): number {
  const paths = new Map([['ETH', pathOf(data, time)]])
  const {exposure, liquidations} = runLending(bookOf(vaults), paths, MAKER_RULES, {detail: 'totals'})
  return liquidations.share * exposure
}

/** Debt of the book's own vaults that was liquidated. */
export function actualDebt({liquidations}: OwnerData, time: number, vaults: readonly Vault[]): number {
  const held = new Set(vaults.map(({id}) => id))
  const end = time + HORIZON * HOUR
  const fell = liquidations.filter((row) => row.time >= time && row.time < end && held.has(row.vault))
  return fell.reduce((sum, {debt}) => sum + debt, 0)
}

export function forecast(
  data: OwnerData,
  time: number,
  vaults: readonly Vault[],
  parameters: OwnerParameters,
  paths = 1000,
): Forecast {
  const prices = new Map([['ETH', pathOf(data, time)]])
  return {
    actual: actualDebt(data, time, vaults),
    debt: vaults.reduce((sum, vault) => sum + vault.debt, 0),
    fixed: staticDebt(data, time, vaults),
    response: lendingResponse(bookOf(vaults), prices, MAKER_RULES, {parameters, paths, seed: 1}).liquidatedNotional,
  }
}

/** The book at a time, from its events. */
export function vaultsAt({events}: OwnerData, time: number): Vault[] {
  const vaults: Vault[] = []
  for (const [id, list] of events) {
    let [collateral, debt] = [0, 0]
    for (const event of list) {
      if (event.time >= time) break
      collateral += event.collateral
      debt += event.debt
    }
    if (debt >= 100 && collateral > 0.001) vaults.push({collateral, debt, id})
  }
  return vaults
}
