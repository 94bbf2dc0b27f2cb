import type {ShortfallSample} from './sample.js'

/** Bets above half the wealth add nothing (Wang, Wang & Ziegel, section 5) and let an open window cost too much. */
export const LARGEST_BET = 0.5

/** The bet of largest growth by Taylor's second order: sum(e - 1)/sum((e - 1)^2) within [0, 1/2]; 0 before any outcome. */
function growthBet(sum: number, squares: number): number {
  return squares > 0 ? Math.min(LARGEST_BET, Math.max(0, sum / squares)) : 0
}

/** GREE: the bet at t from the e-values of windows that were over before t's began, s <= t - h. */
export function pastEValueBets(eValues: Float64Array, horizonBars: number): Float64Array {
  let sum = 0
  let squares = 0
  return eValues.map((_, t) => {
    if (t >= horizonBars) {
      const excess = (eValues[t - horizonBars] as number) - 1
      sum += excess
      squares += excess * excess
    }
    return growthBet(sum, squares)
  })
}

/**
 * GREL bets: the growth-optimal bet at t had today's forecast met the past losses, sum(e - 1)/sum((e - 1)^2) within
 * [0, 1/2] over e(L_s; VaR_t, ES_t), s <= t - h. Count, sum and sum of squares of the past losses beyond today's VaR come
 * from a Fenwick tree over the sorted losses, so T bets cost O(T log T). Losses that no forecast ever reaches stay out.
 */
export function pastLossBets(sample: ShortfallSample, of: 'es' | 'var', horizonBars: number): Float64Array {
  const {returns, valueAtRisk, shortfall, p} = sample
  let lowest = -Infinity
  for (const v of valueAtRisk) lowest = Math.max(lowest, v)
  const reached = returns.filter((r) => r < lowest).sort()
  const tree = new Moments(reached.length)
  return returns.map((_, t) => {
    const past = t - horizonBars + 1 // how many windows were over before this one began
    if (past <= 0) return 0
    const r = returns[past - 1] as number
    if (r < lowest) tree.add(firstNotBelow(reached, r), -r)
    const v = valueAtRisk[t] as number
    const [count, sum, squares] = tree.before(firstNotBelow(reached, v))
    const price = of === 'var' ? p : p * (v - (shortfall?.[t] as number))
    // Sums over the losses L beyond the VaR, in loss sign: of e and of e^2.
    const first = of === 'var' ? count / price : (sum + v * count) / price
    const second = of === 'var' ? count / (price * price) : (squares + 2 * v * sum + v * v * count) / (price * price)
    return growthBet(first - past, second - 2 * first + past)
  })
}

/** Index of the first value not below `limit`, in ascending values. */
function firstNotBelow(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Fenwick tree (Software: Practice and Experience 24 (1994) 327-336) of count, sum and sum of squares. */
class Moments {
  private readonly data: Float64Array
  private readonly size: number

  constructor(size: number) {
    this.size = size
    this.data = new Float64Array(3 * (size + 1))
  }

  add(index: number, value: number): void {
    const {data} = this
    for (let node = index + 1; node <= this.size; node += node & -node) {
      const at = 3 * node
      data[at] = (data[at] as number) + 1
      data[at + 1] = (data[at + 1] as number) + value
      data[at + 2] = (data[at + 2] as number) + value * value
    }
  }

  /** Over the indices below `index`. */
  before(index: number): [number, number, number] {
    const {data} = this
    let [count, sum, squares] = [0, 0, 0]
    for (let node = index; node > 0; node -= node & -node) {
      const at = 3 * node
      count += data[at] as number
      sum += data[at + 1] as number
      squares += data[at + 2] as number
    }
    return [count, sum, squares]
  }
}
