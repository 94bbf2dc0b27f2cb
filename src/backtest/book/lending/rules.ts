import {PlimsollError} from '../../../errors.js'
import type {Liquidity} from '../../../market/liquidity/model.js'
import type {Bars} from '../bars.js'
import type {PriceImpact} from '../impact.js'
import type {SpreadRule} from '../venues/aave.js'
import type {LoanKind} from './book.js'

/** What a lending market grants against one collateral. Fractions. */
export interface CollateralRules {
  /** Health factor = collateral x liquidationThreshold / debt. */
  readonly liquidationThreshold: number
  /** The liquidator's premium: 0.05, not 1.05. */
  readonly liquidationBonus: number
  /** The protocol's part of the bonus. Default 0. */
  readonly protocolFee?: number
}

/** How a liquidatable loan is closed. */
export type Closing =
  /** Aave: a liquidator repays part of the debt and seizes collateral at the oracle's price plus the bonus. */
  | ({readonly kind: 'spread'} & SpreadRule)
  /**
   * Compound III: the protocol takes all collateral and all debt, credits the owner with what `liquidationFactor` of the
   * collateral is worth beyond the debt, and sells the collateral at `1 - storeFrontFactor x (1 - liquidationFactor)` of
   * the oracle's price; buyers who would lose do not come, and the collateral is then worth what the market gives.
   */
  | {readonly kind: 'absorb'; readonly liquidationFactor: number; readonly storeFrontFactor: number}
  /**
   * Maker: a falling-price auction for debt x (1 + penalty). It clears `bars` bars later, at that opening, where a buyer
   * earns `margin` after slippage; what is not needed goes back to the owner. Once begun it goes through.
   */
  | {readonly kind: 'auction'; readonly penalty: number; readonly margin: number; readonly bars: number}

export interface LendingRules {
  /** By collateral asset. */
  readonly assets: Readonly<Record<string, CollateralRules>>
  /** By eMode, for all collateral in it. */
  readonly emodes?: Readonly<Record<string, CollateralRules>>
  readonly closing: Closing
  /** What a liquidation costs the liquidator, quote units. Default 0. */
  readonly gas?: number
  /** What the liquidator pays to sell what was seized. Default: nothing. */
  readonly slippage?: Liquidity
  /** What those sales do to the collateral's price for the others. Default: nothing. */
  readonly impact?: PriceImpact
  readonly latencyBars?: number
}

/** The price path of an asset, quote units (USD). */
export interface AssetPath extends Bars {
  /** The protocol's oracle at the opening of each bar, where it is not the market's price. */
  readonly oracle?: Float64Array
  /** For debt: what one unit borrowed at the first bar has grown to, at the opening of each bar. */
  readonly interest?: Float64Array
}

/** @throws LENDING_RULES when a kind of loan has no parameters, or parameters out of range */
export function rulesOf(kind: LoanKind, rules: LendingRules): CollateralRules {
  const {collateralAsset, emode} = kind
  const found = emode === undefined ? rules.assets[collateralAsset] : rules.emodes?.[emode]
  if (found === undefined) {
    const what = emode === undefined ? `collateral ${collateralAsset}` : `eMode ${emode}`
    throw new PlimsollError('LENDING_RULES', `The rules say nothing about ${what}, which the book holds.`)
  }
  const {liquidationBonus, liquidationThreshold, protocolFee = 0} = found
  if (
    liquidationThreshold > 0 && liquidationThreshold <= 1 && liquidationBonus >= 0 && protocolFee >= 0 && protocolFee <= 1
  ) {
    return found
  } // prettier-ignore
  throw new PlimsollError(
    'LENDING_RULES',
    `${emode ?? collateralAsset}: liquidation threshold ${liquidationThreshold}, bonus ${liquidationBonus} and protocol fee ${protocolFee} are not all fractions in their ranges.`,
  )
}

/** @throws LENDING_RULES, DELAY_FINER_THAN_BAR */
export function requireLendingRules({closing, gas = 0, latencyBars = 0}: LendingRules): void {
  const delay = closing.kind === 'auction' ? closing.bars : 0
  for (const bars of [latencyBars, delay]) {
    if (!(Number.isInteger(bars) && bars >= 0)) {
      throw new PlimsollError(
        'DELAY_FINER_THAN_BAR',
        `A delay must be a whole number of bars, not ${bars}: a delay finer than the bar cannot be replayed.`,
      )
    }
  }
  if (!(gas >= 0)) throw new PlimsollError('LENDING_RULES', `Gas must not be negative: ${gas}.`)
  const sound =
    closing.kind === 'spread'
      ? closing.closeFactor > 0 && closing.closeFactor <= 1
      : closing.kind === 'absorb'
        ? closing.liquidationFactor > 0 &&
          closing.liquidationFactor <= 1 &&
          closing.storeFrontFactor >= 0 &&
          closing.storeFrontFactor <= 1
        : closing.penalty >= 0 && closing.margin >= 0 && closing.margin < 1
  if (!sound) throw new PlimsollError('LENDING_RULES', `The ${closing.kind} rule has a fraction outside its range.`)
}
