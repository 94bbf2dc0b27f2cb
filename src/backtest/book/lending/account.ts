import {PlimsollError} from '../../../errors.js'
import type {AssetView} from './assets.js'
import type {LoanBook} from './book.js'
import {rulesOf, type CollateralRules, type LendingRules} from './rules.js'

/** Collateral of one asset. */
export interface Holding {
  readonly asset: AssetView
  readonly rules: CollateralRules
  units: number
}
/** Debt of one asset. */
export interface Debt {
  readonly asset: AssetView
  /** Units of the first bar: interest is in the index. */
  principal: number
}
/** An account and where it stands in a run. */
export interface Account {
  /** Index of its first loan in the book: what events name. */
  readonly first: number
  readonly holdings: Holding[]
  readonly debts: Debt[]
  readonly loans: number
  readonly emode: string | undefined
  touched: boolean
  waiting: boolean
  triggered: number
  due: number
  gone: boolean
}

/** The prices that an account is looked at: of an asset as collateral or as debt. */
export type Look = (asset: AssetView) => number

export const opening: Look = (asset) => asset.open
export const answer: Look = (asset) => asset.answer

export function accountsOf(book: LoanBook, views: ReadonlyMap<string, AssetView>, rules: LendingRules): Account[] {
  const accounts: Account[] = []
  for (let i = 0; i < book.count; i++) {
    const a = book.account[i] as number
    const kind = book.kinds[book.kind[i] as number] as LoanBook['kinds'][number]
    const before = accounts[a]
    if (before !== undefined && before.emode !== kind.emode) {
      throw new PlimsollError('BOOK_POSITION', `Loan ${book.idOf(i)} is in another eMode than its account.`)
    }
    const account = before ?? {
      debts: [], due: 0, emode: kind.emode, first: i, gone: false, holdings: [], loans: 0, touched: false, triggered: 0, waiting: false,
    } // prettier-ignore
    const collateral = views.get(kind.collateralAsset) as AssetView
    const debt = views.get(kind.debtAsset) as AssetView
    let holding = account.holdings.find(({asset}) => asset === collateral)
    if (holding === undefined) {
      holding = {asset: collateral, rules: rulesOf(kind, rules), units: 0}
      account.holdings.push(holding)
    }
    let owed = account.debts.find(({asset}) => asset === debt)
    if (owed === undefined) {
      owed = {asset: debt, principal: 0}
      account.debts.push(owed)
    }
    holding.units += book.collateral[i] as number
    owed.principal += book.debt[i] as number
    accounts[a] = {...account, loans: account.loans + 1}
  }
  return accounts
}

export function debtOf({debts}: Account, look: Look): number {
  let sum = 0
  for (const {asset, principal} of debts) sum += principal * asset.interest * look(asset)
  return sum
}

/** Collateral x threshold - debt: negative when the health factor is below 1. */
export function cushionOf(account: Account, look: Look): number {
  let sum = -debtOf(account, look)
  for (const {asset, rules, units} of account.holdings) sum += units * look(asset) * rules.liquidationThreshold
  return sum
}

export function between(from: Look, to: Look, way: number): Look {
  return (asset) => from(asset) + way * (to(asset) - from(asset))
}

export function largest<T>(items: readonly T[], size: (item: T) => number): T {
  return items.reduce((best, item) => (size(item) > size(best) ? item : best))
}
