import type {Proposal} from '../proposal/model.js'
import {checkedAddress} from '../protocols/checked-address.js'
import {chainName} from '../protocols/chains.js'
import {knownPlaces} from '../protocols/known-places.js'
import {SAFE} from '../generated/safe.js'
import type {EncodedProposal} from './encode.js'

/** One address that the transactions of a proposal name, and who says so. */
export interface AddressProvenance {
  /** Checksummed. */
  readonly address: string
  /** One line each: an address book with its source, or the place in the proposal. */
  readonly lines: readonly string[]
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^0x[\dA-Fa-f]{40}$/.test(value)

/** Every address in a value, with the path of keys that leads to it. */
function addressesIn(value: unknown, path = ''): {readonly address: string; readonly path: string}[] {
  if (isAddress(value)) return [{address: value, path}]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`
    return addressesIn(item, path + step)
  })
}

/** The libraries of Safes: batches go through them. */
const safeLibraries = (): {address: string; line: string}[] =>
  Object.entries(SAFE).flatMap(([version, contracts]) =>
    Object.values(contracts).flatMap(({source, deployments}) =>
      deployments.map(({address, kind}) => ({
        address,
        line: `a library of Safe ${version} (${kind} deployment), from ${source}`,
      })),
    ),
  )

/**
 * Where addresses come from: one of them, or `all` that the calls and the steps of a proposal name.
 * @throws CUSTOM_BAD_ADDRESS when the one that is asked for has not its checksum
 */
export function explainAddresses(
  asked: string,
  proposal: Proposal,
  {calls, steps, chainId}: Pick<EncodedProposal, 'calls' | 'chainId' | 'steps'>,
): AddressProvenance[] {
  const inFile = addressesIn({...proposal, text: undefined})
  const used = [
    ...calls.flatMap(({to, arguments: values}) => [to, ...addressesIn(values).map(({address}) => address)]),
    ...steps.flatMap(({transaction, sender}) => [transaction?.to, sender.address]),
    ...inFile.map(({address}) => address),
  ].filter((address) => address !== undefined)
  const wanted = asked === 'all' ? used.filter((address) => !/^0x0{40}$/.test(address)) : [asked]
  const addresses = [...new Set(wanted.map((address) => checkedAddress(address)))]
  const libraries = safeLibraries()
  return addresses.map((address) => {
    const same = (other: {readonly address: string}): boolean => other.address.toLowerCase() === address.toLowerCase()
    const books = knownPlaces(address).map(
      ({title, chainId: id, source}) =>
        `${title} on ${chainName(id)}${id === chainId ? '' : ' (NOT the chain of this proposal)'}${source === undefined ? '' : `, from ${source}`}`,
    )
    const own = inFile.filter(same).map(({path}) => `\`${path}\` of the proposal`)
    const lines = [...books, ...libraries.filter(same).map(({line}) => line), ...own]
    return {address, lines: lines.length > 0 ? lines : ['no address book and no part of the proposal names it']}
  })
}
