import {bug, PlimsollError} from '../../errors.js'
import {toFixedPoint} from '../../units/fixed.js'
import {formatRatio} from '../../units/ratio.js'
import type {Rational} from '../../units/rational.js'
import {encodeCall, type Argument, type CallSetter, type SetterCall} from '../encode-call.js'
import type {Change, ProtocolRequest} from '../model.js'
import {inField, isSetting, textAfter, textBefore} from '../setting.js'
import {assetOf, ROUTES} from './definition.js'
import {deploymentOf, findAsset} from './deployments.js'
import {ON_CHAIN, PARAMETERS, parseParameter, showParameter, type ParameterId} from './parameters.js'
import {stewardRefusal} from './steward-refusals.js'
import {stewardOf, type StewardGeneration} from './stewards.js'

const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus'] as const
const CAPS = ['supplyCap', 'borrowCap'] as const
const TITLES = Object.fromEntries(PARAMETERS.map(({id, title}) => [id, title])) as Record<ParameterId, string>

/** A setting in the contract's own integers; the bonus as the premium. */
interface Value {
  readonly changes: boolean
  readonly before: bigint | undefined
  readonly after: bigint
  /** "82.50% -> 82%", "stays 5%". */
  readonly text: string
}

type Values = Readonly<Partial<Record<ParameterId, Value>>>

/** One change, read: which asset, and what happens to each of its parameters. */
interface Entry {
  readonly asset: string
  readonly underlying: string
  readonly values: Values
}

function valueOf(change: Change, id: ParameterId, asset: string): Value | undefined {
  const parameter = PARAMETERS.find((known) => known.id === id)
  const setting = change[id]
  if (!parameter || !isSetting(setting)) return undefined
  const show = (value: Rational) => showParameter(parameter, asset, value)
  return inField(`${asset} ${id}`, () => {
    const read = (text: string): bigint => toFixedPoint(parseParameter(parameter, asset, text), ON_CHAIN[id], show)
    const [before, after] = [textBefore(setting), textAfter(setting)]
    const changes = setting.to !== undefined
    return {
      changes,
      before: before === undefined ? undefined : read(before),
      after: read(after),
      text: !changes ? `stays ${after}` : before === undefined ? `becomes ${after}` : `${before} -> ${after}`,
    }
  })
}

function entriesOf(request: ProtocolRequest): Entry[] {
  const deployment = deploymentOf(request)
  const seen = new Set<string>()
  return request.changes.map((change) => {
    const asset = assetOf(change)
    const {underlying} = findAsset(deployment, asset)
    if (seen.has(asset)) {
      throw new PlimsollError(
        'AAVE_ASSET_TWICE',
        `${asset} is changed twice: the second change would undo the first.`,
        {
          suggestions: [`Put everything about ${asset} into one change.`],
        },
      )
    }
    seen.add(asset)
    const values = PARAMETERS.flatMap(({id}) => {
      const value = valueOf(change, id, asset)
      return value ? [[id, value] as const] : []
    })
    return {asset, underlying, values: Object.fromEntries(values)}
  })
}

/** "WETH: supply cap 1_800_000 WETH -> 2_000_000 WETH". */
function titleOf({asset, values}: Entry, ids: readonly ParameterId[]): string {
  const parts = ids.flatMap((id) => (values[id] ? [`${TITLES[id]} ${values[id].text}`] : []))
  return `${asset}: ${parts.join(', ')}`
}

const changesAny = ({values}: Entry, ids: readonly ParameterId[]): boolean => ids.some((id) => values[id]?.changes)

/** PercentageMath.percentMul: half-up. */
const percentMul = (value: bigint, bps: bigint): bigint => (value * bps + 5000n) / 10_000n

function wouldRevert(asset: string, what: string): PlimsollError {
  return new PlimsollError(
    'AAVE_WOULD_REVERT',
    `${asset}: ${what}; configureReserveAsCollateral would revert with InvalidReserveParams ('20' before Aave 3.4).`,
  )
}

/** What configureReserveAsCollateral requires of the three together; checks what the file says, kept values included. */
function checkCollateral({asset, values}: Entry): void {
  const {ltv, liquidationThreshold: threshold, liquidationBonus: bonus} = values
  const percent = (bps: bigint) => formatRatio({n: bps, d: 10_000n})
  if (ltv && threshold && ltv.after > threshold.after) {
    throw wouldRevert(
      asset,
      `loan-to-value ${percent(ltv.after)} is above the liquidation threshold ${percent(threshold.after)}`,
    )
  }
  if (!threshold || !bonus) return
  if (threshold.after === 0n && bonus.after !== 0n) {
    throw wouldRevert(asset, 'with a liquidation threshold of 0% the liquidation bonus must be 0% too')
  }
  if (threshold.after !== 0n && bonus.after === 0n) {
    throw wouldRevert(asset, 'the liquidation bonus must be above 0% while there is a liquidation threshold')
  }
  const covered = percentMul(threshold.after, 10_000n + bonus.after)
  if (covered > 10_000n) {
    const [lt, premium] = [percent(threshold.after), percent(bonus.after)]
    throw wouldRevert(
      asset,
      `liquidation threshold ${lt} x (100% + bonus ${premium}) is ${percent(covered)}, more than the collateral is worth`,
    )
  }
}

// ---- through: configurator

const CONFIGURE_COLLATERAL =
  'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)'
const SINGLE: readonly (readonly [ParameterId, string])[] = [
  ['supplyCap', 'function setSupplyCap(address asset, uint256 newSupplyCap)'],
  ['borrowCap', 'function setBorrowCap(address asset, uint256 newBorrowCap)'],
  ['reserveFactor', 'function setReserveFactor(address asset, uint256 newReserveFactor)'],
  ['liquidationProtocolFee', 'function setLiquidationProtocolFee(address asset, uint256 newFee)'],
]

