import {formatTime, isCloseOnly, type Bars} from './bars.js'

/**
 * What the checks can find: `error` means the series cannot be trusted and is refused, `warning` is stated and passed on.
 */
export type FindingCode =
  | 'close-outside-range'
  | 'duplicate'
  | 'empty-row'
  | 'future'
  | 'gap'
  | 'high-below-low'
  | 'jump'
  | 'mixed-bars'
  | 'not-positive'
  | 'open-outside-range'
  | 'stale'
  | 'unreadable'
  | 'unsorted'
  | 'wick'

export interface Finding {
  readonly code: FindingCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Line of the file it was read from, from 1. */
  readonly line?: number
  /** Opening of the bar, `2020-03-12` or `2020-03-12T05:00Z`. */
  readonly at?: string
}

/** How many findings of a code are kept; the others are counted. Who mends a file wants every error, but not a million. */
export const KEPT_PER_CODE = {error: 1000, warning: 100} as const

/** Collects findings; a file with a million bad rows must not cost a million objects. */
export class Findings {
  readonly list: Finding[] = []
  errors = 0
  /** Findings that were counted and not kept. */
  dropped = 0
  private readonly counts = new Map<string, number>()

  /** `message` is asked for only when the finding is kept. */
  add(finding: Omit<Finding, 'message'>, message: () => string): void {
    const {code, severity} = finding
    const count = (this.counts.get(`${severity} ${code}`) ?? 0) + 1
    this.counts.set(`${severity} ${code}`, count)
    if (severity === 'error') this.errors++
    if (count <= KEPT_PER_CODE[severity]) this.list.push({...finding, message: message()})
    else this.dropped++
  }
}

/** Up to this share of missing bars, and up to this long a hole, a gap is a warning. */
export const GAP_LIMITS = {share: 0.01, seconds: 7 * 86_400} as const
/** A close-to-close move beyond doubling or halving in one bar has not been seen in a liquid market. */
export const JUMP_FACTOR = 2
/**
 * From how many bars on a run of equal closes, or of bars without any range, looks like a feed that stood still; such
 * runs are ordinary in bars of a minute, so it must also last an hour.
 */
export const STALE_BARS = {close: 5, range: 3, seconds: 3600} as const

export interface CheckOptions {
  /** Line of each bar in the file it came from. */
  readonly lines?: Float64Array
  /** The series has closes only: bars without range are no finding. */
  readonly closeOnly?: boolean
  readonly into?: Findings
}

/**
 * Checks bars that are in time order: order and spacing, prices that contradict each other, feeds that stood still,
 * moves that look like a slip of the keyboard.
 */
export function checkBars(bars: Bars, barSeconds: number, options: CheckOptions = {}): Findings {
  const found = options.into ?? new Findings()
  checkSpacing(bars, barSeconds, options, found)
  checkPrices(bars, options, found)
  checkMoves(bars, options, found)
  checkStale(bars, barSeconds, {...options, closeOnly: options.closeOnly ?? isCloseOnly(bars)}, found)
  return found
}

function where(i: number, {time}: Bars, {lines}: CheckOptions): {at: string; line?: number} {
  const line = lines?.[i]
  return {at: formatTime(time[i] ?? 0), ...(line === undefined ? {} : {line})}
}

function checkSpacing(bars: Bars, barSeconds: number, options: CheckOptions, found: Findings): void {
  const {time} = bars
  const gaps: {i: number; missing: number}[] = []
  let [missingBars, longest] = [0, 0]
  for (let i = 1; i < time.length; i++) {
    const before = time[i - 1] ?? 0
    const step = (time[i] ?? 0) - before
    if (step === barSeconds) continue
    const place = where(i, bars, options)
    if (step <= 0) {
      const code = step === 0 ? 'duplicate' : 'unsorted'
      found.add({code, severity: 'error', ...place}, () =>
        step === 0 ? `a second bar for ${place.at}` : `${place.at} comes after ${formatTime(before)}`,
      )
    } else if (step % barSeconds !== 0) {
      found.add(
        {code: 'mixed-bars', severity: 'error', ...place},
        () =>
          `${place.at} comes ${step} s after the bar before it, and the bars are ${barSeconds} s: ` +
          'bar sizes are mixed, or the times are local with daylight saving',
      )
    } else {
      const missing = step / barSeconds - 1
      missingBars += missing
      longest = Math.max(longest, missing * barSeconds)
      gaps.push({i, missing})
    }
  }
  const severe = missingBars / (time.length + missingBars) > GAP_LIMITS.share || longest > GAP_LIMITS.seconds
  for (const {i, missing} of gaps) {
    const place = where(i, bars, options)
    found.add(
      {code: 'gap', severity: severe ? 'error' : 'warning', ...place},
      () => `${missing} ${missing === 1 ? 'bar is' : 'bars are'} missing before ${place.at}`,
    )
  }
}

