import {bug, PlimsollError} from '../../errors.js'
import {checkedAddress} from '../checked-address.js'
import type {CallSetter} from '../encode-call.js'
import type {Change} from '../model.js'
import {inField} from '../setting.js'
import {addressText} from '../spelling.js'
import {callsOfEntry, entriesOf, type Entry, type SetRow} from '../table-calls.js'
import {assertNames, scopeOf} from './deployments.js'
import {PACKS} from './packs.js'
import {TABLE, type SynthetixSubject} from './parameters.js'

type Row = SetRow<SynthetixSubject>

/** A function whose arguments are the id of what the change is about, where it has one, and the values in order. */
function setter(name: string, ids: readonly string[], types: readonly string[]): Row {
  if (types.length - ids.length > 1) throw bug(`${name} has more arguments than its parameters`)
  return {
    ids,
    fragment: `function ${name}(${types.map((type, index) => `${type} a${index}`).join(', ')})`,
    to: ({place}) => place.proxy,
    args: (values, {id}) => [
      ...(types.length > ids.length ? [id] : []),
      ...values.map((value, index) =>
        types[index + types.length - ids.length] === 'address' ? addressText(value) : value,
      ),
    ],
  }
}

const pack = (first: string): readonly string[] => PACKS.find(([id]) => id === first) ?? []
const many = (type: string, count: number): string[] => Array.from({length: count}, () => type)

const ROWS: readonly Row[] = [
  setter('setLiquidationParameters', pack('initialMarginRatio'), ['uint128', ...many('uint256', 5)]),
  setter('setMaxLiquidationParameters', pack('liquidationLimitMultiplier'), [
    'uint128',
    ...many('uint256', 3),
    'address',
  ]),
  setter('setMaxMarketSize', ['maxMarketSize'], ['uint128', 'uint256']),
  setter('setMaxMarketValue', ['maxMarketValue'], ['uint128', 'uint256']),
  setter('setOrderFees', pack('makerFee'), ['uint128', 'uint256', 'uint256']),
  setter('setFundingParameters', pack('skewScale'), ['uint128', 'uint256', 'uint256']),
  setter('setLockedOiRatio', ['lockedOiRatio'], ['uint128', 'uint256']),
  setter('setKeeperRewardGuards', pack('minKeeperReward'), many('uint256', 4)),
  setter('setPerAccountCaps', pack('maxPositionsPerAccount'), many('uint128', 2)),
  setter('setInterestRateParameters', pack('lowUtilizationGradient'), many('uint128', 3)),
  setter('setCollateralLiquidateRewardRatio', ['collateralLiquidateRewardRatio'], ['uint128']),
  setter('setCollateralConfiguration', pack('maxCollateralAmount'), ['uint128', ...many('uint256', 4)]),
]

/** What the setters refuse whoever calls them. */
function check({asset, values}: Entry<SynthetixSubject>): void {
  const above = (low: string, high: string): boolean => {
    const [a, b] = [values[low], values[high]]
    return a !== undefined && b !== undefined && a.after > b.after
  }
  const refuse = (what: string, error: string): PlimsollError =>
    new PlimsollError('SYNTHETIX_WOULD_REVERT', `${asset}: ${what}; the call would revert with ${error}.`)
  if (above('minKeeperReward', 'maxKeeperReward'))
    throw refuse('the least keeper reward is above the greatest', 'InvalidParameter')
  if (above('lowUtilizationGradient', 'highUtilizationGradient'))
    throw refuse('the low gradient is above the high one', 'InvalidInterestRateParameters')
}

const about = (change: Change): string => {
  const {scope, id} = scopeOf(change)
  return `${scope} ${id}`
}

/** Synthetix v3 perps: calls of the owner on the perps market's router. */
export const synthetixV3Setter: CallSetter = {
  name: 'synthetix-v3',
  calls(request) {
    for (const [name, {address}] of Object.entries(request.contracts ?? {}))
      inField(`contracts.${name}`, () => checkedAddress(address))
    assertNames(request)
    const entries = entriesOf(TABLE, request, about)
    for (const entry of entries) check(entry)
    return entries.flatMap((entry) => callsOfEntry(TABLE, ROWS, entry))
  },
}
