import {PlimsollError} from '../../errors.js'

/** A loan or a leveraged position: collateral in units of the asset, debt in USD. */
export interface AtRiskPosition {
  readonly collateral: number
  readonly debt: number
  /** Share of the collateral's value that counts against the debt before it is liquidated. */
  readonly liquidationThreshold: number
}

/**
 * What an automaton does when the health factor falls to `trigger`: it brings it back to `target`. `deleverage` sells
 * collateral and repays; `top-up` adds dollars as collateral, from a reserve; `swap` turns collateral into dollars that
 * count with `stableThreshold`. All act at the price of the step after `latencySteps`.
 */
export interface RebalancingRule {
  readonly action: 'deleverage' | 'none' | 'swap' | 'top-up'
  readonly trigger: number
  readonly target: number
  readonly latencySteps: number
  /** What selling the asset costs, as a share of its value. */
  readonly slippage: number
  /** Of a top-up: dollars that the owner has ready. */
  readonly reserve: number
  /** Share of dollars held as collateral that counts against the debt. */
  readonly stableThreshold: number
}

export interface RebalancingResult {
  /** Steps with a health factor below 1: liquidatable and not yet liquidated. */
  readonly underCollateralised: number
  /** Steps in which the collateral was worth less than the debt: bad debt, if it had ended there. */
  readonly insolvent: number
  /** Deepest shortfall of collateral behind the debt, USD. */
  readonly worstShortfall: number
  readonly lowestHealth: number
  readonly actions: number
  /** Slippage paid, USD. */
  readonly cost: number
  /** Of the reserve, USD. */
  readonly used: number
}

/** @throws REBALANCING_RANGE */
function requireRule(
  {action, latencySteps, reserve, slippage, stableThreshold, target, trigger}: RebalancingRule,
  position: AtRiskPosition,
): void {
  const {collateral, debt, liquidationThreshold} = position
  const sound = collateral >= 0 && debt > 0 && liquidationThreshold > 0 && liquidationThreshold < 1
  const rule =
    target > trigger &&
    trigger > 0 &&
    Number.isInteger(latencySteps) &&
    latencySteps >= 0 &&
    slippage >= 0 &&
    slippage < 1 &&
    reserve >= 0
  if (!sound || !rule || !(stableThreshold > 0 && stableThreshold <= 1)) {
    throw new PlimsollError(
      'REBALANCING_RANGE',
      'Rebalancing needs debt above zero, thresholds and slippage within 0..1, and a target above the trigger.',
    )
  }
  if (action === 'deleverage' && target * (1 - slippage) <= liquidationThreshold) {
    throw new PlimsollError(
      'REBALANCING_RANGE',
      `Selling at a slippage of ${slippage} never brings the health factor to ${target}: each sale makes it worse.`,
    )
  }
  if (action === 'swap' && stableThreshold * (1 - slippage) <= liquidationThreshold) {
    throw new PlimsollError(
      'REBALANCING_RANGE',
      'Dollars that count no more than the asset, after slippage, do not help: a swap makes the health factor worse.',
    )
  }
}

/** Replays one position without liquidation on a price path, under a rule. */
export function rebalance(position: AtRiskPosition, prices: Float64Array, rule: RebalancingRule): RebalancingResult {
  requireRule(rule, position)
  const state = new Rebalanced(position, rule)
  prices.forEach((price, step) => {
    state.next(price, step)
  })
  return state.result()
}

class Rebalanced {
  private readonly rule: RebalancingRule
  private readonly threshold: number
  private units: number
  private dollars = 0
  private debt: number
  private reserve: number
  private actAt = -1
  private readonly tally = {
    actions: 0,
    cost: 0,
    insolvent: 0,
    lowestHealth: Infinity,
    underCollateralised: 0,
    worstShortfall: 0,
  }

  constructor({collateral, debt, liquidationThreshold}: AtRiskPosition, rule: RebalancingRule) {
    this.rule = rule
    this.threshold = liquidationThreshold
    this.units = collateral
    this.debt = debt
    this.reserve = rule.reserve
  }

  next(price: number, step: number): void {
    const {rule, tally} = this
    if (this.actAt === -1 && this.health(price) <= rule.trigger) this.actAt = step + rule.latencySteps
    if (step === this.actAt) {
      this.act(price)
      this.actAt = -1
    }
    const health = this.health(price)
    const shortfall = this.debt - this.units * price - this.dollars
    tally.lowestHealth = Math.min(tally.lowestHealth, health)
    if (health < 1) tally.underCollateralised++
    if (shortfall > 0) tally.insolvent++
    tally.worstShortfall = Math.max(tally.worstShortfall, shortfall)
  }

  result(): RebalancingResult {
    return {...this.tally, used: this.rule.reserve - this.reserve}
  }

  private health(price: number): number {
    if (this.debt <= 0) return Infinity
    return (this.units * price * this.threshold + this.dollars * this.rule.stableThreshold) / this.debt
  }

  /** Solves for the amount x (USD at this price) that brings health to the target, as far as there is that much. */
  private act(price: number): void {
    const {action, slippage, stableThreshold, target} = this.rule
    const weighted = this.units * price * this.threshold + this.dollars * stableThreshold
    const missing = target * this.debt - weighted
    if (missing <= 0 || action === 'none') return
    const held = this.units * price
    if (action === 'top-up') {
      const added = Math.min(this.reserve, missing / stableThreshold)
      if (added <= 0) return
      this.reserve -= added
      this.dollars += added
    } else if (action === 'deleverage') {
      // (weighted - x lt) = target (debt - x (1 - slippage)), and no more is repaid than is owed.
      const sold = Math.min(held, missing / (target * (1 - slippage) - this.threshold), this.debt / (1 - slippage))
      this.sell(sold, price)
      this.debt = Math.max(0, this.debt - sold * (1 - slippage))
    } else {
      // weighted + x ((1 - slippage) stable - lt) = target debt.
      const sold = Math.min(held, missing / ((1 - slippage) * stableThreshold - this.threshold))
      this.sell(sold, price)
      this.dollars += sold * (1 - slippage)
    }
    this.tally.actions++
  }

  private sell(value: number, price: number): void {
    this.units = Math.max(0, this.units - value / price)
    this.tally.cost += value * this.rule.slippage
  }
}
