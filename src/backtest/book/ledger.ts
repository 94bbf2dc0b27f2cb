/**
 * Where the money of a book went. Per bar, flows within the bar; `held` at its end. What enters must be somewhere:
 * `held(t) - held(t-1) = gains + shortfall - penalties - returned - seized` with `gains` what the market paid the closed
 * positions (losses, slippage and funding negative) and `shortfall` what the fund paid for them.
 */
export interface Ledger {
  /** Collateral in the book before the first bar. */
  readonly start: number
  /** Collateral of the positions that are left, added up afresh after the last bar. */
  readonly end: number
  readonly held: Float64Array
  readonly gains: Float64Array
  readonly shortfall: Float64Array
  readonly penalties: Float64Array
  readonly returned: Float64Array
  readonly seized: Float64Array
}

/**
 * The largest imbalance of a ledger in any bar (and between the running balance and the one added up afresh at the end),
 * relative to the money that was ever in it. Zero up to rounding; the tests hold it to 1e-9.
 */
export function ledgerImbalance(ledger: Ledger): number {
  const {end, gains, held, penalties, returned, seized, shortfall, start} = ledger
  let turnover = start
  let before = start
  let worst = 0
  for (let bar = 0; bar < held.length; bar++) {
    const into = (gains[bar] as number) + (shortfall[bar] as number)
    const out = (penalties[bar] as number) + (returned[bar] as number) + (seized[bar] as number)
    const now = held[bar] as number
    turnover += Math.abs(into) + out
    worst = Math.max(worst, Math.abs(before + into - out - now))
    before = now
  }
  worst = Math.max(worst, Math.abs(before - end))
  return turnover === 0 ? worst : worst / turnover
}
