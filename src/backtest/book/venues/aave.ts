/**
 * Aave v3.3 and later (aave-dao/aave-v3-origin, LiquidationLogic.sol): constants that governance cannot set.
 * Golden `defi_formulas.aaveV33`. Values in the base currency (USD).
 */
export const AAVE_V33 = {
  closeFactor: 0.5,
  /** At or below this health factor everything may be repaid. */
  fullBelow: 0.95,
  /** A side of the position below this may be closed in full. */
  smallSide: 2000,
  /** What a partial liquidation must leave on either side. */
  leftover: 1000,
} as const

export function healthFactor(collateral: number, debt: number, liquidationThreshold: number): number {
  return debt === 0 ? Infinity : (collateral * liquidationThreshold) / debt
}

/** The LTV beyond which every liquidation takes more collateral than it repays in proportion: `1 / (1 + bonus)`. */
export function toxicFrontier(bonus: number): number {
  return 1 / (1 + bonus)
}

export interface SpreadRule {
  readonly closeFactor: number
  readonly fullBelow: number
  readonly smallSide: number
  readonly leftover: number
}

/** Part of the debt that one liquidation may repay; 0 for a healthy position. */
export function closeFactorOf(rule: SpreadRule, health: number, collateral: number, debt: number): number {
  if (health >= 1) return 0
  return health > rule.fullBelow && collateral >= rule.smallSide && debt >= rule.smallSide ? rule.closeFactor : 1
}

export interface SpreadOutcome {
  readonly repaid: number
  readonly seized: number
  /** Debt that is left when no collateral is: written off. */
  readonly badDebt: number
}

/**
 * The largest liquidation that the rule allows: seize `repaid x (1 + bonus)`, at most all there is. A partial one that
 * would leave less than `leftover` of collateral repays less (the pool would revert `MustNotLeaveDust`).
 */
export function liquidationCall(
  rule: SpreadRule,
  {
    bonus,
    collateral,
    debt,
    health,
    totalDebt = debt,
  }: {
    readonly collateral: number
    readonly debt: number
    readonly bonus: number
    readonly health: number
    /** All debt of the account, which the close factor counts in; default: this one. */
    readonly totalDebt?: number
  },
): SpreadOutcome {
  const factor = closeFactorOf(rule, health, collateral, debt)
  const wanted = factor === 1 ? debt : Math.min(debt, factor * totalDebt)
  const coverable = collateral / (1 + bonus)
  if (wanted >= coverable) return {badDebt: debt - coverable, repaid: coverable, seized: collateral}
  if (wanted === debt || collateral - wanted * (1 + bonus) >= rule.leftover) {
    return {badDebt: 0, repaid: wanted, seized: wanted * (1 + bonus)}
  }
  const seized = Math.max(0, collateral - rule.leftover)
  return {badDebt: 0, repaid: seized / (1 + bonus), seized}
}
