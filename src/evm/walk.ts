import * as AbiFunction from 'ox/AbiFunction'

import {bug} from '../errors.js'
import type {Act, Moment} from '../governance/model.js'
import type {Call} from '../protocols/model.js'
import {MOST_GAS} from './gas.js'
import {ANYBODY, type Log, type Machine, type Message, type Outcome} from './machine.js'
import {executeSafe} from './safe-execution.js'
import {withStanding} from './standing.js'
import {electorateOf, proposedId, winVote, withVotes, type Electorate} from './vote.js'

/** One transaction that was simulated. */
export interface SimulatedStep {
  readonly title: string
  readonly from: string
  readonly to: string
  /** Unix seconds of its block. */
  readonly time: number
  readonly gasUsed: string
  /** Set where it was acted rather than executed: what was given to it that nobody has. */
  readonly acted?: string
  /** Why it failed; absent when it did not. */
  readonly failure?: string
  /** Whether it asks for more gas than one transaction may (EIP-7825). */
  readonly tooMuchGas: boolean
}

export interface Walk {
  /** `steps`: every step as governance does it; `calls`: only the calls in the end, as their account makes them. */
  readonly path: 'calls' | 'steps'
  readonly steps: readonly SimulatedStep[]
  readonly logs: readonly Log[]
  /** What was taken for granted or left out, a sentence each. */
  readonly assumed: readonly string[]
  /** Why it did not come to its end. */
  readonly failure?: string
  /** Why what was executed says nothing of what governance will execute. */
  readonly unproven?: string
}

const BY_ID = {
  queue: AbiFunction.from('function queue(uint256 proposalId)'),
  execute: AbiFunction.from('function execute(uint256 proposalId)'),
}

/** The calls in the end, and the account that makes them. */
export interface LastCalls {
  readonly calls: readonly Call[]
  /** Undefined when nothing says which account it is. */
  readonly account: string | undefined
}

/**
 * Why the steps of a plan cannot all be walked: some have no transaction that is known beforehand and are no vote either, or
 * are on another chain. Undefined when they can.
 */
export function unwalkable(acts: readonly Act[], chainId: number): string | undefined {
  const known = ({safe, transaction, ballot, numbered}: Act): boolean =>
    [safe, transaction, ballot, numbered].some((each) => each !== undefined)
  const act = acts.find((each) => !known(each) || (each.chainId ?? chainId) !== chainId)
  if (!act) return undefined
  return `"${act.title}" cannot be simulated: ${known(act) ? 'it is on another chain' : (act.missing ?? '')}`
}

/**
 * Does what a plan says, each step at the first second at which the plan lets it; where that cannot be done, for a vote whose
 * votes cannot be given or for want of an account that the file does not name, the calls in the end as the account that makes
 * them.
 */
export async function walk(machine: Machine, acts: readonly Act[], chainId: number, last: LastCalls): Promise<Walk> {
  const why = unwalkable(acts, chainId)
  if (why !== undefined) return callsAlone(machine, acts, last, why)
  const {walked, stuck} = await machine.attempt(async () => {
    const value = await walkSteps(machine, acts)
    return {value, keep: value.stuck === undefined}
  })
  return stuck === undefined ? walked : callsAlone(machine, acts, last, stuck)
}

/** The calls without their path, which prove nothing where code that stands elsewhere makes them. */
async function callsAlone(machine: Machine, acts: readonly Act[], last: LastCalls, why: string): Promise<Walk> {
  const walked = await walkCalls(machine, last, why)
  const runs = acts.find((act) => act.runs !== undefined)?.runs
  if (runs === undefined) return walked
  return {...walked, unproven: `the code of ${runs}, which is to make the calls, has not been executed`}
}

/** What has come of the steps so far. */
interface Course {
  /** When each was done, by key. */
  readonly done: Map<string, number>
  readonly assumed: string[]
  /** The governors whose votes can be given, by the key of what is proposed at them. */
  readonly electorates: ReadonlyMap<string, Electorate>
  /** The ids that governors gave, by the same key. */
  readonly ids: Map<string, bigint>
}