function checkPrices(bars: Bars, options: CheckOptions, found: Findings): void {
  const {time, open, high, low, close, quoteVolume} = bars
  for (let i = 0; i < time.length; i++) {
    const [o, h, l, c] = [open[i] ?? NaN, high[i] ?? NaN, low[i] ?? NaN, close[i] ?? NaN]
    const fine = l > 0 && h >= l && c >= l && c <= h && o >= l && o <= h && h < Infinity
    const volume = quoteVolume[i] ?? NaN
    if (fine && !(volume < 0)) continue
    const place = where(i, bars, options)
    const add = (code: FindingCode, message: string): void => {
      found.add({code, severity: 'error', ...place}, () => message)
    }
    if (![o, h, l, c].every((price) => price > 0 && price < Infinity)) {
      add('not-positive', `not every price is a positive number (open ${o}, high ${h}, low ${l}, close ${c})`)
    } else if (h < l) add('high-below-low', `the high ${h} is below the low ${l}`)
    else {
      if (c < l || c > h) add('close-outside-range', `the close ${c} is outside low ${l} to high ${h}`)
      if (o < l || o > h) add('open-outside-range', `the open ${o} is outside low ${l} to high ${h}`)
    }
    if (volume < 0) add('not-positive', `the volume ${volume} is negative`)
  }
}

function checkMoves(bars: Bars, options: CheckOptions, found: Findings): void {
  const {open, high, low, close} = bars
  for (let i = 0; i < close.length; i++) {
    const [o, c] = [open[i] ?? NaN, close[i] ?? NaN]
    const before = close[i - 1] ?? c
    if (c > before * JUMP_FACTOR || c * JUMP_FACTOR < before) {
      found.add(
        {code: 'jump', severity: 'warning', ...where(i, bars, options)},
        () => `the close goes from ${before} to ${c} in one bar`,
      )
    }
    const [top, bottom] = [Math.max(o, c, before), Math.min(o, c, before)]
    const [h, l] = [high[i] ?? NaN, low[i] ?? NaN]
    if (h > top * JUMP_FACTOR || l * JUMP_FACTOR < bottom) {
      found.add(
        {code: 'wick', severity: 'warning', ...where(i, bars, options)},
        () => `the range ${l} to ${h} reaches twice as far as open and close (${o}, ${c})`,
      )
    }
  }
}

function checkStale(bars: Bars, barSeconds: number, options: CheckOptions, found: Findings): void {
  const {close, high, low} = bars
  const report = (start: number, count: number, what: string): void => {
    found.add({code: 'stale', severity: 'warning', ...where(start, bars, options)}, () => `${count} bars ${what}`)
  }
  const hour = STALE_BARS.seconds / barSeconds
  const [closes, ranges] = [Math.max(STALE_BARS.close, hour), Math.max(STALE_BARS.range, hour)]
  let [sameFrom, flatFrom] = [0, 0]
  for (let i = 0; i <= close.length; i++) {
    const flat = i < close.length && high[i] === low[i]
    const same = i > 0 && i < close.length && close[i] === close[i - 1]
    if (!flat) {
      if (options.closeOnly !== true && i - flatFrom >= ranges) report(flatFrom, i - flatFrom, 'without a range')
      flatFrom = i + 1
    }
    if (!same) {
      if (i - sameFrom >= closes) report(sameFrom, i - sameFrom, `with the same close ${close[sameFrom] ?? NaN}`)
      sameFrom = i
    }
  }
}
