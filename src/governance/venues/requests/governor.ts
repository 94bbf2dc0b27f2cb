import {PlimsollError} from '../../../errors.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {descriptionHash, proposalId, withSelector} from '../governor-hashes.js'
import {address, bytes, Fields, listOf, string, uint} from './fields.js'
import {sameLength} from './same-length.js'

export interface GovernorHashes {
  /** Decimal. */
  readonly proposalId: string
  readonly descriptionHash: string
}

/**
 * The id of an OpenZeppelin governor's proposal. With `signatures` (the five-argument propose of its Bravo compatibility),
 * a non-empty one puts its selector before the calldata, as the governor does.
 * @throws PlimsollError naming the field
 */
export function hashGovernor(item: ExactJson): GovernorHashes {
  const fields = new Fields(item)
  const targets = fields.get('targets', listOf(address))
  const values = fields.get('values', listOf(uint))
  const given = fields.get('calldatas', listOf(bytes))
  const signatures = fields.has('signatures') ? fields.get('signatures', listOf(string)) : given.map(() => '')
  sameLength({targets, values, calldatas: given, signatures})
  const calldatas = given.map((data, index) => withSelector(signatures[index] ?? '', data))
  const hash = descriptionHash(fields.get('description', description))
  return {proposalId: proposalId({targets, values, calldatas}, hash).toString(), descriptionHash: hash}
}

/** A text that has one UTF-8 spelling: half of a surrogate pair has none. */
function description(value: ExactJson): string {
  const text = string(value)
  if (!/\p{Cs}/u.test(text)) return text
  throw new PlimsollError('HASH_BAD_FIELD', 'holds half of a surrogate pair, which has no UTF-8 bytes to hash.')
}
