import fc from 'fast-check'

import {constraintsAmong} from '../../../src/check/policy/constraints.js'
import {shortestLadder, type Move} from '../../../src/check/policy/ladder.js'
import type {UnitLimit} from '../../../src/check/policy/unit-limit.js'
import type {GovernedValue, Role} from '../../../src/protocols/model.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {rational} from '../../../src/units/rational.js'

const FREE: UnitLimit = {min: undefined, max: undefined, change: undefined, fixed: false, zero: undefined, minDelay: 0}
const DAYS = 86_400

const move = (from: number, to: number, limit: Partial<UnitLimit>): Move => {
  return {from: BigInt(from), to: BigInt(to), limits: [{...FREE, ...limit}]}
}
const points = (most: number) => ({absolute: BigInt(most)})
const share = (bps: number) => ({relative: rational(bps, 10_000)})
const climb = (...moves: Move[]) => shortestLadder(moves, [])
const column = (rungs: ReturnType<typeof climb>, i = 0) => rungs?.map(({values}) => Number(values[i]))

describe('worked by hand', () => {
  const steward = {change: points(50), zero: 'refused', minDelay: 3 * DAYS} as const
  const cap = {change: share(10_000), zero: 'refused', minDelay: 3 * DAYS} as const

  it('a threshold 3 points up is six steps of 50 bps, three days apart', () => {
    const rungs = climb(move(8300, 8600, steward))
    expect(column(rungs)).toEqual([8350, 8400, 8450, 8500, 8550, 8600])
    expect(rungs!.map(({at}) => at / DAYS)).toEqual([0, 3, 6, 9, 12, 15])
  })

  it('the last step is what is left', () => {
    expect(column(climb(move(8300, 8179, steward)))).toEqual([8250, 8200, 8179])
  })

  it('a cap doubles up, and falls to anything but zero at once', () => {
    expect(column(climb(move(1000, 7500, cap)))).toEqual([2000, 4000, 7500])
    expect(column(climb(move(7500, 1, cap)))).toEqual([1])
  })

  it('a share is floored at every step', () => {
    // 20% of 7 is 1.4, of 8 1.6, of 9 1.8, of 10 2, of 12 2.4.
    expect(column(climb(move(7, 14, {change: share(2000)})))).toEqual([8, 9, 10, 12, 14])
    // 20% of 14 is 2.8, of 12 2.4, of 10 2, of 8 1.6.
    expect(column(climb(move(14, 7, {change: share(2000)})))).toEqual([12, 10, 8, 7])
  })

  it.each([
    ['a cap that is not there', move(0, 1000, cap)],
    ['to no cap', move(1000, 0, cap)],
    ['a share that is floored to 0', move(4, 5, {change: share(2000)})],
    ['a share that is floored to 0 on the way down', move(6, 3, {change: share(2000)})],
    ['above the maximum', move(8300, 8600, {...steward, max: 8599n})],
    ['fixed', move(1500, 2000, {fixed: true})],
    ['out of range, and no single change gets in', move(50, 90, {change: points(10), min: 80n})],
  ])('no ladder: %s', (_what, hopeless) => {
    expect(climb(hopeless)).toBeUndefined()
  })

  it('comes back into the range in one change where that is enough', () => {
    expect(column(climb(move(75, 90, {change: points(10), min: 80n})))).toEqual([85, 90])
  })

  it('nothing to do is no step', () => {
    expect(climb(move(5, 5, {change: points(1)}))).toEqual([])
  })

  it('values with different delays share steps where that is shorter', () => {
    // One needs 2 changes ten days apart, the other 5 changes a day apart: five steps, and the last one is on day 10.
    const rungs = climb(
      move(0, 2, {change: points(1), minDelay: 10 * DAYS}),
      move(0, 5, {change: points(1), minDelay: DAYS}),
    )
    expect(rungs).toHaveLength(5)
    expect(rungs!.at(-1)!.at).toBe(10 * DAYS)
  })
})

// ---- against a search through everything

