import type {VenueItem} from '../governance/model.js'
import {innerCalls} from '../governance/read/calls.js'
import type {RawCall} from '../protocols/model.js'
import type {Entered} from './venues.js'
import type {Family} from './nested.js'
import {expectedSafe} from './governance.js'

const APPROVE_HASH = '0xd4d9bdcd'

/**
 * Follows an owner's approveHash into the Safe that it owns: the hash must be that of a transaction that was given too, and
 * that transaction must be the one the proposal says; out come the calls that it makes.
 */
export function enterSafe(calls: readonly RawCall[], item: VenueItem, family: Family | undefined): Entered {
  const problems: string[] = []
  const unknown: string[] = []
  const made: RawCall[] = []
  const address = String(item['address']).toLowerCase()
  for (const call of calls) {
    if (call.to.toLowerCase() !== address || !call.data.startsWith(APPROVE_HASH) || call.data.length !== 74) {
      problems.push(`a call to ${call.to} is no approveHash of the proposal's Safe ${String(item['address'])}`)
      continue
    }
    if (call.value !== 0n) problems.push(`the call to approveHash carries ${call.value} wei`)
    const hash = `0x${call.data.slice(10)}`
    const member = family?.members.find(
      ({hashes, fields}) => hashes.safeTxHash === hash && fields.safe.toLowerCase() === address,
    )
    if (!member) {
      unknown.push(
        `it approves ${hash} of Safe ${String(item['address'])}: give the transaction that has this hash too (the folder that \`encode\` writes has both)`,
      )
      continue
    }
    const expected = expectedSafe(item, member.fields.nonce)
    unknown.push(...expected.unknown)
    for (const [name, value] of Object.entries(expected.fields)) {
      const found: unknown = member.fields[name as keyof typeof member.fields]
      if (found !== value)
        problems.push(`\`${name}\` of the approved transaction is ${String(found)}; the proposal says ${String(value)}`)
    }
    const inner = innerCalls(member.fields, call.chainId)
    problems.push(...inner.problems)
    made.push(...inner.calls)
  }
  return {calls: made, problems, unknown, numbered: []}
}
