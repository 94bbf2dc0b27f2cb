import type {Act} from '../governance/model.js'
import type {Proposal} from '../proposal/model.js'
import type {Query} from '../protocols/model.js'
import type {TitledMessage} from './cross-check.js'
import {governanceProbe} from './governance-views.js'
import {ANYBODY, type Message} from './machine.js'
import {SAFE_VIEWS} from './safe-execution.js'
import type {LastCalls} from './walk.js'

/** What a simulation will most likely touch, for whoever fetches it in few requests. */
export interface Needs {
  /** Messages whose access lists name accounts and slots. */
  readonly messages: readonly Message[]
  /** Code of a contract whose creation reads what governance reads: its access list names more of them. */
  readonly probe: string
  readonly accounts: readonly string[]
  /** What the node is to simulate itself, in one block. */
  readonly simulated: readonly Message[]
  /** Safes whose owners will approve, with the hashes. */
  readonly safes: readonly {readonly address: string; readonly hash: string}[]
}

/** The calls in the end as messages of the account that makes them; none when nothing says which it is. */
export const messagesOf = ({calls, account}: LastCalls): TitledMessage[] =>
  account === undefined ? [] : calls.map(({to, value, data, title}) => ({from: account, to, value, data, title}))

export function needsOf(
  {governance}: Pick<Proposal, 'governance'>,
  queries: readonly Query[],
  acts: readonly Act[],
  {calls, account}: LastCalls,
): Needs {
  const asked = (to: string, data: string): Message => ({from: ANYBODY, to, value: 0n, data})
  const safes = acts.flatMap(({safe}) =>
    safe ? [{address: safe.transaction.safe.toLowerCase(), hash: safe.hashes.safeTxHash}] : [],
  )
  const messages = [
    ...queries.map(({to, data}) => asked(to, data)),
    ...acts.flatMap(({already, held}) => [already, held].flatMap((view) => (view ? [asked(view.to, view.data)] : []))),
    ...safes.flatMap(({address}) => Object.values(SAFE_VIEWS).map((data) => asked(address, data))),
    ...calls.map(({to, value, data}) => ({from: account ?? ANYBODY, to, value, data})),
    ...acts.flatMap(({transaction, sender}) =>
      transaction ? [{from: sender.address ?? ANYBODY, ...transaction}] : [],
    ),
  ]
  const named = messages.flatMap(({from, to}) => [from, to])
  const contracts = distinct([...contractsIn(governance), ...(account === undefined ? [] : [account])])
  const delegates = acts.flatMap(({safe}) => (safe ? [safe.transaction.to] : []))
  const written = [...messages.map(({data}) => data), ...acts.map(({safe}) => safe?.transaction.data ?? '')]
  return {
    messages,
    probe: governanceProbe(contracts),
    accounts: distinct([...named, ...delegates, ...contracts, ...written.flatMap(addressesIn)]),
    simulated: messagesOf({calls, account}),
    safes,
  }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names.map((name) => name.toLowerCase()))]

/** Every account that `governance:` names, in whatever field. */
const contractsIn = (governance: Proposal['governance']): string[] =>
  [...JSON.stringify(governance ?? []).matchAll(/"(0x[\da-f]{40})"/gi)].map(([, found = '']) => found)

/** Words of calldata, at whatever depth, that look like addresses: selectors and words keep them at multiples of 4 bytes. */
function addressesIn(data: string): string[] {
  const found: string[] = []
  for (let at = 2; at + 64 <= data.length; at += 8) {
    const word = data.slice(at, at + 64)
    // A long row of zeros: a small number, or the end of one word and the beginning of the next.
    if (word.startsWith('0'.repeat(24)) && !word.includes('0'.repeat(16), 24)) found.push(`0x${word.slice(24)}`)
  }
  return found
}