const value = (role: Role): GovernedValue => ({
  subject: 'WETH',
  parameter: role,
  role,
  path: [],
  before: 0n,
  after: 0n,
  changes: true,
  perOne: 6n,
  read: parseRatio,
  show: String,
})
const ROLES: readonly Role[] = ['loanToValue', 'liquidationThreshold', 'liquidationBonus']
const ONE = 6

/** The same rules, written as a predicate on whole states: nothing of the planner is in it. */
function legal([ltv = 0, lt, bonus]: readonly number[]): boolean {
  if (lt !== undefined && ltv > lt) return false
  if (lt === undefined || bonus === undefined) return true
  return lt * (ONE + bonus) <= ONE * ONE && (lt === 0) === (bonus === 0)
}

function mayGo({min, max, change, zero}: UnitLimit, from: number, to: number): boolean {
  if (zero === 'refused' && to === 0) return false
  if ((min !== undefined && to < min) || (max !== undefined && to > max)) return false
  if (change === undefined) return true
  const most = 'absolute' in change ? change.absolute : (change.relative.n * BigInt(from)) / change.relative.d
  return Math.abs(to - from) <= most
}

/** Everything that one step can make of these values, staying included. */
function successors(own: readonly Move[], values: readonly number[], size: number, together: boolean): number[][] {
  const options = own.map(({limits}, i) =>
    Array.from({length: size + 1}, (_, to) => to).filter(
      (to) => to === values[i] || limits.every((limit) => mayGo(limit, values[i]!, to)),
    ),
  )
  return options
    .reduce<number[][]>((rows, column) => rows.flatMap((row) => column.map((to) => [...row, to])), [[]])
    .filter((to) => !together || legal(to))
}

type Best = readonly [steps: number, end: number] | undefined
const startOf = (own: readonly Move[]): number[] => own.map(({from}) => Number(from))
const isThere = (own: readonly Move[], values: readonly number[]): boolean =>
  own.every(({to}, i) => Number(to) === values[i])

/** The fewest steps by breadth-first search over every value; with one delay for all that fixes the end as well. */
function search(own: readonly Move[], size: number, together: boolean): Best {
  const seen = new Set<string>()
  let layer = [startOf(own)]
  for (let count = 0; layer.length > 0; count++) {
    if (layer.some((values) => isThere(own, values))) return [count, Math.max(0, count - 1)]
    layer = layer
      .flatMap((values) => successors(own, values, size, together))
      .filter((values) => {
        const key = values.join()
        return !seen.has(key) && seen.add(key)
      })
  }
  return undefined
}

