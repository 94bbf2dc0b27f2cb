import {PlimsollError} from '../../../errors.js'
import {encodeCall, type Argument, type SetterCall} from '../../encode-call.js'
import type {ProtocolRequest} from '../../model.js'
import {titleOf, type Entry} from '../../table-calls.js'
import {deploymentOf, findAsset} from '../deployments.js'
import {COLLATERAL, EMODE_COLLATERAL, PARAMETERS, TABLE} from '../parameters.js'
import {RATES} from '../rates/parameters.js'
import {stewardRefusal} from '../steward-refusals.js'
import {stewardOf, type StewardGeneration} from '../stewards.js'
import type {AaveSubject} from '../subject.js'
import {check} from './checks.js'

/** EngineFlags of the config engine: what a struct says for "leave it". */
const KEEP_CURRENT = 2n ** 256n - 1n - 42n
const KEEP_CURRENT_STRING = 'KEEP_CURRENT_STRING'

/** One function of the steward: an update of each thing that changes, in one call. */
interface Row {
  readonly ids: readonly string[]
  readonly fragment: string
  /** The struct, from what it is about and the values that it carries. */
  readonly struct: (about: bigint | string, values: readonly bigint[]) => readonly Argument[]
}

const SIDE = 'address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus'
const EMODE = 'uint8 eModeCategory, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, string label'

const collateralUntil37: Row = {
  ids: [...COLLATERAL, 'debtCeiling'],
  fragment: `function updateCollateralSide((${SIDE}, uint256 debtCeiling, uint256 liqProtocolFee)[] collateralUpdates)`,
  struct: (asset, values) => [asset, ...values, KEEP_CURRENT],
}
const caps: Row = {
  ids: ['supplyCap', 'borrowCap'],
  fragment: 'function updateCaps((address asset, uint256 supplyCap, uint256 borrowCap)[] capUpdates)',
  struct: (asset, values) => [asset, ...values],
}
const rates: Row = {
  ids: RATES,
  fragment:
    'function updateRates((address asset, (uint256 optimalUsageRatio, uint256 baseVariableBorrowRate, uint256 variableRateSlope1, uint256 variableRateSlope2) params)[] rateUpdates)',
  struct: (asset, values) => [asset, values],
}

/** The functions of each generation that set what proposals change. Source: RiskSteward.sol of aave-v3-risk-stewards. */
const ROWS: Readonly<Record<StewardGeneration, readonly Row[]>> = {
  A: [collateralUntil37, caps, rates],
  B: [
    collateralUntil37,
    caps,
    rates,
    {
      ids: EMODE_COLLATERAL,
      fragment: `function updateEModeCategories((${EMODE})[] eModeCategoryUpdates)`,
      struct: (category, values) => [category, ...values, KEEP_CURRENT_STRING],
    },
  ],
  C: [
    {
      ids: COLLATERAL,
      fragment: `function updateCollateralSide((${SIDE}, uint256 liqProtocolFee)[] collateralUpdates)`,
      struct: (asset, values) => [asset, ...values, KEEP_CURRENT],
    },
    caps,
    rates,
    {
      ids: EMODE_COLLATERAL,
      fragment: `function updateEModeCategories((${EMODE}, uint256 isolated)[] eModeCategoryUpdates)`,
      struct: (category, values) => [category, ...values, KEEP_CURRENT_STRING, KEEP_CURRENT],
    },
  ],
}

/** What the steward refuses whatever its limits are. */
function checkSteward({asset, values}: Entry<AaveSubject>, generation: StewardGeneration): void {
  const collateralSide = COLLATERAL.some((id) => values[id]?.changes)
  for (const {id} of PARAMETERS) {
    const value = values[id]
    if (!value) continue
    const refusal = stewardRefusal(asset, id, generation, {
      changes: value.changes,
      fromZero: value.before === 0n,
      toZero: value.after === 0n,
      collateralSide,
    })
    if (refusal) throw new PlimsollError('AAVE_NOT_FOR_STEWARD', refusal.message, {suggestions: [refusal.suggestion]})
  }
}

/** The engine writes the stored loan-to-value again when it is kept; on a frozen reserve the stored one is 0. */
function keptNote({asset, values}: Entry<AaveSubject>, ids: readonly string[]): string {
  if (!ids.includes('ltv') || values['ltv']?.changes || !COLLATERAL.some((id) => values[id]?.changes)) return ''
  return ` (the stored loan-to-value is written again: while ${asset} is frozen, 0% over the pending one)`
}

/** Calls of the risk steward: one a function, for all that changes. @throws AAVE_NO_STEWARD, AAVE_STEWARD_VERSION, AAVE_NOT_FOR_STEWARD */
export function stewardCalls(request: ProtocolRequest, entries: readonly Entry<AaveSubject>[]): SetterCall[] {
  const place = deploymentOf(request)
  const {address: to, generation} = stewardOf(place, request.protocol.version)
  for (const entry of entries) {
    checkSteward(entry, generation)
    check(entry)
  }
  return ROWS[generation].flatMap(({ids, fragment, struct}) => {
    const changed = entries.filter(({values}) => ids.some((id) => values[id]?.changes))
    if (changed.length === 0) return []
    const title = changed.map((entry) => titleOf(TABLE, entry, ids) + keptNote(entry, ids)).join('; ')
    const structs = changed.map(({subject: {scope}, values}) =>
      struct(
        scope.kind === 'category' ? BigInt(scope.category) : findAsset(place, scope.symbol).underlying,
        ids.map((id) => (values[id]?.changes ? values[id].after : KEEP_CURRENT)),
      ),
    )
    return [encodeCall({to, fragment, title}, [structs])]
  })
}
