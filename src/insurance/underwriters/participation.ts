import {PlimsollError} from '../../errors.js'

/** Somebody who may put capital at stake: a staker, a market maker, a reinsurer. */
export interface Underwriter {
  readonly name: string
  /** USD. */
  readonly capacity: number
  /** Return a year, after expected losses, below which it does not take part. */
  readonly requiredReturn: number
}

/** What a pool of capital K offers and costs, a year, USD. */
export interface CoverMarket {
  /** Premiums that are paid to the pool whatever its size. */
  readonly premium: number
  /** Rewards at a size, such as Umbrella's emission curve. */
  readonly rewards: (capital: number) => number
  /** Expected loss that a pool of that size bears, `E min(L, K)`: not more than K. */
  readonly expectedLoss: (capital: number) => number
}

/** A size at which everybody who is in wants to be in, and nobody else wants to join. */
export interface Equilibrium {
  readonly capital: number
  /** Return a year after expected losses. */
  readonly yield: number
  /** How many take part; the last one maybe with part of its capacity. */
  readonly participants: number
  /** Whether the market comes back to it after a small change: a little more capital must earn less than the last one asks. */
  readonly stable: boolean
}

/** Return a year of a pool of `capital`, after expected losses. */
export function poolYield(market: CoverMarket, capital: number): number {
  return (market.premium + market.rewards(capital) - market.expectedLoss(capital)) / capital
}

/**
 * Every participation equilibrium, smallest first; none is an empty market. Underwriters join in the order of the return that
 * they ask: supply of cover rises in steps, and the pool's yield is shared by all who are in. A pool that losses can wipe
 * out yields more per dollar as it grows, so there may be several: a thin one is fragile.
 * @throws UNDERWRITER_RANGE
 */
export function participationEquilibria(underwriters: readonly Underwriter[], market: CoverMarket): Equilibrium[] {
  if (
    underwriters.some(
      ({capacity, requiredReturn}) => !(capacity > 0 && capacity < Infinity) || !Number.isFinite(requiredReturn),
    )
  ) {
    throw new PlimsollError(
      'UNDERWRITER_RANGE',
      'Each underwriter needs a finite capacity above zero and a finite required return.',
    )
  }
  const queue = [...underwriters].sort((a, b) => a.requiredReturn - b.requiredReturn)
  const found: Equilibrium[] = []
  let before = 0
  queue.forEach(({capacity, requiredReturn}, j) => {
    const full = before + capacity
    for (const {capital, falling} of crossings(market, requiredReturn, before, full)) {
      found.push({capital, participants: j + 1, stable: falling, yield: requiredReturn})
    }
    const all = poolYield(market, full)
    const next = queue[j + 1]?.requiredReturn ?? Infinity
    if (all >= requiredReturn && all < next) found.push({capital: full, participants: j + 1, stable: true, yield: all})
    before = full
  })
  return found
}

const GRID = 64

/** Where the pool's yield is what one underwriter asks, strictly between two sizes. */
function crossings(
  market: CoverMarket,
  asked: number,
  from: number,
  to: number,
): {capital: number; falling: boolean}[] {
  const gap = (capital: number): number => poolYield(market, capital) - asked
  const out: {capital: number; falling: boolean}[] = []
  const start = from === 0 ? to * 1e-9 : from
  let [left, atLeft] = [start, gap(start)]
  for (let i = 1; i <= GRID; i++) {
    const right = start + ((to - start) * i) / GRID
    const atRight = gap(right)
    if (atLeft >= 0 !== atRight >= 0) {
      let [a, b] = [left, right]
      for (let k = 0; k < 100 && a < (a + b) / 2 && (a + b) / 2 < b; k++) {
        const middle = (a + b) / 2
        if (gap(middle) >= 0 === atLeft >= 0) a = middle
        else b = middle
      }
      out.push({capital: (a + b) / 2, falling: atLeft >= 0})
    }
    ;[left, atLeft] = [right, atRight]
  }
  return out
}

/**
 * Price of cover: the premium a year that brings `capital` into the pool, USD: what the last underwriter asks on all of it, plus
 * the expected loss, less the rewards; undefined when all underwriters together have less. As the probability of a failed
 * liquidation moves, so does `expectedLoss`, and the price with it.
 */
export function premiumForCover(
  underwriters: readonly Underwriter[],
  market: Omit<CoverMarket, 'premium'>,
  capital: number,
): number | undefined {
  if (!(capital > 0)) throw new PlimsollError('UNDERWRITER_RANGE', `Cover must be above zero, not ${capital} USD.`)
  let sum = 0
  for (const {capacity, requiredReturn} of [...underwriters].sort((a, b) => a.requiredReturn - b.requiredReturn)) {
    sum += capacity
    if (sum >= capital) return requiredReturn * capital + market.expectedLoss(capital) - market.rewards(capital)
  }
  return undefined
}