/** As `search`, where delays differ: states with the times of their last changes, so that the end is searched too. */
function timedSearch(own: readonly Move[], size: number, together: boolean): Best {
  const fewest = search(own, size, together)
  if (!fewest || fewest[0] === 0) return fewest
  type Node = {values: number[]; last: number[]; at: number}
  let layer: Node[] = [{values: startOf(own), last: own.map(() => -Infinity), at: 0}]
  for (let count = 1; count <= fewest[0]; count++) {
    const next = new Map<string, Node>()
    for (const {values, last, at} of layer) {
      for (const to of successors(own, values, size, together)) {
        if (to.join() === values.join()) continue
        const ready = own.map(({limits}, i) => (to[i] === values[i] ? at : last[i]! + limits[0]!.minDelay))
        const then = Math.max(at, ...ready)
        const node = {values: to, last: last.map((time, i) => (to[i] === values[i] ? time : then)), at: then}
        next.set(JSON.stringify([node.values, node.last, node.at]), node)
      }
    }
    layer = [...next.values()]
  }
  return [fewest[0], Math.min(...layer.filter(({values}) => isThere(own, values)).map(({at}) => at))]
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({weight: 3, arbitrary: fc.constant(undefined)}, {weight: 1, arbitrary})

const limits = (size: number, delays: readonly number[]) =>
  fc.record({
    min: rarely(fc.bigInt(0n, 2n)),
    max: rarely(fc.bigInt(BigInt(size) - 2n, BigInt(size))),
    change: fc.oneof(
      fc.integer({min: 0, max: 3}).map(points),
      fc.constantFrom(1000, 2000, 3333, 5000, 10_000, 15_000).map(share),
    ),
    fixed: fc.constant(false),
    zero: fc.constantFrom('refused' as const, undefined),
    minDelay: fc.constantFrom(...delays),
  })

function moves(count: number, size: number, delays: readonly number[]) {
  const one = fc.record({
    from: fc.bigInt(0n, BigInt(size)),
    to: fc.bigInt(0n, BigInt(size)),
    limits: limits(size, delays).map((limit) => [limit]),
  })
  return fc.array(one, {minLength: count, maxLength: count})
}

function check(own: readonly Move[], size: number, {together = false, timed = false} = {}): void {
  const constraints = together ? constraintsAmong(ROLES.slice(0, own.length).map(value), 'aave-v3') : []
  const rungs = shortestLadder(
    own,
    constraints.map(({holds}) => holds),
  )
  const found = rungs && [rungs.length, rungs.at(-1)?.at ?? 0]
  expect(found).toEqual((timed ? timedSearch : search)(own, size, together))
  // Each step is legal by the predicate, not only their number right.
  let before = startOf(own)
  for (const rung of rungs ?? []) {
    const values = rung.values.map(Number)
    expect(successors(own, before, size, together)).toContainEqual(values)
    before = values
  }
}

describe('no shorter ladder exists', () => {
  const sound = (own: readonly Move[]): boolean => legal(startOf(own)) && legal(own.map(({to}) => Number(to)))

  it('for one value', () => {
    fc.assert(
      fc.property(moves(1, 20, [1]), (own) => {
        check(own, 20)
      }),
      {numRuns: 500},
    )
  })

  it('for an LTV under its threshold', () => {
    fc.assert(
      fc.property(moves(2, 9, [1]).filter(sound), (own) => {
        check(own, 9, {together: true})
      }),
      {numRuns: 300},
    )
  })

  it('for an LTV, its threshold and the bonus together', () => {
    fc.assert(
      fc.property(moves(3, 6, [1]).filter(sound), (own) => {
        check(own, 6, {together: true})
      }),
      {numRuns: 200},
    )
  })

  it('for a threshold that must wait for the bonus, or the bonus for it', () => {
    const [low, high] = [fc.bigInt(1n, 3n), fc.bigInt(4n, 6n)]
    const own = fc
      .tuple(moves(3, 6, [1]), fc.boolean(), low, high, low, high)
      .map(([[ltv, lt, bonus], rises, lowLt, highLt, lowBonus, highBonus]) => [
        ltv!,
        {...lt!, from: rises ? lowLt : highLt, to: rises ? highLt : lowLt},
        {...bonus!, from: rises ? highBonus : lowBonus, to: rises ? lowBonus : highBonus},
      ])
    fc.assert(
      fc.property(own.filter(sound), (squeezed) => {
        check(squeezed, 6, {together: true})
      }),
      {numRuns: 200},
    )
  })

  it('for a threshold and a bonus that reach, or leave, zero at the same step', () => {
    const level = fc.bigInt(1n, 6n)
    const most = fc.integer({min: 1, max: 4}).map((change) => [{...FREE, change: points(change), minDelay: 1}])
    const own = fc.tuple(fc.boolean(), level, most, level, most).map(([ends, start, lt, premium, bonus]) => [
      {limits: [FREE], from: 0n, to: 0n},
      {limits: lt, from: ends ? start : 0n, to: ends ? 0n : start},
      {limits: bonus, from: ends ? premium : 0n, to: ends ? 0n : premium},
    ])
    fc.assert(
      fc.property(own.filter(sound), (paired) => {
        check(paired, 6, {together: true})
      }),
      {numRuns: 200},
    )
  })

  it('for two values with delays of their own', () => {
    fc.assert(
      fc.property(moves(2, 4, [1, 2, 3]), (own) => {
        check(own, 4, {timed: true})
      }),
      {numRuns: 150},
    )
  })

  it('for an LTV under its threshold, each with a delay of its own', () => {
    fc.assert(
      fc.property(moves(2, 4, [1, 2]).filter(sound), (own) => {
        check(own, 4, {together: true, timed: true})
      }),
      {numRuns: 100},
    )
  })
})
