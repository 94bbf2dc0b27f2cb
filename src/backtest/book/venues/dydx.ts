/**
 * dYdX v4 (dydxprotocol/v4-chain: x/perpetuals/types/liquidity_tier.go, x/clob/keeper/liquidations.go), in floating point.
 * Golden `defi_formulas`: dydxOimf, dydxFillable, dydxInsuranceDelta.
 */

/** Initial margin fraction after open-interest scaling: `base + (1 - base) (OI - low) / (up - low)`, kept in [base, 1]. */
export function effectiveInitialMargin({
  base,
  lowerCap,
  openInterest,
  upperCap,
}: {
  readonly base: number
  readonly lowerCap: number
  readonly upperCap: number
  readonly openInterest: number
}): number {
  if (upperCap === 0 || openInterest <= lowerCap) return base // no cap: no scaling
  if (openInterest >= upperCap) return 1
  return base + ((1 - base) * (openInterest - lowerCap)) / (upperCap - lowerCap)
}

export interface Subaccount {
  /** Signed base units. */
  readonly size: number
  readonly oraclePrice: number
  /** Signed quote balance: a long that borrowed has a negative one. */
  readonly quoteBalance: number
  readonly maintenanceFraction: number
}

export interface FillablePriceConfig {
  /** 1 on the live network. */
  readonly bankruptcyAdjustment: number
  /** 1.5 at network genesis; the repository's default is 0.1. */
  readonly spreadToMaintenance: number
}

/**
 * The worst price a liquidation order may fill at: `(PNNV - ABR x SMMR x PMMR) / PS`, with the bankruptcy rating
 * `ABR = clamp(BA (1 - TNC / TMMR), 0, 1)`. A single-position subaccount.
 */
export function fillablePrice(
  {maintenanceFraction, oraclePrice, quoteBalance, size}: Subaccount,
  {bankruptcyAdjustment, spreadToMaintenance}: FillablePriceConfig,
): {readonly bankruptcyRating: number; readonly price: number} {
  const netNotional = size * oraclePrice
  const maintenance = Math.abs(netNotional) * maintenanceFraction
  const netCollateral = quoteBalance + netNotional
  const rating = Math.min(1, Math.max(0, bankruptcyAdjustment * (1 - netCollateral / maintenance)))
  return {bankruptcyRating: rating, price: (netNotional - rating * spreadToMaintenance * maintenance) / size}
}

/** The price at which nothing is left: `-quoteBalance / size`. */
export function bankruptcyPrice({quoteBalance, size}: Pick<Subaccount, 'quoteBalance' | 'size'>): number {
  return -quoteBalance / size
}

/**
 * What a fill adds to the insurance fund (negative: what it takes): proceeds over the bankruptcy price, at most `maxFee`
 * of the notional filled.
 */
export function insuranceFundDelta(
  account: Pick<Subaccount, 'quoteBalance' | 'size'>,
  fillPrice: number,
  maxFee: number,
): number {
  const delta = account.size * fillPrice + account.quoteBalance
  return delta <= 0 ? delta : Math.min(Math.abs(account.size) * fillPrice * maxFee, delta)
}
