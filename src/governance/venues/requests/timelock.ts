import {PlimsollError} from '../../../errors.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {batchOperationId, compoundTxHash, operationId} from '../timelock-hashes.js'
import {address, bytes, bytes32, Fields, listOf, orNull, string, uint} from './fields.js'
import {sameLength} from './same-length.js'

/** Of a TimelockController, or of a Compound Timelock. */
export type TimelockHashes =
  | {
      readonly operationId: string
      /** The id that the record itself has, where its fields do not give it. */
      readonly statedOperationId?: string
    }
  | {readonly txHash: string}

const IDS = ['operationId', 'operation_id'] as const

/**
 * The id of a timelock's operation: with `predecessor` and `salt` that of OpenZeppelin's TimelockController, single
 * (`target`) or batch (`targets`); with `signature` and `eta` that of Compound's Timelock.
 * @throws PlimsollError naming the field
 */
export function hashTimelock(item: ExactJson): TimelockHashes {
  const fields = new Fields(item)
  if (!fields.has('eta')) {
    const operationId = operation(fields)
    const own = IDS.some((name) => fields.has(name)) ? fields.get(fields.either(...IDS), orNull(bytes32, '')) : ''
    return {operationId, ...(own === '' || own === operationId ? {} : {statedOperationId: own})}
  }
  if (!fields.has('predecessor') && !fields.has('salt')) return {txHash: compound(fields)}
  throw new PlimsollError(
    'HASH_BAD_FIELD',
    "`eta` belongs to Compound's Timelock, `predecessor` and `salt` to OpenZeppelin's: only one can be meant.",
  )
}

function compound(fields: Fields): string {
  return compoundTxHash({
    target: fields.get('target', address),
    value: fields.get('value', uint),
    signature: fields.get('signature', string),
    data: fields.get('data', bytes),
    eta: fields.get('eta', uint),
  })
}

function operation(fields: Fields): string {
  const binding = {predecessor: fields.get('predecessor', bytes32), salt: fields.get('salt', bytes32)}
  if (fields.either('target', 'targets') === 'target') {
    const data = fields.either('data', 'payload')
    const call = {
      target: fields.get('target', address),
      value: fields.get('value', uint),
      data: fields.get(data, bytes),
    }
    return operationId(call, binding)
  }
  const targets = fields.get('targets', listOf(address))
  const values = fields.get('values', listOf(uint))
  const name = fields.either('payloads', 'datas')
  const payloads = fields.get(name, listOf(bytes))
  sameLength({targets, values, [name]: payloads})
  const calls = targets.map((target, index) => ({
    target,
    value: values[index] ?? 0n,
    data: payloads[index] ?? '0x',
  }))
  return batchOperationId(calls, binding)
}
