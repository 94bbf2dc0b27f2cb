import {bug} from '../errors.js'
import type {FieldName, SafeFields, Scalar} from '../governance/read/fields.js'
import {packMultiSend} from '../governance/read/multisend-pack.js'
import {unpackMultiSend} from '../governance/read/multisend.js'
import type {CallsInput, GovernorInput, SafeInput, TransactionInput} from '../governance/read/transaction/model.js'
import type {EvidenceResult} from './evidence.js'
import type {Verdict, VerifyRequest} from './model.js'
import {verifyTransaction} from './verify.js'

/** What became of the mutants of a transaction. */
export interface SelfTest {
  readonly mutants: number
  /** Those that were still a MATCH, in words: there must be none. */
  readonly missed: readonly string[]
}

/** What `plimsoll verify` answers. */
export interface VerifyResult extends Verdict {
  readonly file?: string
  /** sha256 of the proposal file. */
  readonly digest?: string
  readonly selfTest?: SelfTest
  /** The proposal's evidence, where it has any. */
  readonly evidence?: EvidenceResult
  /** The bundle that was written. */
  readonly bundle?: string
}

/** A transaction with one thing changed. */
interface Mutant {
  readonly said: string
  readonly input: TransactionInput
}

/** At most this many words of the data are changed, spread evenly. */
const MAX_WORDS = 400

/**
 * Changes each field and each word of the calldata of this very transaction, leaves out, repeats and adds calls, slips units
 * of values, and verifies every mutant: not one may be a MATCH.
 */
export function selfTest(request: VerifyRequest): SelfTest {
  const mutants = mutantsOf(request.input)
  const missed = mutants
    .filter(({input}) => verifyTransaction({...request, input, diagnose: false}).verdict === 'MATCH')
    .map(({said}) => said)
  return {mutants: mutants.length, missed}
}

function mutantsOf(input: TransactionInput): Mutant[] {
  switch (input.kind) {
    case 'safe': {
      return safeMutants(input)
    }
    case 'calls': {
      return listMutants(input, input.calls, (calls): CallsInput => ({...input, calls}))
    }
    case 'governor': {
      return [
        ...listMutants(input, input.calls, (calls): GovernorInput => ({
          ...input,
          calls: calls,
        })),
        ...descriptionMutants(input),
      ]
    }
  }
}

const NUMBERS: readonly FieldName[] = ['chainId', 'value', 'safeTxGas', 'baseGas', 'gasPrice', 'nonce']
const ADDRESSES: readonly FieldName[] = ['safe', 'to', 'gasToken', 'refundReceiver']

function safeMutants(input: SafeInput): Mutant[] {
  const text = (name: FieldName): string | undefined => {
    const scalar: Scalar | undefined = input.scalars.get(name)
    return scalar && ('text' in scalar ? scalar.text : 'number' in scalar ? scalar.number : undefined)
  }
  const changed = (name: keyof SafeFields, value: string, said: string): Mutant => ({
    said: `${name} ${said}`,
    input: {...input, claims: [], scalars: new Map([...input.scalars, [name, {text: value}]])},
  })
  const numbers = NUMBERS.flatMap((name) => {
    const source = text(name)
    if (source === undefined) return []
    const value = BigInt(source)
    return [
      changed(name, String(value + 1n), 'one more'),
      ...(value > 0n
        ? [changed(name, String(value - 1n), 'one less'), changed(name, String(value * 100n), 'x100')]
        : []),
      ...Array.from({length: 16}, (_, bit) =>
        changed(name, String(value ^ (1n << BigInt(bit * 4))), `bit ${bit * 4} turned`),
      ),
    ]
  })
  const addresses = ADDRESSES.flatMap((name) => {
    const source = text(name)?.toLowerCase()
    return source === undefined
      ? []
      : [2, 11, 21, 31, 41].map((at) => changed(name, turned(source, at), `digit ${at - 1} turned`))
  })
  const operation = text('operation')
  const version = text('version')
  const data = text('data')?.toLowerCase() ?? '0x'
  return [
    ...numbers,
    ...addresses,
    ...(operation === undefined ? [] : [changed('operation', operation === '0' ? '1' : '0', 'turned')]),
    ...(version === undefined
      ? []
      : [changed('version', /^(?:0\.|1\.[0-2]\.)/.test(version) ? '1.4.1' : '1.1.1', 'another')]),
    ...dataMutants(data).map(({said, data: other}) => changed('data', other, said)),
    ...batchMutants(data).map(({said, data: other}) => changed('data', other, said)),
  ]
}

