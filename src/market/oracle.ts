import {PlimsollError} from '../errors.js'
import {formatDuration} from '../units/duration.js'

export interface FeedOptions {
  /** The feed answers at the latest after so many bars, moved or not; no limit when absent. */
  readonly heartbeatBars?: number
  /** The feed answers when the price has moved by this fraction from its last answer. 0: at every bar. */
  readonly deviation: number
  /** An answer takes force so many bars after it was observed (Maker's oracle security module: one hour). */
  readonly delayBars?: number
}

/**
 * What a push feed says at the opening of each bar. The feed looks at the price once a bar, at its opening, and answers
 * when the deviation or the heartbeat asks for it; the answer takes force `delayBars` later. Before the first answer has
 * taken force, the first price stands. Moves inside a bar are not seen: use bars as fine as the feed.
 */
export function feedAnswers(prices: Float64Array, options: FeedOptions): Float64Array {
  const {deviation, heartbeatBars = Infinity, delayBars = 0} = options
  if (!(deviation >= 0 && deviation < 1)) {
    throw new PlimsollError('ORACLE_RANGE', `A feed's deviation threshold must lie in [0, 1), not ${deviation}.`)
  }
  if (!(heartbeatBars >= 1)) {
    throw new PlimsollError('ORACLE_RANGE', `A feed's heartbeat must be at least one bar, not ${heartbeatBars}.`)
  }
  if (!(Number.isInteger(delayBars) && delayBars >= 0)) {
    throw new PlimsollError('ORACLE_RANGE', `A feed's delay must be a whole number of bars, not ${delayBars}.`)
  }
  const answers = new Float64Array(prices.length)
  let answer = prices[0] ?? NaN
  let age = 0
  for (let bar = 0; bar < prices.length; bar++) {
    const price = prices[bar] as number
    if (age >= heartbeatBars || Math.abs(price - answer) >= deviation * answer) {
      answer = price
      age = 0
    }
    age++
    if (bar + delayBars < prices.length) answers[bar + delayBars] = answer
  }
  return answers.fill(prices[0] ?? NaN, 0, Math.min(delayBars, prices.length))
}

/** The median of what several feeds say, bar by bar; the mean of the two middle ones when their number is even. */
export function medianAnswers(feeds: readonly Float64Array[]): Float64Array {
  const [first] = feeds
  if (first === undefined) throw new PlimsollError('ORACLE_RANGE', 'A median needs at least one feed.')
  if (feeds.some((feed) => feed.length !== first.length)) {
    throw new PlimsollError('ORACLE_RANGE', 'Feeds of one median must have the same number of bars.')
  }
  const row = new Float64Array(feeds.length)
  const middle = feeds.length >> 1
  return first.map((_, bar) => {
    for (let i = 0; i < feeds.length; i++) row[i] = (feeds[i] as Float64Array)[bar] as number
    row.sort()
    const upper = row[middle] as number
    return feeds.length % 2 === 1 ? upper : ((row[middle - 1] as number) + upper) / 2
  })
}

/** A delay as a number of bars. One that the bars cannot resolve is refused: inside a bar nothing is known about order. */
export function wholeBars(what: string, seconds: number, barSeconds: number): number {
  const bars = seconds / barSeconds
  if (Number.isInteger(bars) && bars >= 0) return bars
  throw new PlimsollError(
    'DELAY_FINER_THAN_BAR',
    `${what} of ${formatDuration(seconds)} is no whole number of the bars of ${formatDuration(barSeconds)}: a delay finer than the bar cannot be replayed.`,
    {suggestions: ['Use finer bars, or round the delay up to whole bars.']},
  )
}
