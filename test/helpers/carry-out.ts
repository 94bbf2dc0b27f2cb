import {computeAddress, getAddress, type SigningKey} from 'ethers'

import type {Act, Moment} from '../../src/governance/model.js'
import {ANYONE, Reverted, type Chain, type Contract, type Log} from './evm.js'
import {approvedBy, execute, hashOnChain, signatures} from './safe.js'

/** Emits its calldata in an event whose topic is the caller: CALLDATACOPY to 0, CALLER, LOG1, STOP. */
export const RECORDER = '0x365f5f3733365fa100'

/** A Safe as a test knows it: the keys of owners that sign, or the accounts that have approved on chain. */
export interface KnownSafe {
  readonly contract: Contract
  readonly keys?: readonly SigningKey[]
  readonly approvedBy?: string
}

export interface Hands {
  readonly safes?: readonly KnownSafe[]
  /** Who sends an act whose sender the plan does not name. */
  readonly senderOf?: (act: Act) => string | undefined
  /** What is done where the plan has no bytes, as for a vote. */
  readonly without?: (act: Act) => Promise<void>
  /** What is looked at once an act has been done. */
  readonly after?: (act: Act) => Promise<void>
}

/** One call as a recorder saw it. */
export interface Recorded {
  readonly caller: string
  readonly to: string
  readonly data: string
}

/**
 * Does everything that a plan says, on contracts that are there, each at the first second that the plan allows; one second
 * earlier must fail, wherever the plan says that it would be too early. Gives back what recorders saw.
 */
export async function carryOut(chain: Chain, acts: readonly Act[], hands: Hands): Promise<Recorded[]> {
  const done = new Map<string, number>()
  const seen: Log[] = []
  for (const act of acts) {
    const from = Math.max(0, ...act.window.opens.map((moment) => timeOf(moment, done)))
    if (from > chain.now) {
      chain.pass(from - 1 - chain.now)
      await expect(carry(act, hands, chain)).rejects.toThrow(Reverted)
      chain.pass(1)
    }
    seen.push(...(await carry(act, hands, chain)))
    done.set(act.key, chain.now)
    await hands.after?.(act)
  }
  return seen.flatMap(({address, topics, data}) =>
    topics.length === 1 && topics[0]?.startsWith(`0x${'0'.repeat(24)}`)
      ? [{caller: getAddress(`0x${topics[0].slice(26)}`), to: address, data}]
      : [],
  )
}

function timeOf(moment: Moment, done: ReadonlyMap<string, number>): number {
  if ('at' in moment) return moment.at
  if ('condition' in moment) return 0
  const time = done.get(moment.after) ?? done.get(moment.after.replace(/#\d+$/, ''))
  if (time === undefined) throw new Error(`${moment.after} has not been done`)
  return time + (moment.seconds ?? 0)
}

async function carry(act: Act, hands: Hands, chain: Chain): Promise<Log[]> {
  if (act.safe) return sign(act.safe, hands.safes ?? [])
  if (!act.transaction) {
    if (!hands.without) throw new Error(`nobody can do without bytes: ${act.title}`)
    await hands.without(act)
    return []
  }
  const {to, value, data} = act.transaction
  const {logs} = await chain.send(act.sender.address ?? hands.senderOf?.(act) ?? ANYONE, to, data, value)
  return logs
}

async function sign({transaction, hashes}: NonNullable<Act['safe']>, safes: readonly KnownSafe[]): Promise<Log[]> {
  const safe = safes.find(({contract}) => contract.address === transaction.safe)
  if (!safe) throw new Error(`the test does not know the Safe ${transaction.safe}`)
  expect(await hashOnChain(safe.contract, transaction)).toBe(hashes.safeTxHash)
  const signed =
    safe.approvedBy === undefined ? signatures(hashes.safeTxHash, safe.keys ?? []) : approvedBy(safe.approvedBy)
  return execute(safe.contract, transaction, signed)
}

export const addressesOf = (keys: readonly SigningKey[]): string[] => keys.map((key) => computeAddress(key))
