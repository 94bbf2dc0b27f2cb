/**
 * Cover-N: what the default of the `n` accounts with the largest shortfalls costs in the worst scenario (CPSS-IOSCO, Principles
 * for financial market infrastructures (2012), principle 4; n = 1, and 2 for complex or systemically important ones).
 * @param shortfalls by scenario, then by account; beyond margin, 0 or more
 */
export function coverN(shortfalls: readonly ArrayLike<number>[], n: number): number {
  let worst = 0
  for (const scenario of shortfalls) {
    const largest = Float64Array.from(scenario).sort().subarray(-n)
    worst = Math.max(
      worst,
      largest.reduce((sum, each) => sum + each, 0),
    )
  }
  return worst
}