/** `stuck`: why this is not the proposal's fault, and nothing of it counts. */
async function walkSteps(machine: Machine, acts: readonly Act[]): Promise<{walked: Walk; stuck?: string}> {
  const steps: SimulatedStep[] = []
  const logs: Log[] = []
  const course: Course = {
    ...{done: new Map(), assumed: [], ids: new Map()},
    electorates: await electoratesOf(machine, acts),
  }
  const end = (failure?: string): Walk => ({
    ...{path: 'steps', steps, logs, assumed: course.assumed},
    ...(failure === undefined ? {} : {failure}),
  })
  for (const act of acts) {
    if (act.ballot && !course.electorates.has(act.ballot.proposed))
      return {walked: end(), stuck: `nobody can vote here: the governor ${act.ballot.governor} does not name its votes`}
    if (await isDone(machine, act)) {
      course.assumed.push(`"${act.title}" has been done on this chain already`)
      course.done.set(act.key, machine.now)
      continue
    }
    const {opens, closes} = act.window
    course.assumed.push(
      ...opens.flatMap((moment) => ('condition' in moment ? [`"${act.title}": ${moment.condition}`] : [])),
    )
    machine.passUntil(Math.max(0, ...opens.map((moment) => timeOf(moment, course.done) ?? 0)))
    const late = closes
      .map((moment) => timeOf(moment, course.done))
      .find((time) => time !== undefined && time < machine.now)
    if (late !== undefined) return {walked: end(`"${act.title}" was possible until ${dateOf(late)} only`)}
    const {step, outcome, stands} = await doAct(machine, act, course)
    steps.push(step)
    logs.push(...outcome.logs)
    if (step.failure !== undefined) {
      const stuck = notItsFault(act, stands === true)
      return {walked: end(`"${act.title}" fails: ${step.failure}`), ...(stuck === undefined ? {} : {stuck})}
    }
    course.done.set(act.key, machine.now)
    const id = proposedId(outcome.logs, course.electorates.get(act.key)?.governor ?? '')
    if (id !== undefined) course.ids.set(act.key, id)
  }
  return {walked: end()}
}

/**
 * Why a failure says nothing about the proposal: what must have happened before has not, or the sender is somebody whom the
 * file does not name and nobody could stand in for. Undefined when it does.
 */
function notItsFault({title, safe, ballot, sender, runs, window}: Act, stands: boolean): string | undefined {
  if (safe ?? ballot ?? sender.address ?? runs) return undefined
  if (!stands) return `"${title}" is sent by ${sender.role}, which the file does not name`
  const conditions = window.opens.flatMap((moment) => ('condition' in moment ? [moment.condition] : []))
  return conditions.length > 0 ? `"${title}" has to wait until ${conditions.join(' and ')}` : undefined
}

/** Whether the chain says that it has been done. */
async function isDone(machine: Machine, {already}: Act): Promise<boolean> {
  if (!already) return false
  const {failure, output} = await machine.call({from: ANYBODY, value: 0n, ...already})
  return failure === undefined && output === `0x${'1'.padStart(64, '0')}`
}

async function electoratesOf(machine: Machine, acts: readonly Act[]): Promise<Map<string, Electorate>> {
  const found = new Map<string, Electorate>()
  for (const {ballot} of acts) {
    const electorate = ballot && (await electorateOf(machine, ballot.governor))
    if (electorate) found.set(ballot.proposed, electorate)
  }
  return found
}

async function doAct(
  machine: Machine,
  act: Act,
  course: Course,
): Promise<{step: SimulatedStep; outcome: Outcome; stands?: boolean}> {
  const from = act.sender.address ?? ANYBODY
  if (act.safe) {
    const outcome = await executeSafe(machine, act.safe, from)
    course.assumed.push(...outcome.assumed)
    return {step: stepOf(machine, {title: act.title, from, to: act.safe.transaction.safe}, outcome), outcome}
  }
  const {sender, to, outcome, acted} = await (act.ballot
    ? vote(machine, act.ballot, course)
    : transact(machine, act, from, course))
  const about = {title: act.title, from: sender ?? from, to, ...(acted === undefined ? {} : {acted})}
  return {step: stepOf(machine, about, outcome), outcome, stands: sender !== undefined}
}

interface Done {
  /** Who stood in for a sender that is not named: an account that may send it. */
  readonly sender?: string
  readonly to: string
  readonly outcome: Outcome
  readonly acted?: string
}

