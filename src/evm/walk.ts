import {bug} from '../errors.js'
import type {Act, Moment} from '../governance/model.js'
import type {Call} from '../protocols/model.js'
import {MOST_GAS} from './gas.js'
import type {Log, Machine, Outcome} from './machine.js'
import {executeSafe} from './safe-execution.js'

/** One transaction that was simulated. */
export interface SimulatedStep {
  readonly title: string
  readonly from: string
  readonly to: string
  /** Unix seconds of its block. */
  readonly time: number
  readonly gasUsed: string
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
}

/** Sends whatever anybody may send: an account with nothing in it. */
export const ANYBODY = '0x706c696d736f6c6c000000000000000000000001'

/** The calls in the end, and the account that makes them. */
export interface LastCalls {
  readonly calls: readonly Call[]
  /** Undefined when nothing says which account it is. */
  readonly account: string | undefined
}

/**
 * Why the steps of a plan cannot all be walked: some have no transaction that is known beforehand (a vote), or are on another
 * chain. Undefined when they can.
 */
export function unwalkable(acts: readonly Act[], chainId: number): string | undefined {
  const act = acts.find((each) => (!each.safe && !each.transaction) || (each.chainId ?? chainId) !== chainId)
  if (!act) return undefined
  return `"${act.title}" cannot be simulated: ${act.missing ?? 'it is on another chain'}`
}

/**
 * Does what a plan says, each step at the first second at which the plan lets it; where that cannot be done, for a vote or for
 * want of an account that the file does not name, the calls in the end as the account that makes them.
 */
export async function walk(machine: Machine, acts: readonly Act[], chainId: number, last: LastCalls): Promise<Walk> {
  let why = unwalkable(acts, chainId)
  if (why === undefined) {
    const {walked, unnamed} = await machine.attempt(async () => {
      const value = await walkSteps(machine, acts)
      return {value, keep: value.unnamed === undefined}
    })
    if (unnamed === undefined) return walked
    why = `"${unnamed.title}" is sent by ${unnamed.sender.role}, which the file does not name`
  }
  return walkCalls(machine, last, why)
}

async function walkSteps(machine: Machine, acts: readonly Act[]): Promise<{walked: Walk; unnamed?: Act}> {
  const done = new Map<string, number>()
  const steps: SimulatedStep[] = []
  const logs: Log[] = []
  const assumed: string[] = []
  const end = (failure?: string): Walk => ({
    path: 'steps',
    steps,
    logs,
    assumed,
    ...(failure === undefined ? {} : {failure}),
  })
  for (const act of acts) {
    const {opens, closes} = act.window
    assumed.push(...opens.flatMap((moment) => ('condition' in moment ? [`"${act.title}": ${moment.condition}`] : [])))
    machine.passUntil(Math.max(0, ...opens.map((moment) => timeOf(moment, done) ?? 0)))
    const late = closes.map((moment) => timeOf(moment, done)).find((time) => time !== undefined && time < machine.now)
    if (late !== undefined) return {walked: end(`"${act.title}" was possible until ${dateOf(late)} only`)}
    const {step, outcome} = await doAct(machine, act, assumed)
    steps.push(step)
    logs.push(...outcome.logs)
    if (step.failure !== undefined) {
      const walked = end(`"${act.title}" fails: ${step.failure}`)
      return !act.safe && act.sender.address === undefined ? {walked, unnamed: act} : {walked}
    }
    done.set(act.key, machine.now)
  }
  return {walked: end()}
}

async function doAct(machine: Machine, act: Act, assumed: string[]): Promise<{step: SimulatedStep; outcome: Outcome}> {
  const from = act.sender.address ?? ANYBODY
  if (act.safe) {
    const outcome = await executeSafe(machine, act.safe, from)
    assumed.push(...outcome.assumed)
    return {step: stepOf(machine, {title: act.title, from, to: act.safe.transaction.safe}, outcome), outcome}
  }
  if (!act.transaction) throw bug('a step without a transaction cannot be walked')
  const outcome = await machine.send({from, ...act.transaction})
  return {step: stepOf(machine, {title: act.title, from, to: act.transaction.to}, outcome), outcome}
}

async function walkCalls(machine: Machine, {calls, account}: LastCalls, why: string): Promise<Walk> {
  const steps: SimulatedStep[] = []
  const logs: Log[] = []
  const about = {path: 'calls', steps, logs} as const
  if (account === undefined) return {...about, assumed: [why], failure: 'nothing says which account makes the calls'}
  const assumed = [`${why}; simulated are the calls alone, as made by ${account}`]
  for (const {to, value, data, title} of calls) {
    const outcome = await machine.send({from: account, to, value, data})
    const step = stepOf(machine, {title, from: account, to}, outcome)
    steps.push(step)
    logs.push(...outcome.logs)
    if (step.failure !== undefined) return {...about, assumed, failure: `"${title}" fails: ${step.failure}`}
  }
  return {...about, assumed}
}

function stepOf(
  machine: Machine,
  about: Pick<SimulatedStep, 'from' | 'title' | 'to'>,
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
  const time = done.get(moment.after)
  return time === undefined ? undefined : time + (moment.seconds ?? 0)
}

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '')