function turned(hex: string, at: number): string {
  const digit = Number.parseInt(hex.charAt(at), 16)
  if (Number.isNaN(digit)) throw bug(`no hex digit at ${at}`)
  return hex.slice(0, at) + (digit ^ 1).toString(16) + hex.slice(at + 1)
}

/** Every word of the data with its lowest bit, its highest byte or its unit changed; and the data cut, or longer. */
function dataMutants(data: string): {said: string; data: string}[] {
  const words = Math.ceil((data.length - 10) / 64)
  const step = Math.max(1, Math.ceil(words / MAX_WORDS))
  const mutants: {said: string; data: string}[] = []
  for (let at = 2; at < Math.min(10, data.length); at += 2)
    mutants.push({said: `selector digit ${at - 1} turned`, data: turned(data, at)})
  for (let index = 0; index < words; index += step) {
    const start = 10 + index * 64
    const end = Math.min(start + 64, data.length)
    mutants.push(
      {said: `word ${index + 1}: last bit turned`, data: turned(data, end - 1)},
      {said: `word ${index + 1}: first digit turned`, data: turned(data, start)},
    )
    if (end - start === 64) mutants.push(...unitSlips(data, start, index))
  }
  return [
    ...mutants,
    {said: 'a byte more', data: `${data}00`},
    {said: 'a word more', data: data + '0'.repeat(64)},
    ...(data.length > 4 ? [{said: 'a byte less', data: data.slice(0, -2)}] : []),
  ]
}

function unitSlips(data: string, start: number, index: number): {said: string; data: string}[] {
  const value = BigInt(`0x${data.slice(start, start + 64)}`)
  return [10n, 100n, 10n ** 10n].flatMap((factor) => {
    const slips = [value * factor, value / factor].filter((slipped) => slipped !== value && slipped < 2n ** 256n)
    return slips.map((slipped) => ({
      said: `word ${index + 1}: ${slipped > value ? 'x' : '/'}${factor}`,
      data: data.slice(0, start) + slipped.toString(16).padStart(64, '0') + data.slice(start + 64),
    }))
  })
}

/** A batch with an item left out, repeated, or made a delegatecall. */
function batchMutants(data: string): {said: string; data: string}[] {
  const {items, problems} = unpackMultiSend(data)
  if (problems.length > 0) return []
  return items.flatMap((item, index) => {
    const others = (replaced: readonly (typeof item)[]): string =>
      packMultiSend([...items.slice(0, index), ...replaced, ...items.slice(index + 1)])
    return [
      ...(items.length > 1 ? [{said: `call ${index + 1} left out`, data: others([])}] : []),
      {said: `call ${index + 1} twice`, data: others([item, item])},
      {said: `call ${index + 1} a delegatecall`, data: others([{...item, operation: 1}])},
      {said: `call ${index + 1} with value`, data: others([{...item, value: item.value + 1n}])},
      {said: `call ${index + 1} elsewhere`, data: others([{...item, to: turned(item.to, 21)}])},
    ]
  })
}

function listMutants<C extends CallsInput['calls'][number]>(
  {kind}: TransactionInput,
  calls: readonly C[],
  made: (calls: readonly C[]) => TransactionInput,
): Mutant[] {
  const replaced = (index: number, others: readonly C[], said: string): Mutant => ({
    said: `${kind} ${index + 1}: ${said}`,
    input: made([...calls.slice(0, index), ...others, ...calls.slice(index + 1)]),
  })
  return calls.flatMap((call, index) => [
    replaced(index, [], 'left out'),
    replaced(index, [call, call], 'twice'),
    replaced(index, [{...call, value: call.value + 1n}], 'with value'),
    ...(call.to === undefined ? [] : [replaced(index, [{...call, to: turned(call.to, 21)}], 'elsewhere')]),
    ...dataMutants(call.data).map(({said, data}) => replaced(index, [{...call, data}], said)),
  ])
}

function descriptionMutants(input: GovernorInput): Mutant[] {
  const {description} = input
  if (description === undefined) return []
  return [
    `${description}\n`,
    ` ${description}`,
    description.slice(0, -1),
    description.replaceAll('\n', '\r\n').concat('\r'),
  ].map((other) => ({
    said: 'the description changed',
    input: {...input, claims: [], description: other},
  }))
}
