import * as Base58 from 'ox/Base58'

import {decodeArguments, type AbiValue} from '../governance/read/abi/decode.js'
import {guessedFunction} from '../governance/read/signatures/functions.js'
import type {VenueItem} from '../governance/model.js'
import type {RawCall} from '../protocols/model.js'
import {expectedTerm, show} from './terms.js'

/** What a call says that names the proposal, or its payload, by a number alone. */
export interface ByNumber {
  readonly problems: readonly string[]
  readonly unknown: readonly string[]
  /** Numbers that are the proposal's own. */
  readonly numbered: readonly string[]
}

/** Functions that name what is to be done by a number, and the venue's field that has it. */
const NUMBERED: Readonly<Record<string, 'payloadId' | 'proposalId'>> = {
  'queue(uint256)': 'proposalId',
  'execute(uint256)': 'proposalId',
  'activateVoting(uint256)': 'proposalId',
  'executeProposal(uint256)': 'proposalId',
  'executePayload(uint40)': 'payloadId',
}
const CREATE_PROPOSAL = 'createProposal((uint256,uint8,address,uint40)[],address,bytes32)'

/**
 * Reads a call to a venue, or to its governance core, that names what is to be done by a number; undefined for any other call.
 * @param chain where the proposal's own calls are made; the core may stand on another
 */
export function byNumber(call: RawCall, item: VenueItem, chain: number): ByNumber | undefined {
  const fragment = guessedFunction(call.data.slice(0, 10))
  const core = item['governance']
  const atCore = typeof core === 'string' && call.to.toLowerCase() === core.toLowerCase()
  const own = String(item['address'] ?? item['payloadsController']).toLowerCase() === call.to.toLowerCase()
  const field = fragment && NUMBERED[fragment.signature]
  if (!atCore && !(own && field)) return undefined
  const none = (problem: string): ByNumber => ({problems: [problem], unknown: [], numbered: []})
  if (!fragment || (field === undefined && fragment.signature !== CREATE_PROPOSAL)) {
    return none(
      `the call to the governance core ${String(core)} is ${fragment?.signature ?? call.data.slice(0, 10)}, which carries none of the proposal's calls out`,
    )
  }
  const decoded = decodeArguments(fragment, call.data.slice(10))
  if ('problem' in decoded) return none(`the bytes of ${fragment.name} do not decode: ${decoded.problem}`)
  const {values, flaws} = decoded
  const given = field === undefined ? created(values, item, chain) : [number(fragment.name, field, values[0], item)]
  const value = field === undefined ? item['cancellationFee'] : '0'
  return {
    problems: [
      ...flaws.map((flaw) => `the bytes of ${fragment.name} have ${flaw}`),
      ...(expectedTerm(value, call.value) === true ? [] : [`the call to ${fragment.name} carries ${call.value} wei`]),
      ...given.flatMap(({problem}) => (problem === undefined ? [] : [problem])),
    ],
    unknown: given.flatMap(({unknown}) => (unknown === undefined ? [] : [unknown])),
    numbered: given.flatMap(({numbered}) => (numbered === undefined ? [] : [numbered])),
  }
}

interface Term {
  readonly problem?: string
  readonly unknown?: string
  readonly numbered?: string
}

function number(name: string, field: 'payloadId' | 'proposalId', value: AbiValue | undefined, item: VenueItem): Term {
  const what = field === 'payloadId' ? 'payload' : 'proposal'
  const [said, found] = [item[field], show(value ?? '')]
  if (said === undefined || said === null) {
    return {unknown: `${name} names the ${what} by its number alone, ${found}: calldata does not show what it does`}
  }
  return expectedTerm(said, value ?? '') === true
    ? {
        numbered: `${name} names the ${what} by its number, ${found}, as the file does: only the chain says what stands behind it`,
      }
    : {problem: `${name} names the ${what} ${found}; the proposal says ${JSON.stringify(said)}`}
}

/** The governance core of Aave: the payload by chain, level, controller and number; portal and description. */
function created([payloads, portal, ipfsHash]: readonly AbiValue[], item: VenueItem, own: number): Term[] {
  const list = payloads as readonly (readonly AbiValue[])[]
  const [first] = list
  if (!first || list.length > 1) return [{problem: `createProposal names ${list.length} payloads; the proposal is one`}]
  const [chain, level, controller, payload] = first
  const same = (name: string, said: unknown, value: AbiValue | undefined): Term =>
    value !== undefined && expectedTerm(said, value) === true
      ? {}
      : {problem: `\`${name}\` is ${show(value ?? '')}; the proposal says ${String(said)}`}
  return [
    same('chain', own, chain),
    same('accessLevel', item['accessLevel'], level),
    same('payloadsController', item['payloadsController'], controller),
    number('createProposal', 'payloadId', payload, item),
    same('votingPortal', item['votingPortal'], portal),
    same('ipfsHash', ipfsBytes(item['ipfsHash']), ipfsHash),
  ]
}

/** The 32 bytes of a CIDv0: base58 of 0x1220 (sha2-256, 32 bytes) and the digest. */
function ipfsBytes(said: unknown): string {
  const text = String(said)
  return text.startsWith('Qm') ? `0x${Base58.toHex(text).slice('0x1220'.length)}` : text
}
