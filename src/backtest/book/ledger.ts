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

const NONE = new Float64Array(0)

/** Writes a ledger while a run goes on. */
export class LedgerWriter {
  private readonly held: Float64Array
  private readonly gains: Float64Array
  private readonly shortfall: Float64Array
  private readonly penalties: Float64Array
  private readonly returned: Float64Array
  private readonly seized: Float64Array
  private readonly start: number
  private readonly keeps: boolean
  private balance: number
  private through = 0

  /** @param bars 0: keep nothing */
  constructor(start: number, bars: number) {
    const column = () => (bars > 0 ? new Float64Array(bars) : NONE)
    this.start = this.balance = start
    this.keeps = bars > 0
    this.held = column()
    this.gains = column()
    this.shortfall = column()
    this.penalties = column()
    this.returned = column()
    this.seized = column()
  }

  /** One closing action. `left` is what left the positions' own accounts with it (negative: what was added to them). */
  write(
    bar: number,
    left: number,
    gain: number,
    shortfall: number,
    penalty: number,
    returned: number,
    seized: number,
  ): void {
    if (!this.keeps) return
    // Bars in which nothing happened are filled in when the next action comes.
    if (this.through < bar) this.held.fill(this.balance, this.through, bar)
    this.through = bar
    this.balance -= left
    add(this.gains, bar, gain)
    add(this.shortfall, bar, shortfall)
    add(this.penalties, bar, penalty)
    add(this.returned, bar, returned)
    add(this.seized, bar, seized)
  }

  ledger(end: number): Ledger {
    const {gains, held, penalties, returned, seized, shortfall, start} = this
    held.fill(this.balance, this.through)
    return {end, gains, held, penalties, returned, seized, shortfall, start}
  }
}

function add(column: Float64Array, bar: number, value: number): void {
  column[bar] = (column[bar] as number) + value
}
