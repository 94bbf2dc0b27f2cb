import {AAVE_CONTRACTS} from './aave-book.js'
import {OTHER_CONTRACTS} from './book.js'
import {deterministicContract} from './deterministic.js'

/** What is known about the contract at an address of a chain. */
export interface KnownContract {
  /** `Maker MCD_SPOT`. */
  readonly title: string
  /** Names the functions it has, in the signature tables; undefined where they are not pinned. */
  readonly abi: string | undefined
}

let book: ReadonlyMap<string, string> | undefined
const byChain = new Map<number, readonly {readonly address: string; readonly title: string}[]>()
let byAddress: Map<string, {chainId: number; title: string}[]> | undefined

/** The address book, keyed on first use: `chain:address` -> `abi title`. */
function entries(): ReadonlyMap<string, string> {
  book ??= new Map(
    [...AAVE_CONTRACTS, ...OTHER_CONTRACTS].map((row) => {
      const [chain = '', address = '', ...rest] = row.split(' ')
      return [`${chain}:${address.toLowerCase()}`, rest.join(' ')]
    }),
  )
  return book
}

/** What stands at an address (lower case); without a chain only what stands at one address everywhere. */
export function knownContract(address: string, chainId: number | undefined): KnownContract | undefined {
  const row =
    deterministicContract(address) ?? (chainId === undefined ? undefined : entries().get(`${chainId}:${address}`))
  if (row === undefined) return undefined
  const space = row.indexOf(' ')
  const abi = row.slice(0, space)
  return {title: row.slice(space + 1), abi: abi === '-' ? undefined : abi}
}

/** Every address of the book on a chain, lower case, with its title: what a look-alike may pretend to be. */
export function contractsOn(chainId: number): readonly {readonly address: string; readonly title: string}[] {
  let found = byChain.get(chainId)
  if (!found) byChain.set(chainId, (found = listOf(`${chainId}:`)))
  return found
}

function listOf(start: string): {address: string; title: string}[] {
  return [...entries()].flatMap(([key, row]) =>
    key.startsWith(start) ? [{address: key.slice(start.length), title: row.slice(row.indexOf(' ') + 1)}] : [],
  )
}

/** The chains on which the book has an address (lower case), each with what stands there. */
export function chainsOf(address: string): readonly {readonly chainId: number; readonly title: string}[] {
  if (deterministicContract(address) !== undefined) return []
  byAddress ??= [...entries()].reduce((all, [key, row]) => {
    const [chain = '', at = ''] = key.split(':')
    const place = {chainId: Number(chain), title: row.slice(row.indexOf(' ') + 1)}
    return all.set(at, [...(all.get(at) ?? []), place])
  }, new Map<string, {chainId: number; title: string}[]>())
  return byAddress.get(address) ?? []
}
