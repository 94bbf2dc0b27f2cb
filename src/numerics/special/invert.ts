export interface Inversion {
  /** Increasing or decreasing function of s: log of a probability. */
  readonly value: (s: number) => number
  /** Its derivative in s; only steers the steps, so it may be approximate. */
  readonly slope: (s: number) => number
  readonly target: number
  readonly start: number
  /** Width of the first step while the root is being bracketed. */
  readonly step?: number
}

/**
 * Root of `value(s) = target` for a monotone function: Newton steps, kept inside a bracket that is doubled until it
 * holds the root, bisection where Newton leaves it. Probabilities are inverted in log space, where this is nearly
 * linear down to the smallest tails. Returns the last point when 200 steps do not improve it any more.
 */
export function invertMonotone({value, slope, target, start, step = 1}: Inversion): number {
  let low = -Infinity
  let high = Infinity
  let s = start
  let width = step
  const rising = slope(start) >= 0
  for (let turn = 0; turn < 200; turn++) {
    const gap = value(s) - target
    if (gap === 0) return s
    if (gap > 0 === rising) high = s
    else low = s
    const newton = s - gap / slope(s)
    const inside = newton > low && newton < high
    let next: number
    if (inside && (Number.isFinite(low) || Number.isFinite(high)) && Math.abs(newton - s) <= width) next = newton
    else if (low === -Infinity) next = high - width
    else if (high === Infinity) next = low + width
    else next = inside ? newton : (low + high) / 2
    width *= 2
    if (Math.abs(next - s) <= 2e-16 * Math.abs(next) || next === s) return next
    s = next
  }
  return s
}
