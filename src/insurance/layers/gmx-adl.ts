/** Where a GMX v2 market stands against its limits of auto-deleveraging. */
export interface GmxAdl {
  /** Traders' unrealised profit over the pool's value. */
  readonly pnlToPool: number
  readonly enabled: boolean
  /** Profit that must be realised until the ratio is at the lower limit, USD; 0 while it is not enabled. */
  readonly toRealise: number
}

/**
 * GMX v2: auto-deleveraging is on while `pnl / pool > maxPnlFactorForAdl` (85%), and may close profitable positions until the
 * ratio is at `minPnlFactorAfterAdl` (77%). A realised profit leaves traders' profit; the pool's value is taken as before
 * the payment, as the contract counts it. Source: gmx-io/gmx-synthetics a5c0c883, AdlUtils.sol and config/markets.ts.
 */
export function gmxAdl(poolUsd: number, tradersPnl: number, maxFactor = 0.85, minFactorAfter = 0.77): GmxAdl {
  const pnlToPool = tradersPnl / poolUsd
  const enabled = pnlToPool > maxFactor
  return {enabled, pnlToPool, toRealise: enabled ? tradersPnl - minFactorAfter * poolUsd : 0}
}
