import * as AbiFunction from 'ox/AbiFunction'
import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {ask} from './ask.js'
import {ANYBODY, type Log, type Machine, type Outcome} from './machine.js'

/** More votes than any quorum that is known, and still a uint96, as which Compound's tokens count. */
const VOTES = 2n ** 95n
/** Where governors name what counts votes: OpenZeppelin's, Compound's, Uniswap's and Venus' Alpha and Bravo. */
export const COUNTERS = ['token', 'comp', 'uni', 'xvsVault'] as const
/** ProposalState of Bravo's and OpenZeppelin's governors. */
const STATES = ['Pending', 'Active', 'Canceled', 'Defeated', 'Succeeded', 'Queued', 'Expired', 'Executed'] as const

const STATE = AbiFunction.from('function state(uint256 proposalId) view returns (uint8)')
/** The second is GovernorAlpha's. */
const CASTS = [
  (id: bigint) => AbiFunction.encodeData(AbiFunction.from('function castVote(uint256, uint8)'), [id, 1]),
  (id: bigint) => AbiFunction.encodeData(AbiFunction.from('function castVote(uint256, bool)'), [id, true]),
]
/** What every one of these governors emits when something is proposed; the id is its first word. */
const CREATED = Hash.keccak256(
  Hex.fromString('ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)'),
)
const [TIMESTAMP, NUMBER] = ['42', '43']

/**
 * Code that answers `clock()` (EIP-6372) with the time or the block, and every other call with the votes: the selector is
 * compared with 0x91ddadf4, and one word is returned.
 */
const counterCode = (clock: string): string =>
  `0x5f3560e01c6391ddadf4146021576b${VOTES.toString(16).padStart(24, '0')}5f5260205ff35b${clock}5f5260205ff3`

/** The id under which a governor took a proposal, from its events. */
export function proposedId(logs: readonly Log[], governor: string): bigint | undefined {
  const log = logs.find(({address, topics}) => address === governor.toLowerCase() && topics[0] === CREATED)
  return log && BigInt(log.data.slice(0, 66))
}

/** A governor whose votes can be given to anybody. */
export interface Electorate {
  readonly governor: string
  /** What counts its votes. */
  readonly counter: string
  /** Whether the governor counts time in seconds rather than in blocks. */
  readonly inSeconds: boolean
}

/** Undefined when the governor does not name what counts its votes. */
export async function electorateOf(machine: Machine, governor: string): Promise<Electorate | undefined> {
  for (const name of COUNTERS) {
    const found = await ask(machine, governor, name)
    if (found === undefined || found === 0n || found >= 2n ** 160n) continue
    const counter = `0x${found.toString(16).padStart(40, '0')}`
    return {governor, counter, inSeconds: (await ask(machine, governor, 'clock')) === BigInt(machine.now)}
  }
  return undefined
}

/** Does something while everybody has votes: what counts them is replaced meanwhile. */
export function withVotes<T>(
  machine: Machine,
  {counter, inSeconds}: Electorate,
  something: () => Promise<T>,
): Promise<T> {
  return machine.withCode(counter, counterCode(inSeconds ? TIMESTAMP : NUMBER), something)
}

/**
 * Lets a proposal win: waits for the vote, casts one that is more than enough, and waits until it is over. Whether it has
 * then succeeded is for the governor to say, with its own quorum.
 */
export async function winVote(machine: Machine, electorate: Electorate, id: bigint): Promise<Outcome> {
  const {governor, inSeconds} = electorate
  const failed = (failure: string): Outcome => ({failure, output: '0x', logs: [], gasUsed: 0n})
  const [delay, period] = [await ask(machine, governor, 'votingDelay'), await ask(machine, governor, 'votingPeriod')]
  if (delay === undefined || period === undefined) return failed('the governor does not say how long its votes take')
  const pass = (units: bigint): void => {
    if (inSeconds) machine.passUntil(machine.now + Number(units))
    else machine.passBlocks(units)
  }
  pass(delay + 1n)
  let outcome = failed('')
  for (const cast of CASTS) {
    outcome = await withVotes(machine, electorate, () =>
      machine.send({from: ANYBODY, to: governor, value: 0n, data: cast(id)}),
    )
    if (outcome.failure === undefined) break
  }
  if (outcome.failure !== undefined) return outcome
  pass(period)
  const data = AbiFunction.encodeData(STATE, [id])
  const {output} = await machine.call({from: ANYBODY, to: governor, value: 0n, data})
  const state = output.length === 66 ? (STATES[Number(BigInt(output))] ?? 'none that is known') : 'not told'
  return state === 'Succeeded' ? outcome : failed(`after the vote the proposal's state is ${state}`)
}
