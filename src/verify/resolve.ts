import * as Address from 'ox/Address'

import type {RawCall} from '../protocols/model.js'
import {decodeArguments} from '../governance/read/abi/decode.js'
import {BATCH_CONTRACTS, batchContract, standsOn} from '../governance/read/known-contracts.js'
import {pinnedFunction} from '../governance/read/signatures/functions.js'
import type {FieldName, SafeFields, Scalar} from '../governance/read/fields.js'
import {MULTISEND_SELECTOR} from '../governance/read/multisend.js'
import {packMultiSend} from '../governance/read/multisend-pack.js'
import {readSafeFields, type SafeTransactionText} from '../governance/read/safe-transaction.js'
import type {CallsInput, SafeInput, TransactionInput} from '../governance/read/transaction/model.js'
import type {Hints} from './model.js'

/** A Safe transaction with what its source says beside its fields. */
export interface ResolvedSafe extends SafeTransactionText {
  readonly source: SafeInput
}

/** What T is, once what its format leaves out has been taken from the proposal or the user. */
export type Resolved =
  | {
      readonly kind: 'safe'
      readonly safe: ResolvedSafe
      readonly notes: readonly string[]
      readonly problems: readonly string[]
    }
  /** A call by an account outside: to a governor, a timelock, or straight to the protocol. */
  | {
      readonly kind: 'calls'
      readonly calls: readonly (Omit<RawCall, 'chainId'> & {readonly signature?: string})[]
      readonly notes: readonly string[]
      readonly problems: readonly string[]
      /** What keeps it from being told. */
      readonly unknown: readonly string[]
    }

const EXEC_TRANSACTION = '0x6a761202'
/** As `safeInput` calls it. */
const PLAIN_SAFE = 'a Safe transaction'
const ZERO = `0x${'0'.repeat(40)}`

/** What the proposal says of the outermost venue. */
export interface Outermost {
  readonly isSafe: boolean
  readonly address: string | undefined
  readonly fields: Partial<SafeFields>
}

/** Makes one thing of the many formats of T. */
export function resolve(input: TransactionInput, hints: Hints, outermost: Outermost): Resolved {
  const context = contextOf(hints, outermost)
  // A plain file of ours has every field: one that is missing is no question of the format.
  if (input.kind === 'safe') {
    return resolvedSafe(input, input.format === PLAIN_SAFE ? contextOf(hints, {...outermost, fields: {}}) : context, [])
  }
  if (input.kind === 'governor') {
    return {kind: 'calls', calls: [], notes: [], problems: input.problems, unknown: []}
  }
  const [only, ...others] = input.calls
  if (only && others.length === 0 && only.data.startsWith(EXEC_TRANSACTION)) {
    const safe = executed(only.data, hints.to ?? only.to, only.value || (hints.value ?? 0n))
    if (safe) return resolvedSafe(safe, context, [])
  }
  if (outermost.isSafe || input.safe !== undefined || hints.safe !== undefined) return packed(input, hints, context)
  return plainCalls(input, hints, outermost)
}

function contextOf(hints: Hints, {fields}: Outermost): Partial<SafeFields> {
  const said = Object.entries({
    chainId: hints.chainId,
    nonce: hints.nonce,
    safe: hints.safe,
    version: hints.version,
  }).filter(([, value]) => value !== undefined)
  return {...fields, ...(Object.fromEntries(said) as Partial<SafeFields>)}
}

const ASSUMABLE: readonly FieldName[] = ['chainId', 'safe', 'version', 'nonce']

function resolvedSafe(source: SafeInput, context: Partial<SafeFields>, notes: readonly string[]): Resolved {
  const assumable = Object.fromEntries(
    ASSUMABLE.filter((name) => context[name] !== undefined).map((name) => [name, context[name]]),
  ) as Partial<SafeFields>
  // An EIP-712 payload shows the layout, not the version: the version is the proposal's if the layout is the same.
  const scalars = new Map(source.scalars)
  if (
    source.format === 'an EIP-712 payload' &&
    context.version !== undefined &&
    sameLayout(scalars.get('version'), context.version)
  ) {
    scalars.delete('version')
  }
  const safe = readSafeFields({...source, scalars}, assumable)
  const assumed = safe.assumed.filter((name) => name !== 'version' || source.format !== 'an EIP-712 payload')
  const note =
    assumed.length === 0
      ? []
      : [`${source.format} does not say ${listed(assumed)}: taken from the proposal or the command line`]
  return {kind: 'safe', safe: {...safe, source}, notes: [...notes, ...note], problems: source.problems}
}

function sameLayout(scalar: Scalar | undefined, version: string): boolean {
  const layout = (text: string): string =>
    /^0\./.test(text) ? 'dataGas' : /^1\.[0-2]\./.test(text) ? 'no chain' : 'chain'
  return scalar !== undefined && 'text' in scalar && layout(scalar.text) === layout(version)
}

