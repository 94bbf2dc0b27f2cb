import type {Liquidity} from '../../market/liquidity/model.js'

/** What liquidations do to the price for everybody else. */
export interface PriceImpact {
  readonly liquidity: Liquidity
  /** Part of the displacement that is still there one bar later: 0 the market absorbs it within the bar, 1 never. */
  readonly persistence: number
}

/** Liquidations never displace a price by more: below nothing there is no price. */
export const MOST_DISPLACED = 0.99
