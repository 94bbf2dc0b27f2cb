import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'
import type {FileRule, Rule, RuleText} from './rule.js'
import {addressChecksum} from './rules/address-checksum.js'
import {addressOfAnotherChain} from './rules/address-of-another-chain.js'
import {capJump} from './rules/cap-jump.js'
import {capRemoved} from './rules/cap-removed.js'
import {carriageReturns} from './rules/carriage-returns.js'
import {changeNotTold} from './rules/change-not-told.js'
import {changedTwice} from './rules/changed-twice.js'
import {contractTwice} from './rules/contract-twice.js'
import {dateInFuture} from './rules/date-in-future.js'
import {dateOutsideSeries} from './rules/date-outside-series.js'
import {datesReversed} from './rules/dates-reversed.js'
import {discussionLink} from './rules/discussion-link.js'
import {doesNotFit} from './rules/does-not-fit.js'
import {finalNewline} from './rules/final-newline.js'
import {fromMissing} from './rules/from-missing.js'
import {gasRefund} from './rules/gas-refund.js'
import {hiddenCharacters} from './rules/hidden-characters.js'
import {impossibleConfidence} from './rules/impossible-confidence.js'
import {incompleteCall} from './rules/incomplete-call.js'
import {lookAlikeLetters} from './rules/look-alike-letters.js'
import {ltvAboveThreshold} from './rules/ltv-above-threshold.js'
import {marginOrder} from './rules/margin-order.js'
import {noChange} from './rules/no-change.js'
import {noCriteria} from './rules/no-criteria.js'
import {noOp} from './rules/no-op.js'
import {nonceMissing} from './rules/nonce-missing.js'
import {notAnAccount} from './rules/not-an-account.js'
import {otherSeries} from './rules/other-series.js'
import {outOfRange} from './rules/out-of-range.js'
import {pendingConflict} from './rules/pending-conflict.js'
import {pendingNonce} from './rules/pending-nonce.js'
import {placeholder} from './rules/placeholder.js'
import {policyBounds} from './rules/policy-bounds.js'
import {proseDirection} from './rules/prose-direction.js'
import {proseNumber} from './rules/prose-number.js'
import {refusedByAuthority} from './rules/refused-by-authority.js'
import {requireLacksInput} from './rules/require-lacks-input.js'
import {reserveFactorExtreme} from './rules/reserve-factor-extreme.js'
import {roleUnit} from './rules/role-unit.js'
import {scaleSlip} from './rules/scale-slip.js'
import {summaryMissing} from './rules/summary-missing.js'
import {thinGap} from './rules/thin-gap.js'
import {thresholdTimesBonus} from './rules/threshold-times-bonus.js'
import {titleElsewhere} from './rules/title-elsewhere.js'
import {toxicFrontier} from './rules/toxic-frontier.js'
import {trailingBlanks} from './rules/trailing-blanks.js'
import {unfitArgument} from './rules/unfit-argument.js'
import {unknownAsset} from './rules/unknown-asset.js'
import {unknownFunction} from './rules/unknown-function.js'
import {unknownRoute} from './rules/unknown-route.js'
import {unusedContract} from './rules/unused-contract.js'
import {unusualValue} from './rules/unusual-value.js'
import {weakConfidence} from './rules/weak-confidence.js'
import {weakCriterion} from './rules/weak-criterion.js'
import {wrongAuthority} from './rules/wrong-authority.js'
import {wrongChain} from './rules/wrong-chain.js'
import {wrongToken} from './rules/wrong-token.js'
import {zeroAddress} from './rules/zero-address.js'
import {zeroBonus} from './rules/zero-bonus.js'
import {SCHEMA_RULES} from './schema-rules.js'

/** Every rule, in the order in which findings of one place are listed. */
export const RULES: readonly (FileRule | Rule)[] = [
  carriageReturns,
  trailingBlanks,
  finalNewline,
  hiddenCharacters,
  lookAlikeLetters,
  placeholder,
  summaryMissing,
  discussionLink,
  titleElsewhere,
  proseNumber,
  proseDirection,
  changeNotTold,
  wrongChain,
  unknownRoute,
  unknownAsset,
  unknownFunction,
  unfitArgument,
  changedTwice,
  noChange,
  noOp,
  fromMissing,
  scaleSlip,
  outOfRange,
  doesNotFit,
  unusualValue,
  wrongToken,
  capRemoved,
  capJump,
  reserveFactorExtreme,
  roleUnit,
  ltvAboveThreshold,
  thinGap,
  thresholdTimesBonus,
  toxicFrontier,
  zeroBonus,
  marginOrder,
  incompleteCall,
  refusedByAuthority,
  wrongAuthority,
  addressChecksum,
  zeroAddress,
  notAnAccount,
  addressOfAnotherChain,
  contractTwice,
  unusedContract,
  nonceMissing,
  gasRefund,
  datesReversed,
  dateInFuture,
  dateOutsideSeries,
  otherSeries,
  noCriteria,
  weakCriterion,
  weakConfidence,
  impossibleConfidence,
  requireLacksInput,
  policyBounds,
  pendingConflict,
  pendingNonce,
]

/** Everything that a finding may name, described. */
export const RULE_TEXTS: readonly RuleText[] = [...SCHEMA_RULES, ...RULES]

/** @throws CHECK_UNKNOWN_RULE when there is none of that name. */
export function ruleNamed(id: string): RuleText {
  const found = RULE_TEXTS.find((rule) => rule.id === id)
  if (found) return found
  const ids = RULE_TEXTS.map((rule) => rule.id)
  const close = nearest(id, ids)
  throw new PlimsollError('CHECK_UNKNOWN_RULE', `There is no rule called \`${id}\`.`, {
    suggestions: [
      close.length > 0 ? `Did you mean ${close.join(' or ')}?` : '`plimsoll check --list-rules` lists them.',
    ],
  })
}
