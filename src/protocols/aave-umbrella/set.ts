import {checkedAddress} from '../checked-address.js'
import type {CallSetter} from '../encode-call.js'
import {inField} from '../setting.js'
import {addressText} from '../spelling.js'
import {refusalsOf} from './refusals.js'
import {callsOfEntry, entriesOf, type SetRow} from '../table-calls.js'
import {TABLE, type UmbrellaSubject} from './parameters.js'

type Row = SetRow<UmbrellaSubject>

const to = ({place}: UmbrellaSubject): string => place.umbrella

const ROWS: readonly Row[] = [
  {
    ids: ['liquidationFee', 'priceOracle'],
    fragment:
      'function updateSlashingConfigs((address reserve, address umbrellaStake, uint256 liquidationFee, address umbrellaStakeUnderlyingOracle)[] slashingConfigs)',
    to,
    args: ([fee = 0n, oracle = 0n], {reserve, stake}) => [
      [[reserve.underlying, stake().token, fee, addressText(oracle)]],
    ],
  },
  {
    ids: ['deficitOffset'],
    fragment: 'function setDeficitOffset(address reserve, uint256 newDeficitOffset)',
    to,
    args: ([value = 0n], {reserve}) => [reserve.underlying, value],
  },
  {
    ids: ['cooldown'],
    fragment: 'function setCooldownStk((address umbrellaStake, uint256 newCooldown)[] cooldownConfigs)',
    to,
    args: ([value = 0n], {stake}) => [[[stake().token, value]]],
  },
  {
    ids: ['unstakeWindow'],
    fragment: 'function setUnstakeWindowStk((address umbrellaStake, uint256 newUnstakeWindow)[] unstakeWindowConfigs)',
    to,
    args: ([value = 0n], {stake}) => [[[stake().token, value]]],
  },
]

/** Aave Umbrella: calls of its default admin. */
export const aaveUmbrellaSetter: CallSetter = {
  name: 'aave-umbrella',
  calls(request) {
    for (const [name, {address}] of Object.entries(request.contracts ?? {}))
      inField(`contracts.${name}`, () => checkedAddress(address))
    const [refused] = refusalsOf(request)
    if (refused) throw refused.error
    return entriesOf(TABLE, request).flatMap((entry) => callsOfEntry(TABLE, ROWS, entry))
  },
}
