import type {Rule} from './rule.js'
import {ltvAboveThreshold} from './rules/ltv-above-threshold.js'
import {noChange} from './rules/no-change.js'
import {noOp} from './rules/no-op.js'
import {policyBounds} from './rules/policy-bounds.js'
import {thresholdTimesBonus} from './rules/threshold-times-bonus.js'
import {unknownAsset} from './rules/unknown-asset.js'

/** Every rule, in the order in which findings of one place are listed. */
export const RULES: readonly Rule[] = [
  unknownAsset,
  noChange,
  noOp,
  ltvAboveThreshold,
  thresholdTimesBonus,
  policyBounds,
]