async function vote(machine: Machine, {governor, proposed}: NonNullable<Act['ballot']>, course: Course): Promise<Done> {
  const [electorate, id] = [course.electorates.get(proposed), course.ids.get(proposed)]
  if (!electorate || id === undefined) {
    const failure = 'the governor did not say what it was given to vote on'
    return {to: governor, outcome: {failure, output: '0x', logs: [], gasUsed: 0n}}
  }
  const acted = `the votes are given: ${electorate.counter}, which counts them, is replaced while one account votes for it`
  return {to: governor, outcome: await winVote(machine, electorate, id), acted}
}

/** Where nobody is named, whoever sends it has what it takes: a role, votes to propose with, wei to send along. */
async function transact(machine: Machine, act: Act, from: string, course: Course): Promise<Done> {
  const message = messageOf(act, from, course)
  const {to, value} = message
  const unnamed = act.sender.address === undefined
  const standing = unnamed ? act.standing : undefined
  const stood =
    standing && (await withStanding(machine, standing, (sender) => machine.send({...message, from: sender})))
  if (stood) return {to, outcome: stood.value, sender: stood.from, ...(stood.acted && {acted: stood.acted})}
  const electorate = unnamed ? course.electorates.get(act.key) : undefined
  const given = [...(electorate ? ['votes'] : []), ...(unnamed && value > 0n ? [`${value} wei`] : [])]
  if (given.length === 0) return {to, outcome: await machine.send(message)}
  if (unnamed && value > 0n) await machine.give(from, value)
  const send = () => machine.send(message)
  const outcome = await (electorate ? withVotes(machine, electorate, send) : send())
  return {to, outcome, acted: `by an account with ${given.join(' and ')}, which are given`}
}

/** What is sent; the number of a proposal is the one that it was given here. */
function messageOf({numbered, transaction, missing}: Act, from: string, {ids, assumed}: Course): Message {
  const id = numbered && ids.get(numbered.proposed)
  if (id !== undefined) {
    const data = AbiFunction.encodeData(BY_ID[numbered?.function ?? 'queue'], [id])
    const text = `the governor numbers the proposal ${id} here, which the file does not`
    if (data !== transaction?.data && !assumed.includes(text)) assumed.push(text)
    return {from, to: numbered?.governor ?? '', value: 0n, data}
  }
  if (!transaction) throw bug(`a step without a transaction cannot be walked: ${missing ?? ''}`)
  return {from, ...transaction}
}

async function walkCalls(machine: Machine, {calls, account}: LastCalls, why: string): Promise<Walk> {
  const steps: SimulatedStep[] = []
  const logs: Log[] = []
  const about = {path: 'calls', steps, logs} as const
  if (account === undefined) return {...about, assumed: [why], failure: 'nothing says which account makes the calls'}
  const assumed = [`${why}; simulated are the calls alone, as made by ${account}`]
  for (const {to, value, data, title} of calls) {
    const outcome = await machine.send({from: account, to, value, data})
    const acted = 'as the account that governance acts through'
    const step = stepOf(machine, {title, from: account, to, acted}, outcome)
    steps.push(step)
    logs.push(...outcome.logs)
    if (step.failure !== undefined) return {...about, assumed, failure: `"${title}" fails: ${step.failure}`}
  }
  return {...about, assumed}
}

function stepOf(
  machine: Machine,
  about: Pick<SimulatedStep, 'acted' | 'from' | 'title' | 'to'>,
  {failure, gasUsed}: Outcome,
): SimulatedStep {
  return {
    ...about,
    time: machine.now,
    gasUsed: gasUsed.toString(),
    ...(failure === undefined ? {} : {failure}),
    tooMuchGas: gasUsed > MOST_GAS,
  }
}

/** Undefined for what has no time: a condition in words. */
function timeOf(moment: Moment, done: ReadonlyMap<string, number>): number | undefined {
  if ('condition' in moment) return undefined
  if ('at' in moment) return moment.at
  // A call that went out together with others was made when they were.
  const time = done.get(moment.after) ?? done.get(moment.after.replace(/#\d+$/, ''))
  return time === undefined ? undefined : time + (moment.seconds ?? 0)
}

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '')
