/** One loan against a price that its own liquidation moves. */
export interface CascadePosition {
  readonly units: number
  readonly debt: number
  readonly liquidationThreshold: number
}

export interface CascadeRound {
  /** Indices of the positions that this round liquidates. */
  readonly liquidated: readonly number[]
  readonly sold: number
  readonly price: number
}

export interface CascadeOutcome {
  readonly rounds: readonly CascadeRound[]
  readonly finalPrice: number
  readonly totalSold: number
  /** What the liquidated positions' collateral does not cover at the final price. */
  readonly badDebt: number
}

/**
 * A shock, the liquidations it causes, the price they cause, and so on: the least fixed point of a monotone map, reached
 * in at most as many rounds as there are positions. Every liquidation sells all its units and moves the price down by
 * `impactPerUnit` of the price before the shock. METHODS 4.4; golden `defi_formulas.cascade`.
 */
export function cascade(
  positions: readonly CascadePosition[],
  {
    impactPerUnit,
    shock,
    startPrice,
  }: {readonly startPrice: number; readonly shock: number; readonly impactPerUnit: number},
): CascadeOutcome {
  const gone = new Set<number>()
  const rounds: CascadeRound[] = []
  let totalSold = 0
  let price = startPrice * (1 - shock)
  for (;;) {
    const liquidated = [...positions.keys()].filter((i) => {
      const {debt, liquidationThreshold, units} = positions[i] as CascadePosition
      return !gone.has(i) && units * price * liquidationThreshold < debt
    })
    if (liquidated.length === 0) break
    let sold = 0
    for (const i of liquidated) {
      gone.add(i)
      sold += (positions[i] as CascadePosition).units
    }
    totalSold += sold
    price = startPrice * Math.max(0, 1 - shock - impactPerUnit * totalSold)
    rounds.push({liquidated, price, sold})
  }
  let badDebt = 0
  for (const i of gone) {
    const {debt, units} = positions[i] as CascadePosition
    badDebt += Math.max(0, debt - units * price)
  }
  return {badDebt, finalPrice: price, rounds, totalSold}
}

/**
 * How much further a small shock falls because of the liquidations it causes: `1 / (1 - kappa)`, with `kappa` = impact
 * slope x liquidatable density. From 1 on the cascade feeds itself until there is nothing left to liquidate: Infinity.
 */
export function amplificationFactor(kappa: number): number {
  return kappa >= 1 ? Infinity : 1 / (1 - kappa)
}

/**
 * Kappa of a book just below a price: units that a fall by `width` liquidates, over that fall, times what the sale of one
 * unit moves the price. 1 or more means runaway.
 * @param thresholds the price at which each position is liquidated, in any order
 * @param slope quote units of price per base unit sold
 */
export function cascadeKappa(
  thresholds: Float64Array,
  units: Float64Array,
  {price, slope, width}: {readonly price: number; readonly slope: number; readonly width: number},
): number {
  const floor = price * (1 - width)
  let within = 0
  for (let i = 0; i < thresholds.length; i++) {
    const threshold = thresholds[i] as number
    if (threshold <= price && threshold > floor) within += units[i] as number
  }
  return (slope * within) / (price - floor)
}
