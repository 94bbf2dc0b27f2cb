import {breachOf, maxDifference, type UnitLimit} from './unit-limit.js'

/** One value on its way, in the contract's units. */
export interface Move {
  readonly from: bigint
  readonly to: bigint
  /** All of them must be kept at every step. */
  readonly limits: readonly UnitLimit[]
}

/**
 * What several values must keep at every step. Where the values break it, it names the one that must wait and the
 * furthest that this one may go: never past where it is `before` the step; undefined when all is well.
 *
 * The search below is exact for constraints of which at most one side advances towards the breach ("the LTV may rise
 * when the threshold has"): then the legal states are closed under taking the more advanced of each value, and the most
 * advanced one is found by letting values wait.
 */
export type Constraint = (
  values: readonly bigint[],
  before: readonly bigint[],
) => {readonly index: number; readonly value: bigint} | undefined

/** One step: seconds after the first, and every value after it. */
export interface Rung {
  readonly at: number
  readonly values: readonly bigint[]
}

/** Longer ladders are no plan: at three days a step, eight years. */
export const MAX_STEPS = 1000

interface State {
  readonly rungs: readonly Rung[]
  readonly values: readonly bigint[]
  /** When each class of values with one delay last moved; undefined before its first move. */
  readonly last: readonly (number | undefined)[]
  readonly at: number
}

const delayOf = ({limits}: Move): number => Math.max(0, ...limits.map(({minDelay}) => minDelay))

/** The legal value nearest to the target that one step reaches; the current value where there is none. */
export function advance({to, limits}: Move, current: bigint): bigint {
  let next = to
  for (const limit of limits) {
    const most = maxDifference(limit, current)
    if (most !== undefined && next > current + most) next = current + most
    if (most !== undefined && next < current - most) next = current - most
  }
  return limits.some((limit) => breachOf(limit, current, next)) ? current : next
}

/** Moves the values of some classes as far as limits and constraints allow. */
function step(
  moves: readonly Move[],
  constraints: readonly Constraint[],
  before: readonly bigint[],
  mayMove: (index: number) => boolean,
): bigint[] {
  const values = moves.map((move, i) => (mayMove(i) ? advance(move, before[i] ?? move.from) : (before[i] ?? move.from)))
  for (;;) {
    const waiting = constraints.map((constraint) => constraint(values, before)).find((found) => found !== undefined)
    if (!waiting) return values
    const {index} = waiting
    const [move, own] = [moves[index], before[index]]
    if (!move || own === undefined || values[index] === own) return [...before] // nothing left that could wait
    const halfway = waiting.value > own === move.to > own && waiting.value !== own
    const legal = halfway && !move.limits.some((limit) => breachOf(limit, own, waiting.value))
    values[index] = legal ? waiting.value : own
  }
}

/** Whether a state is at least as far, with at least as much time behind it, in everything. */
function dominates(a: State, b: State, moves: readonly Move[]): boolean {
  if (a.at > b.at) return false
  if (a.last.some((time, i) => (time ?? -Infinity) > (b.last[i] ?? -Infinity))) return false
  return moves.every(({from, to}, i) => {
    const [x, y] = [a.values[i] ?? from, b.values[i] ?? from]
    return to >= from ? x >= y : x <= y
  })
}

const isAt = (values: readonly bigint[], moves: readonly Move[]): boolean => moves.every(({to}, i) => values[i] === to)

/**
 * The shortest ladder from the current values to the targets: the fewest steps, and among those the earliest end.
 * Undefined when no ladder of at most `MAX_STEPS` exists.
 *
 * Values with the same delay move together, each as far as it may, since being further, and moving with a step that
 * happens anyway, never hurts: the reach of one step, `x +- floor(share * x)` or `x +- points`, does not shrink as x
 * comes nearer to the target (shares above 100% reach everything below at once). What is searched is only which delays
 * take part in which step: one choice where all delays are equal. Values of one delay also wait together: where delays
 * differ and a constraint holds one of them back, the number of steps is still the least, the end possibly not.
 */
export function shortestLadder(
  moves: readonly Move[],
  constraints: readonly Constraint[],
): readonly Rung[] | undefined {
  const start = moves.map(({from}) => from)
  if (isAt(start, moves)) return []
  const delays = [...new Set(moves.filter(({from, to}) => from !== to).map(delayOf))].sort((a, b) => a - b)
  const classOf = moves.map((move) => delays.indexOf(delayOf(move)))
  // All of them first: of equally short ladders the one in which values move early is found first.
  const subsets = Array.from({length: 2 ** delays.length - 1}, (_, i) => 2 ** delays.length - 1 - i)
  let layer: State[] = [{rungs: [], values: start, last: delays.map(() => undefined), at: 0}]
  for (let count = 1; count <= MAX_STEPS && layer.length > 0; count++) {
    const next: State[] = []
    for (const state of layer) {
      for (const subset of subsets) {
        const takesPart = (index: number): boolean => (subset & (1 << index)) !== 0
        const ready = delays.map((delay, i) => {
          const before = state.last[i]
          return takesPart(i) && before !== undefined ? before + delay : state.at
        })
        const at = Math.max(state.at, ...ready)
        const values = step(moves, constraints, state.values, (i) => takesPart(classOf[i] ?? 0))
        if (values.every((value, i) => value === state.values[i])) continue
        const last = state.last.map((before, i) => (takesPart(i) ? at : before))
        next.push({rungs: [...state.rungs, {at, values}], values, last, at})
      }
    }
    const done = next.filter(({values}) => isAt(values, moves)).sort((a, b) => a.at - b.at)
    if (done[0]) return done[0].rungs
    layer = []
    for (const state of next.sort((a, b) => a.at - b.at)) {
      if (!layer.some((kept) => dominates(kept, state, moves))) layer.push(state)
    }
  }
  return undefined
}
