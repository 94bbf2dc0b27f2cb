import {isCloseOnly, type Bars} from '../bars.js'
import type {History} from './candidates.js'
import {garmanKlass} from './range.js'
import {logReturns} from './realised.js'

/**
 * What volatility models learn from a series: log returns of closes, and a variance a bar, the squared gap to the opening
 * and the range inside the bar (Garman-Klass), or the squared return where there are closes only (`ranged` false).
 */
export function historyOf(bars: Pick<Bars, 'close' | 'high' | 'low' | 'open'>): {
  readonly history: History
  readonly ranged: boolean
} {
  const {close, open} = bars
  const returns = logReturns(close)
  const ranged = !isCloseOnly(bars)
  const realised = returns.map((r, i) => {
    const gap = Math.log((open[i + 1] as number) / (close[i] as number))
    return ranged ? gap * gap + garmanKlass(bars, i + 1) : r * r
  })
  return {history: {realised, returns}, ranged}
}
