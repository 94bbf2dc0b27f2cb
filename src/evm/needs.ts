import type {Act} from '../governance/model.js'
import type {Query} from '../protocols/model.js'
import type {TitledMessage} from './cross-check.js'
import {ANYBODY, type Message} from './machine.js'
import {SAFE_VIEWS} from './safe-execution.js'
import {senderOf, type LastCalls} from './walk.js'

/** What a simulation will most likely touch, for whoever fetches it in few requests. */
export interface Needs {
  /** Messages whose access lists name accounts and slots. */
  readonly messages: readonly Message[]
  readonly accounts: readonly string[]
  /** What the node is to simulate itself, in one block. */
  readonly simulated: readonly Message[]
  /** Safes whose owners will approve, with the hashes. */
  readonly safes: readonly {readonly address: string; readonly hash: string}[]
}

/** The calls in the end as messages of the account that makes them; none when nothing says which it is. */
export const messagesOf = ({calls, account}: LastCalls): TitledMessage[] =>
  account === undefined ? [] : calls.map(({to, value, data, title}) => ({from: account, to, value, data, title}))

export function needsOf(queries: readonly Query[], acts: readonly Act[], {calls, account}: LastCalls): Needs {
  const asked = (to: string, data: string): Message => ({from: ANYBODY, to, value: 0n, data})
  const safes = acts.flatMap(({safe}) =>
    safe ? [{address: safe.transaction.safe.toLowerCase(), hash: safe.hashes.safeTxHash}] : [],
  )
  const messages = [
    ...queries.map(({to, data}) => asked(to, data)),
    ...acts.flatMap(({already}) => (already ? [asked(already.to, already.data)] : [])),
    ...safes.flatMap(({address}) => Object.values(SAFE_VIEWS).map((data) => asked(address, data))),
    ...calls.map(({to, value, data}) => ({from: account ?? ANYBODY, to, value, data})),
    ...acts.flatMap((act) => (act.transaction ? [{from: senderOf(act), ...act.transaction}] : [])),
  ]
  const delegates = acts.flatMap(({safe}) => (safe ? [safe.transaction.to] : []))
  const named = messages.flatMap(({from, to}) => [from, to])
  return {
    messages,
    accounts: [...new Set([...named, ...delegates].map((name) => name.toLowerCase()))],
    simulated: messagesOf({calls, account}),
    safes,
  }
}
