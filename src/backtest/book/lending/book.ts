import {PlimsollError} from '../../../errors.js'

/** One loan: collateral of one asset against debt of another, in units of each. */
export interface LoanPosition {
  readonly id: string
  readonly collateralAsset: string
  readonly collateralAmount: number
  readonly debtAsset: string
  readonly debtAmount: number
  /** Loans of one account back each other. */
  readonly account?: string
  readonly emode?: string
}

/** Loans as a structure of arrays. */
export interface LoanBook {
  readonly count: number
  readonly collateral: Float64Array
  readonly debt: Float64Array
  /** Index into `kinds`. */
  readonly kind: Uint16Array
  readonly kinds: readonly LoanKind[]
  /** Index of the account, for each loan; accounts of one loan included. */
  readonly account: Int32Array
  readonly accounts: number
  idOf(index: number): string
}

/** What decides a loan's prices and parameters. */
export interface LoanKind {
  readonly collateralAsset: string
  readonly debtAsset: string
  readonly emode: string | undefined
}

/** @throws BOOK_POSITION naming the first loan that is not sound. */
export function loanBook(positions: readonly LoanPosition[]): LoanBook {
  const kinds: LoanKind[] = []
  const kindNumbers = new Map<string, number>()
  const accountNumbers = new Map<string, number>()
  const count = positions.length
  const book = {
    account: new Int32Array(count),
    collateral: new Float64Array(count),
    debt: new Float64Array(count),
    kind: new Uint16Array(count),
  }
  for (const [i, position] of positions.entries()) {
    const {account, collateralAmount, collateralAsset, debtAmount, debtAsset, emode, id} = position
    if (!(collateralAmount >= 0 && collateralAmount < Infinity && debtAmount >= 0 && debtAmount < Infinity)) {
      throw new PlimsollError(
        'BOOK_POSITION',
        `Loan ${id} is not sound: collateral ${collateralAmount} and debt ${debtAmount} must be finite and not negative.`,
      )
    }
    const kindName = JSON.stringify([collateralAsset, debtAsset, emode])
    let kind = kindNumbers.get(kindName)
    if (kind === undefined) {
      kind = kinds.push({collateralAsset, debtAsset, emode}) - 1
      kindNumbers.set(kindName, kind)
    }
    const accountName = account === undefined ? `loan ${id}` : `account ${account}`
    const number = accountNumbers.get(accountName) ?? accountNumbers.size
    accountNumbers.set(accountName, number)
    book.account[i] = number
    book.collateral[i] = collateralAmount
    book.debt[i] = debtAmount
    book.kind[i] = kind
  }
  return {
    ...book,
    accounts: accountNumbers.size,
    count,
    idOf: (index) => positions[index]?.id ?? String(index + 1),
    kinds,
  }
}

/** A book of one kind of loan from columns; ids are the loans' numbers, from 1. */
export function singleKindBook(kind: LoanKind, collateral: Float64Array, debt: Float64Array): LoanBook {
  const count = collateral.length
  return {
    account: Int32Array.from({length: count}, (_, i) => i),
    accounts: count,
    collateral,
    count,
    debt,
    idOf: (index) => String(index + 1),
    kind: new Uint16Array(count),
    kinds: [kind],
  }
}
