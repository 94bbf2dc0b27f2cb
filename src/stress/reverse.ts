import {PlimsollError} from '../errors.js'
import type {ReverseStress, Scenario} from './model.js'
import type {Bench} from './run.js'

const HOUR = 3600
/** Steps of the grid on which bad debt must grow with the shock. */
const GRID = 38
/** How exactly a shock is found, as a part of the range. */
const EXACT = 1e-4

type Search = Pick<ReverseStress, 'name' | 'shock' | 'title'> & {
  readonly from: number
  readonly to: number
  readonly scenario: (shock: number) => Scenario
}

const gap = (name: string, title: string, to: number, outage?: number): Search => ({
  from: 0,
  name,
  scenario: (by) => ({
    name,
    named: true,
    prices: by === 0 ? {kind: 'still'} : {by, kind: 'gap'},
    title,
    ...(outage !== undefined && {outageSeconds: outage}),
  }),
  shock: 'gap',
  title,
  to,
})

function searchesOf({opened}: Bench): Search[] {
  const perps = opened.book.kind === 'perpetual'
  const volatility: Search = {
    from: 1,
    name: 'volatility',
    scenario: (times) => ({
      name: 'volatility',
      named: true,
      prices: {kind: 'volatility', times},
      title: 'the last 30 days',
    }),
    shock: 'volatility',
    title: 'the last 30 days of the sample, every return multiplied',
    to: 10,
  }
  return [
    gap('gap-down', 'prices open lower', -0.95),
    ...(perps ? [gap('gap-up', 'prices open higher', 2)] : []),
    gap('gap-down-outage', 'prices open lower and feeds say nothing for 6h', -0.95, 6 * HOUR),
    volatility,
  ]
}

/**
 * Reverse stress: for each kind of shock the smallest that breaks the criterion of bad debt or the fund (or, without
 * either, leaves any bad debt at all). A grid first shows whether bad debt grows with the shock, which bisection rests on;
 * then the first step that breaks is halved down to a ten-thousandth of the range.
 */
export function reverseStresses(bench: Bench): {
  readonly reverse: readonly ReverseStress[]
  readonly without: readonly {readonly name: string; readonly reason: string}[]
} {
  const found: ReverseStress[] = []
  const without: {name: string; reason: string}[] = []
  for (const search of searchesOf(bench)) {
    try {
      found.push(reverse(bench, search))
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      without.push({name: `reverse ${search.name}`, reason: error.message})
    }
  }
  return {reverse: found, without}
}

interface Tried {
  readonly shock: number
  readonly badDebt: number
  readonly broken: 'bad debt' | 'criterion' | 'fund' | undefined
}

function reverse(bench: Bench, {from, name, scenario, shock: kind, title, to}: Search): ReverseStress {
  const responding = bench.input.request.accept?.badDebt?.endsWith('response') ?? false
  const attempt = (shock: number): Tried => {
    const {after} = bench.run(scenario(shock), responding)
    const {criterion, fund} = bench.judge(after)
    const {badDebt} = after.static
    const any = criterion === undefined && fund === undefined && badDebt > 0
    return {badDebt, broken: criterion === false ? 'criterion' : fund === false ? 'fund' : any ? 'bad debt' : undefined, shock} // prettier-ignore
  }
  const grid = Array.from({length: GRID + 1}, (_, k) => attempt(from + ((to - from) * k) / GRID))
  const monotone = grid.every(({badDebt}, k) => k === 0 || badDebt >= (grid[k - 1] as Tried).badDebt * (1 - 1e-9))
  const first = grid.findIndex(({broken}) => broken !== undefined)
  const said = {monotone, name, shock: kind, title, tried: to}
  if (first === -1) return {...said, breaks: defaultOf(bench), found: null}
  let breaking = grid[first] as Tried
  let holding = grid[first - 1]
  while (holding !== undefined && Math.abs(breaking.shock - holding.shock) > EXACT * Math.abs(to - from)) {
    const middle = attempt((breaking.shock + holding.shock) / 2)
    if (middle.broken === undefined) holding = middle
    else breaking = middle
  }
  const found = {badDebt: breaking.badDebt, breaksAt: breaking.shock, holdsAt: holding?.shock ?? null}
  return {...said, breaks: breaking.broken ?? 'bad debt', found}
}

function defaultOf({input: {request}}: Bench): ReverseStress['breaks'] {
  if (request.accept?.badDebt !== undefined) return 'criterion'
  return request.fund === undefined ? 'bad debt' : 'fund'
}
