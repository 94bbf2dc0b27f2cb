import {getAddress} from 'ethers'

import {JournaledState} from '../../src/evm/journaled-state.js'
import {Machine} from '../../src/evm/machine.js'
import type {ChainSource, SourceAccount} from '../../src/evm/source.js'
import {walk, type LastCalls, type Walk} from '../../src/evm/walk.js'
import type {Act} from '../../src/governance/model.js'
import {carryOut, type Hands, type Recorded} from './carry-out.js'
import type {Chain} from './evm.js'

/** A chain in memory as it is now, as a source for simulations. */
export async function sourceOf(chain: Chain): Promise<ChainSource> {
  const accounts = new Map<string, SourceAccount & {slots: Map<string, bigint>}>()
  for await (const {address, nonce, balance, code, storage} of chain.accounts()) {
    const slots = new Map(
      storage.map(([slot, value]) => [slot, BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`)]),
    )
    accounts.set(address, {nonce, balance, code, slots})
  }
  return {
    account: async (address) => accounts.get(address) ?? {nonce: 0n, balance: 0n, code: '0x'},
    slot: async (address, slot) => accounts.get(address)?.slots.get(slot) ?? 0n,
  }
}

/** Walks a plan in the product's simulator, on what the chain has now; nothing of it stays. Also what recorders saw, and the contract of each slot that changed. */
export async function simulated(
  chain: Chain,
  acts: readonly Act[],
  last: LastCalls = {calls: [], account: undefined},
): Promise<{walked: Walk; seen: Recorded[]; changed: string[]}> {
  const header = {
    number: `0x${chain.block.toString(16)}`,
    timestamp: `0x${chain.now.toString(16)}`,
    gasLimit: '0x3938700',
  }
  const state = new JournaledState(await sourceOf(chain))
  const walked = await walk(await Machine.create(state, 1, header), acts, 1, last)
  const seen = walked.logs.flatMap(({address, topics, data}) =>
    topics.length === 1 && topics[0]?.startsWith(`0x${'0'.repeat(24)}`)
      ? [{caller: getAddress(`0x${topics[0].slice(26)}`), to: getAddress(address), data}]
      : [],
  )
  return {walked, seen, changed: state.changes().map(({address}) => address)}
}

/** Carries a plan out for real, after the simulator has: both must come to the same. Gives back what recorders saw. */
export async function carryOutAsSimulated(chain: Chain, acts: readonly Act[], hands: Hands): Promise<Recorded[]> {
  const {walked, seen} = await simulated(chain, acts)
  const {failure, path, steps, assumed} = walked
  expect({failure, path, count: steps.length, assumed}).toMatchObject({path: 'steps', count: acts.length})
  expect(failure).toBeUndefined()
  const done = await carryOut(chain, acts, hands)
  expect(seen).toEqual(done)
  return done
}
