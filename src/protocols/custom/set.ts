import {FunctionFragment} from 'ethers'

import {dotted} from '../../dotted.js'
import {PlimsollError} from '../../errors.js'
import {nearest} from '../../nearest.js'
import {checkedAddress} from '../checked-address.js'
import {encodeCall, type CallSetter, type SetterCall} from '../encode-call.js'
import type {Change, NamedContract, ProtocolRequest, RequestProblem} from '../model.js'
import {inField} from '../setting.js'
import {argumentsOf, settingsIn, type CustomSetting} from './definition.js'
import {addressPlaces, argumentProblems, argumentValue, namesProblem} from './set/values.js'

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

function findContract(request: Pick<ProtocolRequest, 'contracts'>, name: string): NamedContract {
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
  const [problem, suggestion] = namesProblem(names, given, 'argument')
  throw new PlimsollError('CUSTOM_ARGUMENTS', `${where}: ${problem}`, {suggestions: [suggestion]})
}

/** "imr 10% -> 12%", "imr stays 10%". */
function settingText(name: string, {from, to, keep}: CustomSetting): string {
  if (to === undefined) return `${name} stays ${String(keep)}`
  return from === undefined ? `${name} becomes ${to}` : `${name} ${from} -> ${to}`
}

function callOf(request: ProtocolRequest, change: Change, index: number): SetterCall {
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
  const settings = settingsIn(given, [])
  if (settings.length > 0 && settings.every(({setting}) => setting.to === undefined)) {
    throw new PlimsollError(
      'CUSTOM_NOTHING_CHANGES',
      `${where}: every value is kept, so the call would change nothing.`,
      {
        suggestions: ['Remove the change, or give one value a `to:`.'],
      },
    )
  }
  const values = fragment.inputs.map((type) =>
    argumentValue(type, given[type.name], {
      field: `${where} ${type.name}`,
      path: ['changes', index, 'arguments', type.name],
    }),
  )
  const texts = settings.map(({path, setting}) => settingText(dotted(path), setting))
  const title = `${String(change['asset'])}: ${where}${texts.length > 0 ? `, ${texts.join(', ')}` : ''}`
  return encodeCall({to: inField(`contracts.${contract}`, () => checkedAddress(address)), fragment, title}, values)
}

/** Everything in the arguments of the changes that the functions do not take, as far as the functions can be made out. */
export function customProblems(request: ProtocolRequest): RequestProblem[] {
  return request.changes.flatMap((change, index) => {
    const path = ['changes', index, 'arguments']
    const fragment = functionIn(request, change)
    if (!fragment) return []
    const given = argumentsOf(change)
    try {
      checkNames(fragment.name, fragment, Object.keys(given))
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      return [{path, message: [error.message, ...error.suggestions].join(' ')}]
    }
    return fragment.inputs
      .flatMap((type) => argumentProblems(type, given[type.name], [type.name]))
      .map((problem) => ({path: [...path, ...problem.path], message: `${dotted(problem.path)}: ${problem.message}`}))
  })
}

/** Where addresses stand below the arguments of a change, as far as its function can be made out. */
export function addressesIn(
  request: Pick<ProtocolRequest, 'contracts'>,
  change: Change,
): (readonly (number | string)[])[] {
  const given = argumentsOf(change)
  return (functionIn(request, change)?.inputs ?? []).flatMap((type) =>
    Object.hasOwn(given, type.name) ? addressPlaces(type, given[type.name], [type.name]) : [],
  )
}

function functionIn(request: Pick<ProtocolRequest, 'contracts'>, change: Change): FunctionFragment | undefined {
  const contract = String(change['contract'])
  try {
    const {abi} = findContract(request, contract)
    return findFunction(contract, fragmentsOf(contract, abi), String(change['function']))
  } catch (error) {
    if (error instanceof PlimsollError) return undefined // other rules speak of the contract and its functions
    throw error
  }
}

/** Custom contracts: each change is one call of a function that the proposal describes. */
export const customSetter: CallSetter = {
  name: 'custom',
  calls: (request) => request.changes.map((change, index) => callOf(request, change, index)),
}