/** The fields inside the calldata of `execTransaction`; undefined when it does not decode. */
function executed(data: string, to: string | undefined, value: bigint): SafeInput | undefined {
  const fragment = pinnedFunction('safe', EXEC_TRANSACTION)
  const decoded = fragment && decodeArguments(fragment, data.slice(10))
  if (!decoded || 'problem' in decoded) return undefined
  const {values, flaws} = decoded
  const names: readonly FieldName[] = [
    'to',
    'value',
    'data',
    'operation',
    'safeTxGas',
    'baseGas',
    'gasPrice',
    'gasToken',
    'refundReceiver',
  ]
  const scalars = new Map<FieldName, Scalar>(names.map((name, index) => [name, {text: String(values[index])}]))
  if (to !== undefined) scalars.set('safe', {text: to})
  const blob = values[9] as string
  return {
    kind: 'safe',
    format: 'the calldata of execTransaction',
    scalars,
    duplicates: [],
    unread: [],
    claims: [],
    signatures: [],
    owners: [],
    related: [],
    problems: [
      ...flaws.map((flaw) => `the calldata of execTransaction has ${flaw}`),
      ...(value === 0n ? [] : [`the call to execTransaction carries ${value} wei`]),
    ],
    ...(blob === '0x' ? {} : {blob}),
  }
}

/** Calls that a Safe makes, as its interface packs them: one as it is, several through MultiSendCallOnly. */
function packed(input: CallsInput, hints: Hints, context: Partial<SafeFields>): Resolved {
  const [first] = input.calls
  const problems = [...input.problems]
  const items = input.calls.map((call) => ({
    ...call,
    to: call.to ?? hints.to,
    value: call.value || (hints.value ?? 0n),
  }))
  let transaction = {to: items[0]?.to, value: items[0]?.value ?? 0n, data: first?.data ?? '0x', operation: 0}
  const notes: string[] = []
  if (
    first &&
    items.length === 1 &&
    first.data.startsWith(MULTISEND_SELECTOR) &&
    (transaction.to === undefined || batchContract(transaction.to))
  ) {
    transaction = {...transaction, to: transaction.to ?? callOnly(context), operation: 1}
    notes.push(
      `taken as a delegatecall to MultiSendCallOnly ${transaction.to ?? '(which one is not known)'}: calldata alone does not say so`,
    )
  } else if (items.length > 1) {
    const all = items.map(({to, value, data}) => ({operation: 0, to: to ?? ZERO, value, data}))
    transaction = {to: callOnly(context), value: 0n, data: packMultiSend(all), operation: 1}
    notes.push(
      `packed as the Safe's interface packs ${items.length} calls: a delegatecall to MultiSendCallOnly ${transaction.to ?? ''}`,
    )
  } else if (first && first.to === undefined && hints.to === undefined) {
    problems.push('calldata alone does not say where it goes: give --to')
  }
  const {to, ...rest} = transaction
  const scalars = new Map<FieldName, Scalar>([
    ...Object.entries(rest).map(([name, value]): [FieldName, Scalar] => [name as FieldName, {text: String(value)}]),
    ...(['safeTxGas', 'baseGas', 'gasPrice'] as const).map((name): [FieldName, Scalar] => [name, {text: '0'}]),
    ...(['gasToken', 'refundReceiver'] as const).map((name): [FieldName, Scalar] => [name, {text: ZERO}]),
    ...(to === undefined ? [] : [['to', {text: to}] as [FieldName, Scalar]]),
    ...(input.chainId === undefined ? [] : [['chainId', {text: String(input.chainId)}] as [FieldName, Scalar]]),
    ...(input.safe === undefined ? [] : [['safe', {text: input.safe}] as [FieldName, Scalar]]),
  ])
  const source: SafeInput = {
    kind: 'safe',
    format: input.format,
    scalars,
    duplicates: [],
    unread: [],
    claims: [],
    signatures: [],
    owners: [],
    related: [],
    problems,
  }
  return resolvedSafe(source, context, notes)
}

/** The MultiSendCallOnly that the Safe's interface would take on this chain for this version. */
function callOnly({chainId, version}: Partial<SafeFields>): string | undefined {
  const wanted = version === undefined || /^(?:0\.|1\.[0-3]\.)/.test(version) ? '1.3.0' : version
  return BATCH_CONTRACTS.find(
    (contract) =>
      contract.name === 'MultiSendCallOnly' &&
      contract.version === wanted &&
      (chainId === undefined || standsOn(contract, Number(chainId)) !== false),
  )?.address
}

function plainCalls(input: CallsInput, hints: Hints, {address}: Outermost): Resolved {
  const notes: string[] = []
  const unknown: string[] = []
  const calls = input.calls.flatMap((call) => {
    const to = call.to ?? hints.to ?? address?.toLowerCase()
    if (to === undefined) {
      unknown.push('calldata alone does not say where it goes: give --to')
      return []
    }
    if (call.to === undefined && hints.to === undefined)
      notes.push(`calldata alone does not say where it goes: taken as a call to ${Address.checksum(to)}`)
    return [{to: Address.checksum(to), value: call.value || (hints.value ?? 0n), data: call.data}]
  })
  return {kind: 'calls', calls, notes, problems: input.problems, unknown}
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
