import {SparseRows} from './sparse-rows.js'

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

const [GAINS, SHORTFALL, PENALTIES, RETURNED, SEIZED, HELD] = [0, 1, 2, 3, 4, 5] as const

/** Writes a ledger while a run goes on. */
export class LedgerWriter {
  private readonly rows: SparseRows | undefined
  private readonly bars: number
  private readonly start: number
  private balance: number

  /** @param bars 0: keep nothing */
  constructor(start: number, bars: number) {
    this.start = this.balance = start
    this.bars = bars
    this.rows = bars > 0 ? new SparseRows(6) : undefined
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
    const {rows} = this
    if (rows === undefined) return
    this.balance -= left
    const at = rows.at(bar)
    const {data} = rows
    data[at + GAINS] = (data[at + GAINS] as number) + gain
    data[at + SHORTFALL] = (data[at + SHORTFALL] as number) + shortfall
    data[at + PENALTIES] = (data[at + PENALTIES] as number) + penalty
    data[at + RETURNED] = (data[at + RETURNED] as number) + returned
    data[at + SEIZED] = (data[at + SEIZED] as number) + seized
    data[at + HELD] = this.balance
  }

  /** The columns are made when they are first read. */
  ledger(end: number): Ledger {
    const {bars, start} = this
    const rows = this.rows ?? new SparseRows(6)
    const columns = new Map<number, Float64Array>()
    const column = (figure: number): Float64Array => {
      const known = columns.get(figure) ?? (figure === HELD ? heldOf(rows, start, bars) : rows.column(figure, bars))
      columns.set(figure, known)
      return known
    }
    return {
      end,
      get gains() {
        return column(GAINS)
      },
      get held() {
        return column(HELD)
      },
      get penalties() {
        return column(PENALTIES)
      },
      get returned() {
        return column(RETURNED)
      },
      get seized() {
        return column(SEIZED)
      },
      get shortfall() {
        return column(SHORTFALL)
      },
      start,
    }
  }
}

/** What a bar left stays until the next action. */
function heldOf(rows: SparseRows, start: number, bars: number): Float64Array {
  const held = new Float64Array(bars).fill(start)
  for (let row = 0; row < rows.count; row++)
    held.fill(rows.figure(row, HELD), rows.bar(row), row + 1 < rows.count ? rows.bar(row + 1) : bars)
  return held
}
