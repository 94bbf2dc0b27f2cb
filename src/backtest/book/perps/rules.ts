import {PlimsollError} from '../../../errors.js'
import type {Liquidity} from '../../../market/liquidity/model.js'
import type {Bars} from '../bars.js'
import type {PriceImpact} from '../impact.js'
import type {Maintenance} from './maintenance.js'

/** The price path of one perpetual market. */
export interface PerpPath extends Bars {
  /**
   * Funding index: what a long has paid per base unit since the first bar, at the opening of each bar, quote units
   * (negative: received). `fundingIndex` makes one from rates.
   */
  readonly funding?: Float64Array
  /**
   * What the venue's oracle says at the opening of each bar, when that is not the market's price. It triggers; the market
   * fills. `market/oracle.ts` makes one.
   */
  readonly oracle?: Float64Array
}

/** How a perpetual venue liquidates. Rates are fractions. */
export interface PerpRules {
  readonly maintenance: Maintenance
  /** Of the notional closed, from what equity is left. */
  readonly penalty: number
  /** Part of the penalty that the fund gets (the rest goes to liquidators and the protocol). Default 1. */
  readonly penaltyToFund?: number
  /** Who keeps what is left after the penalty. Default: the owner. */
  readonly remainder?: 'fund' | 'owner'
  /** Positions of at least `minNotional` are first closed by `fraction` only; the rest when triggered again. */
  readonly partial?: {readonly fraction: number; readonly minNotional: number}
  /** What a liquidation order pays beyond the price it is triggered at. Default: nothing. */
  readonly slippage?: Liquidity
  /** What liquidations do to the price for the others. Default: nothing. */
  readonly impact?: PriceImpact
  /** Bars from trigger to execution. The keeper executes at the opening if the position is still liquidatable then. */
  readonly latencyBars?: number
}

/** The funding index of a path: `rates[t]` is what longs pay during bar t, as a fraction of the notional at its close. */
export function fundingIndex(rates: Float64Array, close: Float64Array): Float64Array {
  const index = new Float64Array(rates.length)
  let sum = 0
  for (let bar = 0; bar < rates.length; bar++) {
    index[bar] = sum
    sum += (rates[bar] as number) * (close[bar] as number)
  }
  return index
}

/** @throws PERP_RULES naming the first rule that is out of range */
export function requireRules(rules: PerpRules): void {
  const {impact, latencyBars = 0, partial, penalty, penaltyToFund = 1} = rules
  require(penalty >= 0 && penalty < 1, `The liquidation penalty must lie in [0, 1), not ${penalty}.`)
  require(penaltyToFund >= 0 &&
    penaltyToFund <= 1, `The fund's part of the penalty must lie in [0, 1], not ${penaltyToFund}.`)
  if (partial !== undefined) {
    require(partial.fraction > 0 &&
      partial.fraction < 1 &&
      partial.minNotional >=
        0, `A partial liquidation closes a fraction in (0, 1) of positions of at least some notional, not ${partial.fraction} from ${partial.minNotional}.`)
  }
  if (impact !== undefined) {
    require(impact.persistence >= 0 &&
      impact.persistence <= 1, `The persistence of price impact must lie in [0, 1], not ${impact.persistence}.`)
  }
  if (!(Number.isInteger(latencyBars) && latencyBars >= 0)) {
    throw new PlimsollError(
      'DELAY_FINER_THAN_BAR',
      `The keepers' latency must be a whole number of bars, not ${latencyBars}: a delay finer than the bar cannot be replayed.`,
    )
  }
}

function require(condition: boolean, message: string): void {
  if (!condition) throw new PlimsollError('PERP_RULES', message)
}
