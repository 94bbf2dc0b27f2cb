import type {Point, Row} from './source.js'

/**
 * Bars of prices at moments, in order of time. A bar ends with the last price after its opening and up to its end.
 * @param carry whether a price stands until the next one (an oracle's answer): then a bar opens with the answer in force,
 *   and one without a new answer stands still. Otherwise a bar without a price is missing, and each opens as the one before
 *   closed.
 */
export function barsOfPoints(
  points: readonly Point[],
  {barSeconds, carry, from, to}: {barSeconds: number; carry: boolean; from: number; to: number},
): Row[] {
  const rows: Row[] = []
  let next = 0
  let before: number | undefined
  for (; next < points.length && (points[next] as Point).time <= from; next++) before = (points[next] as Point).price
  for (let time = from; time < to; time += barSeconds) {
    let [high, low, close] = [before ?? -Infinity, before ?? Infinity, before]
    let seen = 0
    for (; next < points.length && (points[next] as Point).time <= time + barSeconds; next++, seen++) {
      close = (points[next] as Point).price
      high = Math.max(high, close)
      low = Math.min(low, close)
    }
    if (close !== undefined && (seen > 0 || carry)) {
      rows.push({close, high, low, open: before ?? close, quoteVolume: NaN, time})
    }
    before = close
  }
  return rows
}
