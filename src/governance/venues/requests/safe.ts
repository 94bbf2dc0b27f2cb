import type {SafeHashes} from '../../model.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {safeHashes, safeRelease} from '../safe-hashes.js'
import {address, addressOrNull, bytes, bytes32, Fields, orNull, string, uint} from './fields.js'
import {PlimsollError} from '../../../errors.js'

/** The names that a field goes by in files of this tool, of the Safe Transaction Service and of its clients. */
const NAMES = {
  chainId: ['chainId', 'chain_id'],
  safe: ['safe', 'safeAddress', 'safe_address'],
  version: ['version', 'safeVersion', 'safe_version'],
  safeTxGas: ['safeTxGas', 'safe_tx_gas'],
  baseGas: ['baseGas', 'base_gas', 'dataGas', 'data_gas'],
  gasPrice: ['gasPrice', 'gas_price'],
  gasToken: ['gasToken', 'gas_token'],
  refundReceiver: ['refundReceiver', 'refund_receiver'],
  nonce: ['nonce', 'safeNonce', 'safe_nonce'],
  safeTxHash: ['safeTxHash', 'safe_tx_hash'],
} as const

export interface RequestedSafe extends SafeHashes {
  /** The hash that the record itself has, where its fields do not give it. */
  readonly statedSafeTxHash?: string
}

/** What holds for records that do not say it themselves, as those of the Safe Transaction Service. */
export type SafeDefaults = Readonly<Partial<Record<'chainId' | 'safe' | 'version', string>>>

/**
 * The hashes of a Safe transaction from its plain fields, spelled as files of this tool or of the Safe Transaction Service
 * spell them (null for no data, no gas and no address). A `safeTxHash` is held against the fields; others are not read.
 * @throws PlimsollError naming the field
 */
export function hashSafe(item: ExactJson, defaults: SafeDefaults = {}): RequestedSafe {
  const fields = new Fields(item)
  const named = <T>(name: keyof typeof NAMES, read: (value: ExactJson) => T): T =>
    fields.get(fields.either(...NAMES[name]), read)
  const there = (name: keyof typeof NAMES): boolean => NAMES[name].some((each) => fields.has(each))
  const optional = orNull(uint, 0n)
  /** The record's own, or the one for all; two that differ are refused. */
  const shared = <T>(name: keyof SafeDefaults, read: (value: ExactJson) => T, same: (a: T, b: T) => boolean): T => {
    const forAll = defaults[name]
    const own = there(name) ? named(name, orNull<T | undefined>(read, undefined)) : undefined
    if (forAll === undefined) return own ?? (there(name) ? named(name, read) : lacking(name))
    const given = new Fields(new Map([[name, forAll]])).get(name, read)
    if (own === undefined || same(own, given)) return own ?? given
    throw new PlimsollError(
      'HASH_BAD_FIELD',
      `\`${fields.either(...NAMES[name])}\` is ${String(own)} here, and ${String(given)} is given for all.`,
    )
  }
  const known = there('chainId') || defaults.chainId !== undefined
  const hashes = safeHashes({
    chainId: known
      ? shared<bigint | undefined>('chainId', orNull<bigint | undefined>(uint, undefined), (a, b) => a === b)
      : undefined,
    safe: shared('safe', address, (a, b) => a.toLowerCase() === b.toLowerCase()),
    version: shared('version', string, (a, b) => safeRelease(a) === safeRelease(b)),
    to: fields.get('to', addressOrNull),
    value: fields.get('value', uint),
    data: fields.get('data', orNull(bytes, '0x')),
    operation: fields.get('operation', operation),
    safeTxGas: named('safeTxGas', optional),
    baseGas: named('baseGas', optional),
    gasPrice: named('gasPrice', optional),
    gasToken: named('gasToken', addressOrNull),
    refundReceiver: named('refundReceiver', addressOrNull),
    nonce: named('nonce', uint),
  })
  const stated = there('safeTxHash') ? named('safeTxHash', orNull<string | undefined>(bytes32, undefined)) : undefined
  return stated === undefined || stated === hashes.safeTxHash ? hashes : {...hashes, statedSafeTxHash: stated}
}

function lacking(name: keyof SafeDefaults): never {
  const flag = {chainId: '--chain', safe: '--safe', version: '--safe-version'}[name]
  throw new PlimsollError('HASH_BAD_FIELD', `\`${name}\` is missing.`, {
    suggestions: [`Services leave it out: give it for all with ${flag}.`],
  })
}

/** 0 or 1, or the word for it. */
function operation(value: ExactJson): bigint {
  const word = typeof value === 'string' ? value.toLowerCase() : undefined
  if (word === 'call') return 0n
  if (word === 'delegatecall' || word === 'delegate_call') return 1n
  const read = uint(value)
  if (read <= 1n) return read
  throw new PlimsollError('HASH_BAD_FIELD', `${read} is neither 0 (call) nor 1 (delegatecall).`)
}
