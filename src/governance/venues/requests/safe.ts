import type {SafeHashes} from '../../model.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {safeHashes} from '../safe-hashes.js'
import {address, addressOrNull, bytes, Fields, orNull, string, uint} from './fields.js'
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
} as const

/**
 * The hashes of a Safe transaction from its plain fields, spelled as files of this tool or of the Safe Transaction Service
 * spell them (null for no data, no gas and no address). Other fields are not read.
 * @throws PlimsollError naming the field
 */
export function hashSafe(item: ExactJson): SafeHashes {
  const fields = new Fields(item)
  const named = <T>(name: keyof typeof NAMES, read: (value: ExactJson) => T): T =>
    fields.get(fields.either(...NAMES[name]), read)
  const optional = orNull(uint, 0n)
  return safeHashes({
    chainId: NAMES.chainId.some((name) => fields.has(name))
      ? named('chainId', orNull<bigint | undefined>(uint, undefined))
      : undefined,
    safe: named('safe', address),
    version: named('version', string),
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
