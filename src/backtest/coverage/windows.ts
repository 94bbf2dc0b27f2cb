import type {Series} from '../../market/series.js'

/** Whose loss is measured: a long (or collateral) loses to the low, a short to the high. */
export type Side = 'long' | 'short'

export interface Windows {
  /** Loss of each close-out window as a fraction of the price at its start; negative when even the worst price was a gain. */
  readonly loss: Float64Array
  /** Bar at whose close each window starts. */
  readonly start: Int32Array
  /** Bar of the window's worst price. */
  readonly worst: Int32Array
}

/**
 * Worst loss over the close-out horizon, for every start: `1 - min(low[t+1..t+h]) / close[t]` for a long,
 * `max(high[t+1..t+h]) / close[t] - 1` for a short. A margin m covers the window when loss <= m.
 * The position is margined at the close of bar t and closed at the worst price of the next h bars: the convention of
 * a margin that must cover the worst of the close-out period (EMIR RTS 153/2013 art. 24 and 26).
 * Cost O(T) by a monotone queue, whatever the horizon.
 * @param first first bar that may be a start; @param last last bar whose prices may be used
 */
export function closeOutWindows(series: Series, side: Side, horizonBars: number, first: number, last: number): Windows {
  const {close} = series
  const sign = side === 'long' ? 1 : -1
  const adverse = side === 'long' ? series.low : series.high
  const count = Math.max(0, last - horizonBars - first + 1)
  const windows = {loss: new Float64Array(count), start: new Int32Array(count), worst: new Int32Array(count)}
  const queue = new Int32Array(last - first + 2)
  let head = 0
  let tail = 0
  for (let bar = first + 1; bar <= last; bar++) {
    const price = adverse[bar] ?? Number.NaN
    while (tail > head && sign * (adverse[queue[tail - 1] ?? 0] ?? 0) > sign * price) tail--
    queue[tail++] = bar
    const start = bar - horizonBars
    if (start < first) continue
    while ((queue[head] ?? 0) <= start) head++
    const worst = queue[head] ?? 0
    const index = start - first
    windows.start[index] = start
    windows.worst[index] = worst
    windows.loss[index] = sign * (1 - (adverse[worst] ?? Number.NaN) / (close[start] ?? Number.NaN))
  }
  return windows
}
