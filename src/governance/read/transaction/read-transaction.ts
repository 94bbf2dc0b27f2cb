import {PlimsollError} from '../../../errors.js'
import {readExactJson, type ExactJson, type ExactObject} from './exact-json.js'
import {builderInput} from './builder.js'
import {governorInput} from './governor.js'
import type {TransactionInput} from './model.js'
import {safeInput} from './safe.js'
import {bareCallInput, isBareCall, isStep, stepInput, stepsInputs} from './steps.js'
import {typedDataInput} from './typed-data.js'
import {textOf} from './values.js'

const HEX = /^0x[\da-fA-F]*$/

/**
 * Reads whatever a signer may hold: calldata, a plain Safe transaction, a Transaction Builder file, what the Safe
 * Transaction Service returns, an EIP-712 payload, or the fields of a governor's proposal, also as Tally's API answers them.
 * @throws TRANSACTION_NOT_JSON, TRANSACTION_UNKNOWN, TRANSACTION_SEVERAL
 */
export function readTransaction(text: string): TransactionInput {
  const trimmed = text.trim()
  if (HEX.test(trimmed)) return calldataInput(trimmed)
  return transactionOf(readExactJson(text))
}

/** As `readTransaction`; of a `steps.json` each step that has bytes, by its number. */
export function readTransactionFile(name: string, text: string): {name: string; input: TransactionInput}[] {
  const json = HEX.test(text.trim()) ? undefined : readExactJson(text)
  const steps = json?.kind === 'object' ? json.members.get('steps') : undefined
  if (steps?.kind !== 'list') return [{name, input: json ? transactionOf(json) : readTransaction(text)}]
  return stepsInputs(steps.items).map((step) => ({name: `${name} ${step.name}`, input: step.input}))
}

function calldataInput(hex: string): TransactionInput {
  const problems = hex.length % 2 === 0 ? [] : ['the calldata has an odd number of hex digits']
  return {kind: 'calls', format: 'calldata', calls: [{value: 0n, data: hex.toLowerCase()}], problems}
}

function transactionOf(json: ExactJson): TransactionInput {
  if (json.kind === 'text' && HEX.test(json.text)) return calldataInput(json.text)
  if (json.kind === 'list') return transactionOfList(json.items)
  if (json.kind !== 'object') unknown('JSON, but not an object with fields')
  const {members} = json
  const results = members.get('results')
  if (results?.kind === 'list') return transactionOfList(results.items)
  const parameters = members.get('params')
  if (parameters?.kind === 'list') return transactionOfList(parameters.items)
  if (members.has('domain') && members.has('message')) return typedDataInput(json)
  if (members.get('transactions')?.kind === 'list') return builderInput(json)
  if (['targets', 'calldatas', 'executableCalls'].some((name) => members.has(name))) return governorInput(json)
  const proposed = only(only(members, ['data'])?.members ?? members, ['proposal'])
  if (proposed?.members.has('executableCalls')) return governorInput(proposed)
  if (isStep(json)) return stepInput(json)
  if (isBareCall(json)) return bareCallInput(json)
  const inner = only(members, ['transaction', 'safeTransaction', 'safeTx', 'tx'])
  if (inner && !members.has('to')) return transactionOf(merged(json, inner))
  return safeInput(json)
}

/** `[address, typed data]` of eth_signTypedData, or a list of one transaction. */
function transactionOfList(items: readonly ExactJson[]): TransactionInput {
  const objects = items.filter((item) => item.kind === 'object' || textOf(item)?.trimStart().startsWith('{') === true)
  const [first, ...others] = objects
  if (!first) unknown('a list without a transaction')
  if (others.length > 0) {
    throw new PlimsollError('TRANSACTION_SEVERAL', `there are ${objects.length} transactions: give one.`)
  }
  return transactionOf(first.kind === 'text' ? readExactJson(first.text) : first)
}

/** The wrapped object, with what the wrapper says beside it (`safe`, `chainId`, `nested`). */
function merged(outer: ExactObject, inner: ExactObject): ExactObject {
  return {
    kind: 'object',
    members: new Map([...[...outer.members].filter(([, value]) => value !== inner), ...inner.members]),
    duplicates: [...outer.duplicates, ...inner.duplicates],
  }
}

function only(members: ReadonlyMap<string, ExactJson>, names: readonly string[]): ExactObject | undefined {
  const found = names.map((name) => members.get(name)).find((value) => value?.kind === 'object')
  return found?.kind === 'object' ? found : undefined
}

function unknown(what: string): never {
  throw new PlimsollError('TRANSACTION_NOT_AN_OBJECT', `the transaction is ${what}.`, {
    suggestions: ['Give the `safe-transaction.json` that `plimsoll encode` writes, or one with the same fields.'],
  })
}
