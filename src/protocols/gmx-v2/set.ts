import {AbiCoder, concat, keccak256} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {checkedAddress} from '../checked-address.js'
import {encodeCall, type Argument, type CallSetter, type SetterCall} from '../encode-call.js'
import type {SetValue} from '../governed.js'
import {inField} from '../setting.js'
import {entriesOf, titleOf, type Entry} from '../table-calls.js'
import type {KeyPart} from './keys.js'
import {PARAMETERS, TABLE, type GmxParameter, type GmxSubject} from './parameters.js'

const coder = AbiCoder.defaultAbiCoder()

const baseKeys = new Map<string, string>()

/** keccak256(abi.encode(name)): the string encoded with its length, not packed. */
export function baseKey(name: string): string {
  const found = baseKeys.get(name) ?? keccak256(coder.encode(['string'], [name]))
  baseKeys.set(name, found)
  return found
}

/** By their types and values: each market has one for every shape of key. */
const datas = new Map<string, string>()

function encodedPart(part: KeyPart, {token}: GmxSubject): readonly [type: string, value: Argument] {
  if (typeof part === 'boolean') return ['bool', part]
  if (typeof part === 'string') return ['address', token(part).address]
  return ['bytes32', baseKey(`MAX_PNL_FACTOR_FOR_${part.pnl}`)]
}

/**
 * What stands behind the base key: the market and the parts, or nothing. The kind of PnL comes before the market
 * (Keys.maxPnlFactorKey), everything else after it.
 */
export function keyData(parts: readonly KeyPart[], subject: GmxSubject): string {
  const {market} = subject
  if (market === undefined) return '0x'
  const encoded = parts.map((part) => encodedPart(part, subject))
  const at = parts.findIndex((part) => typeof part === 'object') + 1
  const all = encoded.toSpliced(at, 0, ['address', market])
  const name = all.join(' ')
  const found =
    datas.get(name) ??
    coder.encode(
      all.map(([type]) => type),
      all.map(([, value]) => value),
    )
  datas.set(name, found)
  return found
}

/** Where the DataStore keeps a value. */
export const fullKey = (name: string, data: string): string =>
  data === '0x' ? baseKey(name) : keccak256(concat([baseKey(name), data]))

const SET_UINT = 'function setUint(bytes32 baseKey, bytes data, uint256 value)'
const SET_BOOL = 'function setBool(bytes32 baseKey, bytes data, bool value)'

function callOf(parameter: GmxParameter, entry: Entry<GmxSubject>): SetterCall[] {
  const {id, key, parts, kind} = parameter
  const value = entry.values[id]
  if (!value?.changes) return []
  const isSwitch = kind === 'boolean'
  const to = entry.subject.place.config
  const title = titleOf(TABLE, entry, [id])
  const last: Argument = isSwitch ? value.after === 1n : value.after
  return [
    encodeCall({to, fragment: isSwitch ? SET_BOOL : SET_UINT, title}, [
      baseKey(key),
      keyData(parts, entry.subject),
      last,
    ]),
  ]
}

const GREATEST = 'maxFundingFactorPerSecond'
const LEAST = 'minFundingFactorPerSecond'

/**
 * The Config checks the greatest and the least funding against each other, call by call. Where either is lowered the least goes
 * first: it stays below the greatest of before, and the greatest then lands above it. Otherwise the greatest goes first.
 */
function ordered({values}: Entry<GmxSubject>): readonly GmxParameter[] {
  const [greatest, least] = [values[GREATEST], values[LEAST]]
  const lowered = (value: SetValue | undefined): boolean => value?.before !== undefined && value.after < value.before
  return lowered(greatest) || lowered(least) ? moved(LEAST, GREATEST) : PARAMETERS
}

function moved(first: string, second: string): readonly GmxParameter[] {
  const others = PARAMETERS.filter(({id}) => id !== first)
  const at = others.findIndex(({id}) => id === second)
  return others.toSpliced(at, 0, ...PARAMETERS.filter(({id}) => id === first))
}

function checkFunding({asset, values}: Entry<GmxSubject>): void {
  const [greatest, least] = [values[GREATEST], values[LEAST]]
  if (!greatest || !least || least.after <= greatest.after) return
  throw new PlimsollError(
    'GMX_WOULD_REVERT',
    `${asset}: the least funding per second is above the greatest; setUint would revert with ConfigValueExceedsAllowedRange.`,
  )
}

/** GMX v2: one call of the Config for each value. */
export const gmxV2Setter: CallSetter = {
  name: 'gmx-v2',
  calls(request) {
    for (const [name, {address}] of Object.entries(request.contracts ?? {}))
      inField(`contracts.${name}`, () => checkedAddress(address))
    const entries = entriesOf(TABLE, request)
    for (const entry of entries) checkFunding(entry)
    return entries.flatMap((entry) => ordered(entry).flatMap((parameter) => callOf(parameter, entry)))
  },
}
