/** The columns of a series, bars in time order: what quality checks, the digest and the file format work on. */
export interface Bars {
  /** Opening time of each bar, epoch seconds, UTC. */
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** In units of the quote; NaN where unknown. */
  readonly quoteVolume: Float64Array
}

const DAY = 86_400

/** `2020-03-12` at midnight, `2020-03-12T05:00Z` otherwise, with seconds only where there are some. */
export function formatTime(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString()
  if (seconds % DAY === 0) return iso.slice(0, 10)
  return seconds % 60 === 0 ? `${iso.slice(0, 16)}Z` : `${iso.slice(0, 19)}Z`
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** `2020-03-12T00:00Z` for each of many times in order: as `formatTime`, always with the hour, and much faster. */
export function stampWriter(): (seconds: number) => string {
  let [day, date] = [NaN, '']
  return (seconds) => {
    const today = Math.floor(seconds / DAY)
    if (today !== day) [day, date] = [today, new Date(today * DAY * 1000).toISOString().slice(0, 10)]
    const rest = seconds - today * DAY
    const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
    return `${date}T${twoDigits(hour)}:${twoDigits(minute)}${second === 0 ? '' : `:${twoDigits(second)}`}Z`
  }
}

/** How many bars a year of 365 days has: crypto markets do not close. */
export const barsPerYear = (barSeconds: number): number => (365 * DAY) / barSeconds

/** True when no bar has a range: a price only, so that highs and lows inside a bar are not known. */
export function isCloseOnly({high, low}: Pick<Bars, 'high' | 'low'>): boolean {
  return high.every((value, i) => value === low[i])
}

/**
 * Opens for a series that records none: the previous close, which is the open of a market that never closes; moved
 * into [low, high] where it lies outside. The first bar has no previous close: its open is its own close, so that
 * nothing is claimed about how it got there.
 */
export function deriveOpens({high, low, close}: Pick<Bars, 'close' | 'high' | 'low'>): Float64Array {
  return close.map((own, i) => Math.min(Math.max(close[i - 1] ?? own, low[i] ?? own), high[i] ?? own))
}

export const DERIVED_OPEN_NOTE =
  "no opens in the file: open = previous close, moved into [low, high]; the first bar's open is its own close"
