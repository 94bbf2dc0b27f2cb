/** What Aave Umbrella takes from stakers of one reserve for one deficit. All in units of the reserve's asset. */
export interface UmbrellaSlash {
  /** Deficit that stakers answer for: beyond what is pending already and beyond the offset that the DAO bears. */
  readonly slashable: number
  /** Taken from the stake, the fee included. */
  readonly slashed: number
  /** Slashable deficit that the stake could not cover. */
  readonly uncovered: number
}

export interface UmbrellaState {
  readonly poolDeficit: number
  /** Covered by slashes before, not yet eliminated in the pool. */
  readonly pendingDeficit: number
  readonly deficitOffset: number
  /** Charged on top of the deficit, a fraction. */
  readonly liquidationFee: number
  readonly stake: number
}

/**
 * `min((poolDeficit - pending - offset)+ (1 + fee), stake)`; one stake token serves one reserve, there is no cross-cover.
 * Source: aave-dao/aave-umbrella 759147d, Umbrella.sol `slash` and `_slashAsset`; integer rounding is left out.
 */
export function umbrellaSlash(state: UmbrellaState): UmbrellaSlash {
  const {deficitOffset, liquidationFee, pendingDeficit, poolDeficit, stake} = state
  const slashable = Math.max(0, poolDeficit - pendingDeficit - deficitOffset)
  const slashed = Math.min(slashable * (1 + liquidationFee), stake)
  return {slashable, slashed, uncovered: Math.max(0, slashable - slashed / (1 + liquidationFee))}
}

/**
 * Rewards that Umbrella emits in all, per unit of time, at a stake of `assets`: `(2E - E a/T) a/T` up to the target T,
 * linearly down to 80% of E at 1.2 T, flat beyond. Source: aave-umbrella, EmissionMath.sol; README, "Emission curve".
 * @param maximum E, emission at the target
 */
export function umbrellaEmission(maximum: number, target: number, assets: number): number {
  const ratio = assets / target
  if (ratio <= 1) return (2 * maximum - maximum * ratio) * ratio
  if (ratio <= 1.2) return maximum * (1 - (ratio - 1))
  return 0.8 * maximum
}