function collateralCall(entry: Entry, to: string): SetterCall[] {
  if (!changesAny(entry, COLLATERAL)) return []
  const {ltv, liquidationThreshold: threshold, liquidationBonus: bonus} = entry.values
  if (!ltv || !threshold || !bonus) {
    const missing = COLLATERAL.filter((id) => !entry.values[id])
    throw new PlimsollError(
      'AAVE_INCOMPLETE',
      `${entry.asset}: configureReserveAsCollateral sets ${COLLATERAL.join(', ')} together, but ${missing.join(' and ')} ` +
        `${missing.length > 1 ? 'are' : 'is'} missing.`,
      {suggestions: missing.map((id) => `Add \`${id}: { keep: <the current value> }\`, or change it too.`)},
    )
  }
  checkCollateral(entry)
  const disables = threshold.after === 0n
  const title = titleOf(entry, COLLATERAL) + (disables ? ` (reverts while anyone supplies ${entry.asset})` : '')
  const stored = disables ? 0n : 10_000n + bonus.after
  return [
    encodeCall({to, fragment: CONFIGURE_COLLATERAL, title}, [entry.underlying, ltv.after, threshold.after, stored]),
  ]
}

function configuratorCalls(request: ProtocolRequest): SetterCall[] {
  const {configurator: to} = deploymentOf(request)
  return entriesOf(request).flatMap((entry) => [
    ...collateralCall(entry, to),
    ...SINGLE.flatMap(([id, fragment]) => {
      const value = entry.values[id]
      if (!value?.changes) return []
      return [encodeCall({to, fragment, title: titleOf(entry, [id])}, [entry.underlying, value.after])]
    }),
  ])
}

// ---- through: risk-steward

/** EngineFlags.KEEP_CURRENT. */
const KEEP_CURRENT = 2n ** 256n - 1n - 42n
const UPDATE_CAPS = 'function updateCaps((address asset, uint256 supplyCap, uint256 borrowCap)[] capUpdates)'
const UPDATE_COLLATERAL: Readonly<Record<StewardGeneration, string>> = {
  debtCeiling:
    'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 debtCeiling, uint256 liqProtocolFee)[] collateralUpdates)',
  plain:
    'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 liqProtocolFee)[] collateralUpdates)',
}

/** What the steward refuses whatever its limits are. */
function checkSteward({asset, values}: Entry): void {
  const collateralSide = COLLATERAL.some((id) => values[id]?.changes)
  for (const {id} of PARAMETERS) {
    const value = values[id]
    if (!value) continue
    const refusal = stewardRefusal(asset, id, {
      changes: value.changes,
      fromZero: value.before === 0n,
      toZero: value.after === 0n,
      collateralSide,
    })
    if (refusal) throw new PlimsollError('AAVE_NOT_FOR_STEWARD', refusal.message, {suggestions: [refusal.suggestion]})
  }
}

/** The engine writes the stored loan-to-value again when it is kept; on a frozen reserve the stored one is 0. */
function stewardNote({asset, values}: Entry, ids: readonly ParameterId[]): string {
  if (!ids.includes('ltv') || values.ltv?.changes) return ''
  return ` (the stored loan-to-value is written again: while ${asset} is frozen, 0% over the pending one)`
}

function stewardCalls(request: ProtocolRequest): SetterCall[] {
  const deployment = deploymentOf(request)
  const {address: to, generation} = stewardOf(deployment, request.protocol.version)
  const entries = entriesOf(request)
  for (const entry of entries) {
    checkSteward(entry)
    if (changesAny(entry, COLLATERAL)) checkCollateral(entry)
  }
  const wanted = ({values}: Entry, id: ParameterId): bigint => (values[id]?.changes ? values[id].after : KEEP_CURRENT)
  const call = (ids: readonly ParameterId[], fragment: string, tail: readonly Argument[]): SetterCall[] => {
    const changed = entries.filter((entry) => changesAny(entry, ids))
    if (changed.length === 0) return []
    const title = changed.map((entry) => titleOf(entry, ids) + stewardNote(entry, ids)).join('; ')
    const structs = changed.map((entry) => [entry.underlying, ...ids.map((id) => wanted(entry, id)), ...tail])
    return [encodeCall({to, fragment, title}, [structs])]
  }
  const tail = generation === 'debtCeiling' ? [KEEP_CURRENT, KEEP_CURRENT] : [KEEP_CURRENT]
  return [...call(COLLATERAL, UPDATE_COLLATERAL[generation], tail), ...call(CAPS, UPDATE_CAPS, [])]
}

/** Aave v3: a proposal's changes as calls of the PoolConfigurator or of the RiskSteward. */
export const aaveV3Setter: CallSetter = {
  name: 'aave-v3',
  calls(request) {
    if (Object.keys(request.contracts ?? {}).length > 0) {
      throw new PlimsollError(
        'AAVE_CONTRACTS',
        'aave-v3 takes its addresses from the address book, not from `contracts:`.',
        {
          suggestions: ['Remove `contracts:`, or use the protocol `custom` for a market of your own.'],
        },
      )
    }
    switch (request.protocol.through) {
      case 'configurator': {
        return configuratorCalls(request)
      }
      case 'risk-steward': {
        return stewardCalls(request)
      }
      default: {
        throw bug(`through: ${String(request.protocol.through)} passed the schema (${ROUTES.join(', ')})`)
      }
    }
  },
}
