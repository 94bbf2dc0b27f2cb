import {FunctionFragment, type ParamType} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {toFixedPoint} from '../../units/fixed.js'
import {checkedAddress} from '../checked-address.js'
import {encodeCall, type Argument, type CallSetter, type SetterCall} from '../encode-call.js'
import type {Change, NamedContract, ProtocolRequest} from '../model.js'
import {nearest} from '../../nearest.js'
import {inField, isSetting, textAfter, textBefore} from '../setting.js'
import {argumentsOf, type CustomSetting} from './definition.js'
import {integerRange, literal} from './literals.js'
import {customUnit, parseCustom} from './units.js'

function fragmentsOf(contract: string, abi: readonly string[] | undefined): FunctionFragment[] {
  if (!abi || abi.length === 0) {
    throw new PlimsollError('CUSTOM_NO_ABI', `The contract \`${contract}\` has no \`abi:\`.`, {
      suggestions: ['List the functions to call, as in `abi: ["function setFee(uint256 fee)"]`.'],
    })
  }
  return abi.map((text) => {
    try {
      if (!/^\s*function\s/.test(text)) throw new Error('no function')
      return FunctionFragment.from(text)
    } catch {
      throw new PlimsollError('CUSTOM_BAD_FRAGMENT', `\`${text}\` in the abi of \`${contract}\` is not a function.`, {
        suggestions: ['Write it as Solidity does, as in `function setFee(bytes32 id, uint256 fee)`.'],
      })
    }
  })
}

/** The one function that a change names, by name or by signature. */
function findFunction(contract: string, fragments: readonly FunctionFragment[], wanted: string): FunctionFragment {
  const signature = wanted.replaceAll(/\s/g, '')
  const found = fragments.filter((fragment) => fragment.name === wanted || fragment.format('sighash') === signature)
  const [only, ...others] = found
  const known = fragments.map((fragment) => fragment.format('sighash'))
  if (only && others.length === 0) return only
  if (only) {
    throw new PlimsollError('CUSTOM_AMBIGUOUS', `\`${contract}\` has several functions called \`${wanted}\`.`, {
      suggestions: [`Name the whole signature: ${found.map((fragment) => fragment.format('sighash')).join(' or ')}.`],
    })
  }
  throw new PlimsollError('CUSTOM_UNKNOWN_FUNCTION', `The abi of \`${contract}\` has no function \`${wanted}\`.`, {
    suggestions: [`It has ${known.join(', ')}.`],
  })
}

function findContract(request: ProtocolRequest, name: string): NamedContract {
  const contracts = request.contracts ?? {}
  const found = Object.hasOwn(contracts, name) ? contracts[name] : undefined
  if (found) return found
  const [near] = nearest(name, Object.keys(contracts))
  throw new PlimsollError('CUSTOM_UNKNOWN_CONTRACT', `There is no \`${name}\` under \`contracts:\`.`, {
    suggestions: near === undefined ? ['Add its address and abi there.'] : [`Did you mean ${near}?`],
  })
}

/** Every argument of the function must be there, by name and in the ABI's order, so that the file reads like the call. */
function checkNames(where: string, fragment: FunctionFragment, given: readonly string[]): void {
  const names = fragment.inputs.map(({name}) => name)
  const signature = fragment.format('sighash')
  if (names.some((name) => name === '') || new Set(names).size < names.length) {
    throw new PlimsollError(
      'CUSTOM_UNNAMED',
      `${where}: the abi must give each argument of ${signature} a name of its own.`,
      {
        suggestions: ['As in `function setFee(bytes32 id, uint256 fee)`.'],
      },
    )
  }
  if (names.join() === given.join()) return
  const missing = names.filter((name) => !given.includes(name))
  const extra = given.filter((name) => !names.includes(name))
  const problem =
    missing.length > 0
      ? `${missing.join(', ')} missing`
      : extra.length > 0
        ? `no argument called ${extra.join(', ')}`
        : 'the arguments are not in the order of the abi'
  throw new PlimsollError('CUSTOM_ARGUMENTS', `${where}: ${problem}.`, {
    suggestions: [`Give exactly ${names.join(', ') || 'none'}, in this order.`],
  })
}

/** A setting in the contract's integers; its `from` must fit them as well. */
function settingValue(type: ParamType, {unit: unitName, ...texts}: CustomSetting): bigint {
  const range = integerRange(type.type)
  if (!range) throw new PlimsollError('CUSTOM_NOT_A_NUMBER', `A setting needs an integer argument, not ${type.type}.`)
  const unit = customUnit(unitName)
  const read = (text: string): bigint => {
    const {value, show} = parseCustom(unit, text)
    return toFixedPoint(value, {...range, name: `${unitName} in ${type.type}`, perOne: unit.perOne}, show)
  }
  const before = textBefore(texts)
  if (before !== undefined) read(before)
  return read(textAfter(texts))
}

/** "imr 10% -> 12%", "imr stays 10%". */
function settingText(name: string, {from, to, keep}: CustomSetting): string {
  if (to === undefined) return `${name} stays ${String(keep)}`
  return from === undefined ? `${name} becomes ${to}` : `${name} ${from} -> ${to}`
}

function callOf(request: ProtocolRequest, change: Change): SetterCall {
  const [contract, wanted] = [String(change['contract']), String(change['function'])]
  const {address, abi} = findContract(request, contract)
  const fragment = findFunction(contract, fragmentsOf(contract, abi), wanted)
  const where = `${contract}.${fragment.name}`
  if (fragment.constant) {
    throw new PlimsollError(
      'CUSTOM_VIEW',
      `${where} only reads (${fragment.stateMutability}): calling it changes nothing.`,
    )
  }
  const given = argumentsOf(change)
  checkNames(where, fragment, Object.keys(given))
  const settings = Object.entries(given).filter((entry): entry is [string, CustomSetting] => isSetting(entry[1]))
  if (settings.length > 0 && settings.every(([, {to}]) => to === undefined)) {
    throw new PlimsollError(
      'CUSTOM_NOTHING_CHANGES',
      `${where}: every value is kept, so the call would change nothing.`,
      {
        suggestions: ['Remove the change, or give one value a `to:`.'],
      },
    )
  }
  const values = fragment.inputs.map((type): Argument => {
    const value = given[type.name]
    return inField(`${where} ${type.name}`, () =>
      isSetting(value) ? settingValue(type, value as CustomSetting) : literal(type, value),
    )
  })
  const texts = settings.map(([name, setting]) => settingText(name, setting))
  const title = `${String(change['asset'])}: ${where}${texts.length > 0 ? `, ${texts.join(', ')}` : ''}`
  return encodeCall({to: inField(`contracts.${contract}`, () => checkedAddress(address)), fragment, title}, values)
}

/** Custom contracts: each change is one call of a function that the proposal describes. */
export const customSetter: CallSetter = {
  name: 'custom',
  calls: (request) => request.changes.map((change) => callOf(request, change)),
}
