import type {SafeHashes} from '../../model.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {safeHashes, safeRelease} from '../safe-hashes.js'
import {address, addressOrNull, bytes, Fields, orNull, string, uint} from './fields.js'
import {PlimsollError} from '../../../errors.js'

/**
 * The hashes of a Safe transaction from its plain fields, spelled as files of this tool or of the Safe Transaction Service
 * spell them (null for no data, no gas and no address). Other fields are not read.
 * @throws PlimsollError naming the field
 */
export function hashSafe(item: ExactJson): SafeHashes {
  const fields = new Fields(item)
  const version = fields.get('version', string)
  const optional = orNull(uint, 0n)
  const baseGas = safeRelease(version) === '0.1.0' ? fields.either('dataGas', 'baseGas') : 'baseGas'
  return safeHashes({
    chainId: fields.has('chainId') ? fields.get('chainId', orNull<bigint | undefined>(uint, undefined)) : undefined,
    safe: fields.get('safe', address),
    version,
    to: fields.get('to', addressOrNull),
    value: fields.get('value', uint),
    data: fields.get('data', orNull(bytes, '0x')),
    operation: fields.get('operation', operation),
    safeTxGas: fields.get('safeTxGas', optional),
    baseGas: fields.get(baseGas, optional),
    gasPrice: fields.get('gasPrice', optional),
    gasToken: fields.get('gasToken', addressOrNull),
    refundReceiver: fields.get('refundReceiver', addressOrNull),
    nonce: fields.get('nonce', uint),
  })
}

function operation(value: ExactJson): bigint {
  const read = uint(value)
  if (read <= 1n) return read
  throw new PlimsollError('HASH_BAD_FIELD', `${read} is neither 0 (call) nor 1 (delegatecall).`)
}
