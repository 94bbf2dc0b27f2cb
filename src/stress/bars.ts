import type {Bars} from '../backtest/book/bars.js'
import {PlimsollError} from '../errors.js'

const {log, max, min} = Math

/** Bars in which a price stands still, but for a jump at the opening of the second: `1 + by` of what it was. */
export function gapBars(price: number, by: number, count: number, barSeconds: number): Bars {
  const column = Float64Array.from({length: count}, (_, bar) => (bar === 0 ? price : price * (1 + by)))
  return {barSeconds, close: column, high: column, low: column, open: column}
}

/** The same bars with every log return times `power(bar)`, within a bar and from one to the next. */
export function stretched(bars: Bars, power: number): Bars {
  const {barSeconds, close, high, low, open, time} = bars
  const out = {close: open.slice(), high: open.slice(), low: open.slice(), open: open.slice()}
  let [before, was] = [open[0] as number, open[0] as number]
  for (let bar = 0; bar < open.length; bar++) {
    const opening = open[bar] as number
    const at = before * (opening / was) ** power
    const scaled = (price: number): number => at * (price / opening) ** power
    out.open[bar] = at
    out.high[bar] = scaled(high[bar] as number)
    out.low[bar] = scaled(low[bar] as number)
    before = out.close[bar] = scaled(close[bar] as number)
    was = close[bar] as number
  }
  return {barSeconds, ...out, ...(time && {time})}
}

/** Standard deviation of the log returns of closes (zero mean). */
export function volatilityOf({close, open}: Bars): number {
  let sum = 0
  let before = open[0] as number
  for (const price of close) {
    sum += log(price / before) ** 2
    before = price
  }
  return Math.sqrt(sum / close.length)
}

/**
 * All assets as the one that ends lowest: each takes its log returns, scaled to its own volatility.
 * @throws STRESS_PRICES for one asset, or one that does not move
 */
export function correlated(all: ReadonlyMap<string, Bars>): ReadonlyMap<string, Bars> {
  if (all.size < 2) throw new PlimsollError('STRESS_PRICES', 'the book has prices of one asset: nothing to correlate')
  const change = ({close, open}: Bars): number => (close.at(-1) as number) / (open[0] as number)
  const [worst] = [...all.values()].sort((a, b) => change(a) - change(b)) as [Bars]
  const scale = volatilityOf(worst)
  if (!(scale > 0)) throw new PlimsollError('STRESS_PRICES', 'prices do not move: there is nothing to correlate')
  return new Map(
    [...all].map(([asset, own]): [string, Bars] => {
      const factor = (own.open[0] as number) / (worst.open[0] as number)
      const moved = stretched(worst, volatilityOf(own) / scale)
      const column = (name: 'close' | 'high' | 'low' | 'open') => moved[name].map((price) => price * factor)
      return [asset, {...moved, close: column('close'), high: column('high'), low: column('low'), open: column('open')}]
    }),
  )
}

/**
 * A price that loses `by` evenly over `overBars` from the second bar on, stays down, and is back `lastsBars` after it began
 * to fall.
 */
export function depegged(
  bars: Bars,
  {by, lastsBars, overBars}: {readonly by: number; readonly overBars: number; readonly lastsBars: number},
): Bars {
  const factor = (opening: number): number => {
    const elapsed = opening - 1
    return elapsed >= lastsBars ? 1 : 1 - by * min(1, max(0, elapsed) / overBars)
  }
  const {barSeconds, time} = bars
  const scaled = (column: Float64Array, of: (first: number, last: number) => number) =>
    column.map((price, bar) => price * of(factor(bar), factor(bar + 1)))
  return {
    barSeconds,
    close: scaled(bars.close, (_, last) => last),
    high: scaled(bars.high, max),
    low: scaled(bars.low, min),
    open: scaled(bars.open, (first) => first),
    ...(time && {time}),
  }
}

/** The bar (not the first) that falls furthest below the close before. */
export function worstBar({close, low, open}: Bars): number {
  let [worst, least] = [min(1, open.length - 1), Infinity]
  for (let bar = 1; bar < open.length; bar++) {
    const fall = min(low[bar] as number, open[bar] as number) / (close[bar - 1] as number)
    if (fall < least) [worst, least] = [bar, fall]
  }
  return worst
}
