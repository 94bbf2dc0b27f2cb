import {parseAmount} from './amount.js'
import {parseRatio} from './ratio.js'
import {equal, parseDecimal, type Rational} from './rational.js'

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Whether two texts mean the same value, whatever their spelling: `83%` and `8300bps`, `1m WETH` and `1_000_000 WETH`. */
export function sameValue(a: string, b: string): boolean {
  const pair = <T>(read: (text: string) => T | undefined): [T, T] | undefined => {
    const [left, right] = [attempt(() => read(a)), attempt(() => read(b))]
    return left !== undefined && right !== undefined ? [left, right] : undefined
  }
  const same = (values: [Rational, Rational] | undefined): boolean | undefined => values && equal(...values)
  const amounts = pair(parseAmount)
  return (
    same(pair(parseRatio)) ??
    (amounts ? amounts[0].unit === amounts[1].unit && equal(amounts[0].value, amounts[1].value) : undefined) ??
    same(pair(parseDecimal)) ??
    a.trim() === b.trim()
  )
}
