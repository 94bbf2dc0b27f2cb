/**
 * The three anti-procyclicality tools of EMIR RTS 153/2013, art. 28(1), on a series of base margins (positive, per unit
 * of exposure). Where the rule leaves room the convention is ours and stated with each.
 */

/**
 * (a) A buffer of at least 25% that may be used up for a time when margins rise: `A_t = min(1.25 B_t, max(B_t, A_(t-1)))`,
 * begun full at `1.25 B_1`. The charge stands still while the base eats into the buffer, and fills up as the base falls.
 */
export function withBuffer(base: ArrayLike<number>, share = 0.25): Float64Array {
  const full = 1 + share
  const out = new Float64Array(base.length)
  let before = Infinity
  for (let t = 0; t < out.length; t++) {
    const b = base[t] as number
    before = Math.min(full * b, Math.max(b, before))
    out[t] = before
  }
  return out
}

/** (b) At least 25% weight on stressed observations: `0.75 B_t + 0.25 M_stress`, a margin from the stress period alone. */
export function withStress(
  base: ArrayLike<number>,
  stressMargin: ArrayLike<number> | number,
  weight = 0.25,
): Float64Array {
  const at = typeof stressMargin === 'number' ? () => stressMargin : (t: number) => stressMargin[t] as number
  return Float64Array.from(base, (b, t) => (1 - weight) * b + weight * at(t))
}

/** (c) A floor: no less than the margin from the volatility of ten years (or of the whole history), `max(B_t, floor)`. */
export function withFloor(base: ArrayLike<number>, floor: ArrayLike<number> | number): Float64Array {
  return Float64Array.from(base, (b, t) => Math.max(b, typeof floor === 'number' ? floor : (floor[t] as number)))
}

/**
 * The floor for (c) where there are fewer than ten years: `multiple` times the root mean square of all returns before
 * each observation (zero mean), for the observations from index `from` on. Nothing at or after an observation enters.
 */
export function historyFloor(returns: ArrayLike<number>, from: number, multiple: number): Float64Array {
  const out = new Float64Array(returns.length - from)
  let sum = 0
  for (let t = 0; t < returns.length; t++) {
    if (t >= from) out[t - from] = t === 0 ? 0 : multiple * Math.sqrt(sum / t)
    sum += (returns[t] as number) ** 2
  }
  return out
}

/**
 * A stress period for (b) chosen without hindsight: `multiple` times the highest root mean square (zero mean) of any
 * `window` returns in a row before each observation, for the observations from index `from` >= `window` on.
 */
export function worstWindow(returns: ArrayLike<number>, from: number, window: number, multiple: number): Float64Array {
  const out = new Float64Array(returns.length - from)
  const squares = new Float64Array(returns.length + 1)
  for (let t = 0; t < returns.length; t++) squares[t + 1] = (squares[t] as number) + (returns[t] as number) ** 2
  let worst = 0
  for (let t = window; t < returns.length; t++) {
    worst = Math.max(worst, (squares[t] as number) - (squares[t - window] as number))
    if (t >= from) out[t - from] = multiple * Math.sqrt(worst / window)
  }
  return out
}
