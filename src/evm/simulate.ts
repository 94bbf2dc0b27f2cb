import type {EncodedProposal} from '../governance/encode.js'
import {venueNamed} from '../governance/venues/registry.js'
import type {Proposal} from '../proposal/model.js'
import {protocolNamed} from '../protocols/registry.js'
import {crossCheck, type CrossCheck, type NodeSimulation} from './cross-check.js'
import {MOST_GAS} from './gas.js'
import {explained} from './explained.js'
import {heldUnder, type HeldFound} from './held.js'
import type {BlockHeader} from './header.js'
import {JournaledState} from './journaled-state.js'
import {Machine, type Log} from './machine.js'
import {messagesOf} from './needs.js'
import type {ChainSource, Touched} from './source.js'
import {tokenMovements, type TokenMovement} from './token-movements.js'
import {compareValues, queriesOf, readValues, type ValueLine} from './values.js'
import {walk, type LastCalls, type SimulatedStep, type Walk} from './walk.js'

/** A slot that execution changed, hex. */
export interface StateWrite {
  readonly address: string
  readonly slot: string
  readonly before: string
  readonly after: string
}

/** The answer to: does the chain after execution say what the proposal says? */
export interface Simulation {
  readonly verdict: 'AS SAID' | 'CANNOT TELL' | 'NOT AS SAID'
  /** `steps`: every step as governance does it; `calls`: only the calls in the end, as their account makes them. */
  readonly path: 'calls' | 'steps'
  readonly steps: readonly SimulatedStep[]
  readonly values: readonly ValueLine[]
  readonly writes: readonly StateWrite[]
  readonly events: readonly Log[]
  readonly movements: readonly TokenMovement[]
  /** The calls alone, each made by its account, as the node's `eth_simulateV1` has them and as this simulation has them. */
  readonly crossCheck: CrossCheck
  /** What was taken for granted or left out. */
  readonly assumed: readonly string[]
  /** Why the verdict is not AS SAID. */
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
}

/** The chain to simulate on: its state at one block. */
export interface SimulatedChain {
  readonly chainId: number
  readonly header: BlockHeader
  readonly source: ChainSource
  /** What the node itself says of the calls, where it was asked and answered. */
  readonly node?: NodeSimulation | undefined
  /** Whether it is given up, by TrialTooLong, once it uses much gas: some of the state may be guessed. */
  readonly trial?: boolean
}

/** The account that makes the calls in the end: the innermost venue's, or the one that the protocol knows. */
export function lastCallsOf(proposal: Proposal, {calls}: Pick<EncodedProposal, 'calls'>): LastCalls {
  const inner = proposal.governance?.at(-1)
  const account = inner
    ? venueNamed(inner.venue).account(inner)
    : protocolNamed(proposal.protocol.name).authority?.(proposal)?.address
  return {calls, account}
}

/**
 * Executes a proposal on a chain's state: values before, the path to execution, values after.
 * @throws SIMULATE_GETTER, and what the source throws (exit 3)
 */
export async function simulate(
  proposal: Proposal,
  encoded: Pick<EncodedProposal, 'acts' | 'calls'>,
  {chainId, header, source, node, trial = false}: SimulatedChain,
): Promise<{simulation: Simulation; touched: Touched}> {
  const state = new JournaledState(source)
  const machine = await Machine.create(state, chainId, header, {trial})
  const queries = queriesOf(proposal)
  const before = await readValues(machine, queries)
  const last = lastCallsOf(proposal, encoded)
  const checked = await crossCheck(machine, header, messagesOf(last), node)
  const held = await heldUnder(machine, encoded.acts)
  const {path, steps, logs, failure, unproven, ...walked} = await walk(machine, encoded.acts, chainId, last)
  const writes = state.changes().map(({address, slot, before: was, after: is}) => ({
    address,
    slot,
    before: word(was),
    after: word(is),
  }))
  const values = failure === undefined ? await readValues(machine, queries) : undefined
  const lines = values ? compareValues(proposal, before, values) : []
  const why = failure === undefined ? undefined : await explained(machine, failure, messagesOf(last))
  const judged = judge({failure: why, steps, unproven, wrong: held.wrong}, chainId, queries.length > 0, lines, checked)
  const movements = tokenMovements(logs)
  const assumed = [...held.told, ...walked.assumed]
  const simulation = {path, steps, values: lines, writes, events: logs, movements, crossCheck: checked, assumed}
  return {
    simulation: {verdict: judged.verdict, ...simulation, reasons: judged.reasons, warnings: judged.warnings},
    touched: state.touched(),
  }
}

function judge(
  {
    failure,
    steps,
    unproven,
    wrong: held,
  }: Pick<Walk, 'steps'> & Pick<HeldFound, 'wrong'> & {[K in 'failure' | 'unproven']: string | undefined},
  chainId: number,
  readable: boolean,
  lines: readonly ValueLine[],
  {status: checked, differences}: CrossCheck,
): Pick<Simulation, 'reasons' | 'verdict' | 'warnings'> {
  const wrong = [...held, ...(failure === undefined ? [] : [failure])]
  const warnings: string[] = [...differences]
  for (const {title, gasUsed, tooMuchGas} of steps) {
    if (!tooMuchGas) continue
    const text = `"${title}" uses ${gasUsed} gas, and one transaction may use ${MOST_GAS} (EIP-7825)`
    if (chainId === 1) wrong.push(text)
    else warnings.push(`${text}, where the chain has that limit`)
  }
  const open: string[] = unproven === undefined ? [] : [unproven]
  if (checked === 'differs')
    open.push("the node's own simulation of the calls differs from this one (see the warnings)")
  for (const {asset, title, status, after, said, before, drift} of lines) {
    const what = `${asset} ${title}`
    if (status === 'not as said')
      wrong.push(`${what} is ${after ?? ''} after execution, and the proposal says ${said ?? ''}`)
    if (status === 'also changed')
      wrong.push(`${what} becomes ${after ?? ''} (from ${before ?? 'nothing'}), and the proposal does not say so`)
    if (status === 'not read' && readable) open.push(`no getter says what ${what} is`)
    if (drift !== undefined) warnings.push(`${what} was ${before ?? ''}; ${drift}`)
  }
  if (!readable)
    open.push(
      'the proposal names no `getter:` of what it sets, so nothing says what the contracts hold: look at the state changes',
    )
  if (readable && lines.length === 0 && wrong.length === 0) open.push('the proposal says no value')
  const verdict = wrong.length > 0 ? 'NOT AS SAID' : open.length > 0 ? 'CANNOT TELL' : 'AS SAID'
  return {verdict, reasons: [...wrong, ...open], warnings}
}

const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`
