import type {Figure} from '../../market/volatility/model.js'
import {binomialCdf, binomialSf} from '../../numerics/special/binomial.js'

/** How large a fund must be for its chance of exhaustion to be the target, USD. */
export interface FundSize {
  /** Chance over the horizon. */
  readonly target: number
  readonly value: Figure
  /** 95% confidence interval from order statistics: what so many paths leave open. */
  readonly low: Figure
  readonly high: Figure
}

/** Which of these paths are exhausted when the fund has so many times its balance, and its target. */
export type Exhausted = (scale: number, paths: Int32Array) => Promise<Uint8Array>

const LARGEST_SCALE = 2 ** 20
const SMALLEST_SCALE = 2 ** -10
/** Relative width at which the search for a size ends. */
const PRECISION = 1e-4
const TAIL = 0.025

/** What the search starts from: the paths with the fund as it is. */
export interface SizeInput {
  readonly paths: number
  readonly target: number
  readonly balance: number
  /** Paths that are exhausted with the fund as it is. */
  readonly exhausted: Int32Array
  /** Paths on which anything is asked of the fund: no other is exhausted, whatever its size. */
  readonly drawn: Int32Array
}

/**
 * The inverse problem. With the same paths a fund that is larger, in its balance and its target alike, is exhausted on
 * fewer of them, so that each path i has a size M_i that it takes; the fund for a target p is their (1 - p) quantile, M in descending order at rank floor(n p) + 1, and its confidence
 * interval the order statistics whose ranks a binomial(n, p) count misses with 2.5% a side (Conover, Practical Nonparametric
 * Statistics (1999), section 3.2). The M at a rank is found by bisection on the scale of the fund, on the paths alone that the
 * smaller end of the bracket exhausts.
 */
export async function fundSize(input: SizeInput, exhausted: Exhausted): Promise<FundSize> {
  const {balance, paths: n, target} = input
  const none = (because: string): Figure => ({value: null, because})
  const refused = (because: string): FundSize => ({
    target,
    value: none(because),
    low: none(because),
    high: none(because),
  })
  if (balance <= 0) return refused('the fund opens empty, and what it holds cannot be multiplied')
  const rank = Math.floor(n * target) + 1
  if (n * target < 1)
    return refused(`${n} paths are too few for a chance of ${target}: at least ${Math.ceil(1 / target)} are needed`)
  const upper = upperRank(n, target)
  const lower = lowerRank(n, target)
  const low = await lowerBracket(input, lower, exhausted)
  const high = low.paths.length < rank ? undefined : await upperBracket(low, upper ?? rank, exhausted)
  const at = async (wanted: number | undefined): Promise<Figure> => {
    if (wanted === undefined) return none(`${n} paths are too few for an upper bound at ${target}`)
    if (low.paths.length < wanted) return {value: 0}
    if (high === undefined) return none('no fund that was tried, up to a million times its size, is enough')
    return {value: balance * (await sizeAt(wanted, low, high, exhausted))}
  }
  return {target, value: await at(rank), low: await at(lower), high: await at(upper)}
}

interface Bracket {
  readonly scale: number
  /** Paths that are exhausted at this scale. */
  readonly paths: Int32Array
}

/** The largest rank above which the quantile lies with at most 2.5%; undefined when no path is far enough out. */
function upperRank(n: number, target: number): number | undefined {
  let rank = 0
  while (binomialCdf(rank, n, target) <= TAIL) rank++
  return rank === 0 ? undefined : rank
}

/** The smallest rank below which it lies with at most 2.5%. */
function lowerRank(n: number, target: number): number {
  let rank = Math.floor(n * target) + 1
  while (binomialSf(rank - 1, n, target) > TAIL) rank++
  return rank
}

/** A scale at which at least so many paths are exhausted, and which; the smallest that is tried when none does it. */
async function lowerBracket(
  {drawn, exhausted: now}: SizeInput,
  wanted: number,
  exhausted: Exhausted,
): Promise<Bracket> {
  let found: Bracket = {scale: 1, paths: now}
  while (found.paths.length < wanted && drawn.length >= wanted && found.scale > SMALLEST_SCALE) {
    found = await within(found.scale / 4, drawn, exhausted)
  }
  return found
}

async function upperBracket(low: Bracket, rank: number, exhausted: Exhausted): Promise<Bracket | undefined> {
  for (let scale = 2 * low.scale; scale <= LARGEST_SCALE; scale *= 2) {
    const found = await within(scale, low.paths, exhausted)
    if (found.paths.length < rank) return found
  }
  return undefined
}

async function within(scale: number, paths: Int32Array, exhausted: Exhausted): Promise<Bracket> {
  const flags = await exhausted(scale, paths)
  return {scale, paths: paths.filter((_, k) => flags[k] === 1)}
}

/** The smallest scale at which fewer than `rank` paths are exhausted. */
async function sizeAt(rank: number, low: Bracket, high: Bracket, exhausted: Exhausted): Promise<number> {
  let [below, above] = [low, high.scale]
  while (above - below.scale > PRECISION * above) {
    const middle = (below.scale + above) / 2
    const found = await within(middle, below.paths, exhausted)
    if (found.paths.length < rank) above = middle
    else below = found
  }
  return above
}
