import {bug, PlimsollError} from '../../errors.js'
import {formatTime} from '../../market/bars.js'
import type {Proposal} from '../../proposal/model.js'
import {parseSource, type SourceFile} from '../../proposal/parse.js'
import type {GovernedValue} from '../../protocols/model.js'
import {protocolNamed} from '../../protocols/registry.js'
import {setterNamed} from '../../protocols/setters.js'
import {rational} from '../../units/rational.js'
import {checkSource} from '../check.js'
import {constraintsAmong} from './constraints.js'
import {shortestLadder, type Move, type Rung} from './ladder.js'
import {limitsFor} from './limits-for.js'
import type {Policy} from './model.js'
import {frozenReserves, obstacles, unknowns} from './obstacles.js'
import {outOfScope} from './scope.js'
import {stepFile, type Stage} from './step-file.js'
import {unitLimit} from './unit-limit.js'

/** One value that a step changes, for people. */
export interface PlannedChange {
  readonly asset: string
  readonly parameter: string
  readonly from: string
  readonly to: string
}

export interface PlannedStep {
  /** Counts from 1. */
  readonly step: number
  /** Seconds after the first step, at the earliest. */
  readonly after: number
  /** `2026-01-08`, when a start was given. */
  readonly date?: string
  readonly title: string
  readonly changes: readonly PlannedChange[]
  /** A name for the step's proposal, and its text. */
  readonly file: string
  readonly text: string
}

/** The ladder, or why there is none. */
export interface Plan {
  readonly verdict: 'CANNOT TELL' | 'LADDER' | 'NO LADDER'
  readonly policy: string
  /** Where the limits come from. */
  readonly source?: string
  /** Why there is no ladder, or why nobody can tell. */
  readonly reasons: readonly string[]
  /** What to know before carrying it out. */
  readonly notes: readonly string[]
  readonly steps: readonly PlannedStep[]
}

const DAY = 86_400

/** "day 3", "day 1.5", or the date. */
function whenOf(after: number, start: number | undefined): string {
  return start === undefined ? `day ${Math.round((after / DAY) * 100) / 100}` : formatTime(start + after)
}

function moveOf(policy: Policy, value: GovernedValue): Move {
  const {before, after} = value
  const limits = value.changes ? limitsFor(policy, value).map((limit) => unitLimit(limit, value)) : []
  return {from: before ?? after, to: after, limits}
}

function stagesOf(
  values: readonly GovernedValue[],
  moves: readonly Move[],
  rungs: readonly Rung[],
  k: number,
): Stage[] {
  return values.map((value, i) => {
    const from = k === 0 ? moves[i]?.from : rungs[k - 1]?.values[i]
    return {value, from: from ?? value.after, to: rungs[k]?.values[i] ?? value.after}
  })
}

function changesOf(stages: readonly Stage[]): PlannedChange[] {
  return stages
    .filter(({from, to}) => from !== to)
    .map(({value, from, to}) => {
      const show = (units: bigint): string => value.show(rational(units, value.perOne))
      return {asset: value.subject, parameter: value.parameter, from: show(from), to: show(to)}
    })
}

/** Why the setting side would refuse a step. Each step must be a proposal that the schema accepts. */
function refusal({file, text}: PlannedStep): string[] {
  const {proposal, findings} = checkSource(parseSource(new TextEncoder().encode(text), file))
  if (!proposal) throw bug(`${file} of a plan is no valid proposal: ${findings[0]?.message ?? ''}`)
  try {
    setterNamed(proposal.proposal.protocol.name).calls(proposal.proposal)
    return []
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    return [`Such a step cannot be encoded: ${error.message}`]
  }
}

function notesOn(proposal: Proposal, moves: readonly Move[], steps: number): string[] {
  const numbered = (proposal.governance ?? []).some(({nonce}) => typeof nonce === 'number')
  const delayed = moves.some(({limits}) => limits.some(({minDelay}) => minDelay > 0))
  return [
    ...(delayed
      ? ['When these values were last changed is on the chain: the first step must wait for the delay too.']
      : []),
    ...(delayed && steps > 1
      ? ['Days are the earliest ones: a delay counts from the execution of the step before.']
      : []),
    ...(numbered && steps > 1 ? ['Nonces count on from the file: other transactions in between move them.'] : []),
  ]
}

/**
 * The shortest sequence of proposals that takes every value to its target inside a policy: the fewest steps, among those
 * the earliest end. Steps are spaced by the delays of what they move, and keep what the contract requires of values together.
 * @param start epoch seconds of the first step; without it days are counted
 * @throws PROPOSAL_REWRITE when a step cannot be written with the file's layout
 */
export function planLadder(source: SourceFile, proposal: Proposal, policy: Policy, start?: number): Plan {
  const {name} = proposal.protocol
  const about = {policy: policy.name, ...(policy.source === undefined ? {} : {source: policy.source})}
  const without = (verdict: Plan['verdict'], reasons: string[]): Plan => ({
    ...about,
    verdict,
    reasons,
    notes: [],
    steps: [],
  })

  const outside = outOfScope(policy, proposal).map(({message}) => message)
  if (outside.length > 0) return without('NO LADDER', outside)
  const values = protocolNamed(name).governedValues(proposal)
  const open = unknowns(policy, values)
  if (open.length > 0) return without('CANNOT TELL', open)
  const moves = values.map((value) => moveOf(policy, value))
  const constraints = constraintsAmong(values, name)
  const reasons = obstacles(values, moves, constraints)
  if (reasons.length > 0) return without('NO LADDER', reasons)
  const rungs = shortestLadder(
    moves,
    constraints.map(({holds}) => holds),
  )
  if (!rungs) {
    const together = constraints.map(({text}) => text).join('; ')
    return without('NO LADDER', [`The values cannot reach their targets together: ${together}.`])
  }
  if (rungs.length === 0) return without('NO LADDER', ['No value changes: there is nothing to plan.'])
  const frozen = frozenReserves(name, values, rungs[0]?.values ?? [])
  if (frozen.length > 0) return without('NO LADDER', frozen)

  const steps = rungs.map(({at: after}, k): PlannedStep => {
    const stages = stagesOf(values, moves, rungs, k)
    const position = {step: k + 1, of: rungs.length, when: whenOf(after, start)}
    const alone = {title: proposal.title, text: source.text}
    const date = start === undefined ? {} : {date: formatTime(start + after)}
    return {
      step: k + 1,
      after,
      ...date,
      ...(rungs.length === 1 ? alone : stepFile(source, proposal, stages, position)),
      changes: changesOf(stages),
      file: `step-${String(k + 1).padStart(String(rungs.length).length, '0')}.yaml`,
    }
  })
  const refused = [...new Set(steps.flatMap(refusal))]
  if (refused.length > 0) return without('NO LADDER', refused)
  return {...about, verdict: 'LADDER', reasons: [], notes: notesOn(proposal, moves, steps.length), steps}
}
