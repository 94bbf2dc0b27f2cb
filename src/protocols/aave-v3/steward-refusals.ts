import {GENERATION_OF, type StewardGeneration} from './stewards.js'

/** One setting of a change through the risk steward, as far as the steward's fixed rules look at it. */
export interface StewardSetting {
  readonly changes: boolean
  /** The value before, or after, is known to be 0. */
  readonly fromZero: boolean
  readonly toZero: boolean
  /** Whether the change updates the collateral side (loan-to-value, threshold or bonus) at all. */
  readonly collateralSide: boolean
}

const EMODE: readonly string[] = ['eModeLtv', 'eModeLiquidationThreshold', 'eModeLiquidationBonus']
const RATES: readonly string[] = [
  'optimalUsageRatio',
  'baseVariableBorrowRate',
  'variableRateSlope1',
  'variableRateSlope2',
]
const COLLATERAL: readonly string[] = ['ltv', 'liquidationThreshold', 'liquidationBonus']
/** Their limits are shares of the current value. */
const RELATIVE: readonly string[] = ['supplyCap', 'borrowCap', 'debtCeiling']
/** Their structs carry these, and the steward requires KEEP_CURRENT of them (ParamChangeNotAllowed). */
const CARRIED: readonly string[] = ['liquidationProtocolFee', 'eModeLabel', 'eModeIsolated']

/** Why a steward of this generation cannot set a parameter at all; undefined when it can. */
export function notForStewards(id: string, generation: StewardGeneration): string | undefined {
  if (CARRIED.includes(id)) return 'the risk steward requires KEEP_CURRENT for it'
  if (EMODE.includes(id) && generation === 'A') return 'the risk steward for Aave 3.1 has no function for eModes'
  if (id === 'debtCeiling' && generation === 'C') return 'the risk steward for Aave 3.7 has no debt ceiling'
  const known = [...COLLATERAL, ...RELATIVE, ...RATES, ...EMODE].includes(id)
  return known ? undefined : 'the risk steward has no function for it'
}

/**
 * What the RiskSteward refuses whatever limits its owner has set, and what to do about it; undefined when nothing.
 * Source: RiskSteward.sol of aave-dao/aave-v3-risk-stewards (_validateCapsUpdate, _validateCollateralsUpdate,
 * _validateEModeCategoryUpdate, _validateRatesUpdate, _updateWithinAllowedRange), the same in all generations, and the
 * engine's skip of entries whose stored threshold is 0.
 */
export function stewardRefusal(
  asset: string,
  id: string,
  generation: StewardGeneration,
  {changes, fromZero, toZero, collateralSide}: StewardSetting,
): {message: string; suggestion: string} | undefined {
  if (id === 'liquidationThreshold' && collateralSide && fromZero) {
    return {
      message: `${asset} is not collateral now (liquidation threshold 0%): the risk steward reverts on any update of its collateral side.`,
      suggestion: 'Make it collateral `through: configurator`.',
    }
  }
  if (!changes) return undefined
  const why = notForStewards(id, generation)
  if (why !== undefined) {
    return {
      message: `${asset}: ${id} cannot be changed by the risk steward (${GENERATION_OF[generation]}): ${why}.`,
      suggestion: 'Make that change `through: configurator`, in a proposal of its own.',
    }
  }
  if (toZero && !RATES.includes(id)) {
    return {
      message: `${asset}: the risk steward cannot set ${id} to 0; it would revert with InvalidUpdateToZero.`,
      suggestion: 'Make that change `through: configurator`.',
    }
  }
  if (fromZero && RELATIVE.includes(id)) {
    const what = id === 'debtCeiling' ? 'not isolated' : 'no cap'
    return {
      message: `${asset}: ${id} is 0 (${what}) now; limits are relative to it, so the risk steward would revert with UpdateNotInRange.`,
      suggestion: 'Set the first one `through: configurator`.',
    }
  }
  if (fromZero && EMODE.includes(id)) {
    return {
      message: `${asset}: ${id} is 0% now, as in a category that does not exist: the engine would revert with INVALID_UPDATE.`,
      suggestion: 'Create the category `through: configurator`.',
    }
  }
  return undefined
}
