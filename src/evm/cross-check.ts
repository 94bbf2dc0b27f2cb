import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import type {BlockHeader} from './header.js'
import type {Log, Machine, Message} from './machine.js'

/** What came of one call: `0x1` when it did not fail, and what it logged. */
export interface CallEffect {
  readonly status: '0x0' | '0x1'
  readonly logs: readonly Log[]
}

/** A node's own simulation of calls. Nothing proves it. */
export interface NodeSimulation {
  /** keccak256 of what was asked (`askedOf`): an answer is held against nothing else. */
  readonly asked: string
  readonly calls: readonly CallEffect[]
}

/** The node's simulation of the calls in the end held against ours. */
export interface CrossCheck {
  readonly status: 'agrees' | 'differs' | 'not offered'
  /** Sentences that name the call. */
  readonly differences: readonly string[]
}

/** A call to hold against the node's, and its name. */
export interface TitledMessage extends Message {
  readonly title: string
}

/** Seconds between the pinned block and the one that is simulated. */
const LATER = 12n
const hex = (value: bigint): string => `0x${value.toString(16)}`

/**
 * The parameters of `eth_simulateV1`: all calls in one block on top of the pinned one. A node only takes a later number and
 * time than its own, so it is the next block, 12 seconds later, which is where `crossCheck` puts our machine.
 */
export function simulationParams(header: BlockHeader, messages: readonly Message[]): readonly unknown[] {
  const {number = '0x0', timestamp = '0x0', miner, mixHash, baseFeePerGas, gasLimit} = header
  const kept = {feeRecipient: miner, prevRandao: mixHash, baseFeePerGas, gasLimit}
  const given = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
  const blockOverrides = {number: hex(BigInt(number) + 1n), time: hex(BigInt(timestamp) + LATER), ...given}
  const calls = messages.map(({from, to, value, data}) => ({from, to, value: hex(value), data}))
  return [{blockStateCalls: [{blockOverrides, calls}], validation: false, traceTransfers: false}, number]
}

/** What was asked, in 32 bytes. */
export const askedOf = (header: BlockHeader, messages: readonly Message[]): string =>
  Hash.keccak256(Hex.fromString(JSON.stringify(simulationParams(header, messages))))

/** What a node answers to `eth_simulateV1`; undefined when it is not one block with an effect for each call. */
export function nodeSimulation(
  answer: unknown,
  header: BlockHeader,
  messages: readonly Message[],
): NodeSimulation | undefined {
  const blocks = Array.isArray(answer) ? (answer as unknown[]) : []
  const {calls} = (blocks[0] ?? {}) as {calls?: unknown}
  if (blocks.length !== 1 || !Array.isArray(calls) || calls.length !== messages.length) return undefined
  const effects = calls.map((call) => effectOf(call))
  if (effects.includes(undefined)) return undefined
  return {asked: askedOf(header, messages), calls: effects.filter((effect) => effect !== undefined)}
}

/** One call's effect, in lower case and with nothing else; undefined when it is none. */
export function effectOf(call: unknown): CallEffect | undefined {
  const {status, logs} = (call ?? {}) as {status?: unknown; logs?: unknown}
  if ((status !== '0x0' && status !== '0x1') || !Array.isArray(logs)) return undefined
  const read = logs.map((log: unknown): Log | undefined => {
    const {address, topics, data} = (log ?? {}) as {address?: unknown; topics?: unknown; data?: unknown}
    const good = isHex(address, 20) && isHex(data) && Array.isArray(topics) && topics.every((each) => isHex(each, 32))
    if (!good) return undefined
    return {
      address: address.toLowerCase(),
      topics: topics.map((topic) => topic.toLowerCase()),
      data: data.toLowerCase(),
    }
  })
  return read.includes(undefined) ? undefined : {status, logs: read.filter((log) => log !== undefined)}
}

const isHex = (value: unknown, bytes?: number): value is string =>
  typeof value === 'string' &&
  /^0x([\da-f]{2})*$/i.test(value) &&
  (bytes === undefined || value.length === 2 + 2 * bytes)

/** Makes the calls in our machine, which must still be at the pinned block; keeps nothing; and holds them against the node's. */
export async function crossCheck(
  machine: Machine,
  header: BlockHeader,
  messages: readonly TitledMessage[],
  node: NodeSimulation | undefined,
): Promise<CrossCheck> {
  if (messages.length === 0 || node?.asked !== askedOf(header, messages))
    return {status: 'not offered', differences: []}
  const ours = await machine.attempt(async () => {
    machine.passBlocks(1n)
    const effects: CallEffect[] = []
    for (const message of messages) {
      const {failure, logs} = await machine.send(message)
      effects.push(failure === undefined ? {status: '0x1', logs} : {status: '0x0', logs: []})
    }
    return {value: effects, keep: false}
  })
  const titles = messages.map(({title}) => title)
  const differences = titles.flatMap((title, index) => differencesOf(title, ours[index], node.calls[index]))
  return {status: differences.length > 0 ? 'differs' : 'agrees', differences}
}

/** In what two simulations of one call differ: its status, or else its logs in their order. */
export function differencesOf(title: string, ours: CallEffect | undefined, node: CallEffect | undefined): string[] {
  const done = (effect: CallEffect | undefined): string =>
    effect === undefined ? 'does not make it' : effect.status === '0x1' ? 'executes it' : 'fails it'
  if (ours?.status !== node?.status)
    return [`"${title}": the node's own simulation ${done(node)}, and this one ${done(ours)}`]
  const [here, there] = [ours?.logs ?? [], node?.logs ?? []]
  if (here.length !== there.length)
    return [`"${title}": the node's own simulation logs ${there.length} events, and this one ${here.length}`]
  return here.flatMap(({address, topics, data}, index) => {
    const other = there[index]
    const parts = [
      ...(address === other?.address ? [] : ['address']),
      ...(topics.join() === other?.topics.join() ? [] : ['topics']),
      ...(data === other?.data ? [] : ['data']),
    ]
    if (parts.length === 0) return []
    return [`"${title}": event ${index + 1} has other ${parts.join(' and ')} in the node's own simulation`]
  })
}
