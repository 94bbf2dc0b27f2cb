import {PlimsollError} from '../../../errors.js'
import type {ExactJson} from '../../../units/exact-json.js'
import {descriptionHash, proposalId, withSelector} from '../governor-hashes.js'
import {address, bytes, bytes32, Fields, listOf, orNull, string, uint} from './fields.js'
import {sameLength} from './same-length.js'

export interface GovernorHashes {
  /** Decimal. */
  readonly proposalId: string
  readonly descriptionHash: string
  /** The id that the record itself has, where its fields do not give it. */
  readonly statedProposalId?: string
}

/** The names of the id in events and files, and at Tally. */
const IDS = ['proposalId', 'proposal_id', 'onchainId'] as const

/** Ids below this are counted, not hashed (Bravo, CompoundGovernor). */
const COUNTED = 2n ** 64n

interface Actions {
  readonly targets: string[]
  readonly values: bigint[]
  readonly calldatas: string[]
}

/**
 * The id of an OpenZeppelin governor's proposal. With `signatures` (the five-argument propose of its Bravo compatibility),
 * a non-empty one puts its selector before the calldata, as the governor does. The calls in lists, or as Tally has them under
 * `executableCalls`; the description, or its hash.
 * @throws PlimsollError naming the field
 */
export function hashGovernor(item: ExactJson): GovernorHashes {
  const answer = new Fields(item)
  const fields = answer.inner('data')?.inner('proposal') ?? answer.inner('proposal') ?? answer
  const actions = fields.has('executableCalls') ? listed(fields) : inLists(fields)
  const hash = hashOf(fields)
  const id = proposalId(actions, hash).toString()
  const own = IDS.some((name) => fields.has(name))
    ? fields.get(fields.either(...IDS), orNull<bigint | undefined>(uint, undefined))
    : undefined
  const other = own !== undefined && own >= COUNTED && own.toString() !== id
  return {proposalId: id, descriptionHash: hash, ...(other ? {statedProposalId: own.toString()} : {})}
}

function inLists(fields: Fields): Actions {
  const targets = fields.get('targets', listOf(address))
  const values = fields.get('values', listOf(uint))
  const given = fields.get('calldatas', listOf(bytes))
  const signatures = fields.has('signatures') ? fields.get('signatures', listOf(string)) : given.map(() => '')
  sameLength({targets, values, calldatas: given, signatures})
  return {targets, values, calldatas: given.map((data, index) => withSelector(signatures[index] ?? '', data))}
}

/** `executableCalls: [{target, value, calldata, signature?}]`, as Tally's API answers. */
function listed(fields: Fields): Actions {
  fields.either('executableCalls', 'targets')
  fields.either('executableCalls', 'calldatas')
  const calls = fields.get(
    'executableCalls',
    listOf((item) => {
      const call = new Fields(item)
      const signature = call.has('signature') ? call.get('signature', orNull(string, '')) : ''
      const calldata = call.get('calldata', bytes)
      // A signature whose selector the calldata has already is for people.
      const whole = calldata.startsWith(withSelector(signature, '0x'))
      const data = whole ? calldata : withSelector(signature, calldata)
      return {target: call.get('target', address), value: call.get('value', uint), data}
    }),
  )
  return {
    targets: calls.map(({target}) => target),
    values: calls.map(({value}) => value),
    calldatas: calls.map(({data}) => data),
  }
}

/** Of the description, which Tally has under `metadata`; or the hash itself, as `queue` and `execute` take it. */
function hashOf(fields: Fields): string {
  const metadata = fields.has('description') ? undefined : fields.inner('metadata')
  if (metadata?.has('description')) return descriptionHash(metadata.get('description', description))
  if (!fields.has('descriptionHash')) return descriptionHash(fields.get('description', description))
  const hash = fields.get('descriptionHash', bytes32)
  if (!fields.has('description') || descriptionHash(fields.get('description', description)) === hash) return hash
  throw new PlimsollError('HASH_BAD_FIELD', '`descriptionHash` is not that of the `description`.')
}

/** A text that has one UTF-8 spelling: half of a surrogate pair has none. */
function description(value: ExactJson): string {
  const text = string(value)
  if (!/\p{Cs}/u.test(text)) return text
  throw new PlimsollError('HASH_BAD_FIELD', 'holds half of a surrogate pair, which has no UTF-8 bytes to hash.')
}
