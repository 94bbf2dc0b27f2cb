import type {ParameterId} from './parameters.js'

/** One setting of a change through the risk steward, as far as the steward's fixed rules look at it. */
export interface StewardSetting {
  readonly changes: boolean
  /** The value before, or after, is known to be 0. */
  readonly fromZero: boolean
  readonly toZero: boolean
  /** Whether the change updates the collateral side (loan-to-value, threshold or bonus) at all. */
  readonly collateralSide: boolean
}

/**
 * What the RiskSteward refuses whatever limits its owner has set, and what to do about it; undefined when nothing.
 * Source: RiskSteward.sol of aave-dao/aave-v3-risk-stewards (_validateCapsUpdate, _validateCollateralsUpdate,
 * _updateWithinAllowedRange) and the engine's skip of entries whose stored threshold is 0.
 */
export function stewardRefusal(
  asset: string,
  id: ParameterId,
  {changes, fromZero, toZero, collateralSide}: StewardSetting,
): {message: string; suggestion: string} | undefined {
  if (id === 'liquidationThreshold' && collateralSide && fromZero) {
    return {
      message: `${asset} is not collateral now (liquidation threshold 0%): the risk steward reverts on any update of its collateral side.`,
      suggestion: 'Make it collateral `through: configurator`.',
    }
  }
  if (!changes) return undefined
  if (id === 'reserveFactor' || id === 'liquidationProtocolFee') {
    const why =
      id === 'reserveFactor'
        ? 'the risk steward has no function for it'
        : 'the risk steward requires KEEP_CURRENT for it'
    return {
      message: `${asset}: ${id} cannot be changed by the risk steward: ${why}.`,
      suggestion: 'Make that change `through: configurator`, in a proposal of its own.',
    }
  }
  if (toZero) {
    return {
      message: `${asset}: the risk steward cannot set ${id} to 0; it would revert with InvalidUpdateToZero.`,
      suggestion: 'Make that change `through: configurator`.',
    }
  }
  if (fromZero && (id === 'supplyCap' || id === 'borrowCap')) {
    return {
      message: `${asset}: ${id} is 0 (no cap) now; limits are relative to it, so the risk steward would revert with UpdateNotInRange.`,
      suggestion: 'Set the first cap `through: configurator`.',
    }
  }
  return undefined
}
