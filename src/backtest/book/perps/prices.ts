import {MOST_DISPLACED} from '../impact.js'
import type {Source} from './accounts.js'

const {abs, max, min} = Math

/** The prices of one bar, one figure for each source, displaced by what liquidations have traded. */
export class BarPrices {
  readonly open: Float64Array
  /** Extremes after the liquidations of this bar so far; the opening counts, for bars that do not contain their own. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** The same without the liquidations of this bar. */
  readonly lowAlone: Float64Array
  readonly highAlone: Float64Array
  /** The oracle's answer, the opening where a source has none. */
  readonly answer: Float64Array
  /** Widest displacement so far. */
  displacement = 0
  private readonly sources: readonly Source[]

  constructor(sources: readonly Source[]) {
    this.sources = sources
    const column = () => new Float64Array(sources.length)
    this.open = column()
    this.low = column()
    this.high = column()
    this.lowAlone = column()
    this.highAlone = column()
    this.answer = column()
  }

  lookAt(bar: number, funding: Float64Array): void {
    for (const [k, {displacement, path}] of this.sources.entries()) {
      const standing = 1 - displacement
      const open = path.open[bar] as number
      this.open[k] = open * standing
      this.answer[k] = (path.oracle === undefined ? open : (path.oracle[bar] as number)) * standing
      this.lowAlone[k] = min(open, path.low[bar] as number) * standing
      this.highAlone[k] = max(open, path.high[bar] as number) * standing
      funding[k] = path.funding === undefined ? 0 : (path.funding[bar] as number)
    }
    this.push(bar)
  }

  /** Moves the extremes to where the liquidations of this bar so far take them. */
  push(bar: number): void {
    for (const [k, {bought, displacement, impact, path, sold}] of this.sources.entries()) {
      const down = impact === undefined ? 0 : impact.liquidity.impact(sold, bar, 'sell')
      const up = impact === undefined ? 0 : impact.liquidity.impact(bought, bar, 'buy')
      const open = path.open[bar] as number
      this.low[k] = min(open, path.low[bar] as number) * max(0, 1 - displacement - down)
      this.high[k] = max(open, path.high[bar] as number) * max(0, 1 - displacement + up)
    }
  }

  /** Carries over what is left of the displacement. */
  endBar(bar: number): void {
    for (const source of this.sources) {
      const {bought, displacement, impact, sold} = source
      if (impact === undefined) continue
      const down = impact.liquidity.impact(sold, bar, 'sell')
      const up = impact.liquidity.impact(bought, bar, 'buy')
      this.displacement = max(this.displacement, abs(displacement + down), abs(displacement - up))
      const moved = max(-MOST_DISPLACED, min(MOST_DISPLACED, displacement + down - up))
      source.displacement = moved * impact.persistence
      source.sold = source.bought = 0
    }
  }
}
