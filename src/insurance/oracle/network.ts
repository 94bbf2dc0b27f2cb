import {PlimsollError} from '../../errors.js'
import {binomialCdf, binomialSf} from '../../numerics/special/binomial.js'

/** One feed of a network that says whether accounts are insolvent. Times in seconds. */
export interface ConfirmationFeed {
  /** It answers at the latest after so long. */
  readonly heartbeat: number
  /** It answers when the price has moved by this fraction from its last answer. */
  readonly deviation: number
  /** From observation to an answer on chain: a fixed part, and the mean of an exponential part. */
  readonly latency: number
  readonly jitter: number
  /** Outages a year, and their mean length: both times are exponential. */
  readonly outagesPerYear: number
  readonly outageLength: number
  /** Standard deviation of the error of an answer, as a fraction of the price. */
  readonly noise: number
}

/** An insolvency is confirmed when `required` of the feeds say a price at or below the level at the same time. */
export interface ConfirmationNetwork {
  readonly feeds: readonly ConfirmationFeed[]
  readonly required: number
}

const SECONDS_PER_YEAR = 31_536_000

/** @throws CONFIRMATION_RANGE */
export function requireNetwork({feeds, required}: ConfirmationNetwork): void {
  if (!(Number.isInteger(required) && required >= 1 && required <= feeds.length)) {
    throw new PlimsollError(
      'CONFIRMATION_RANGE',
      `${required} of ${feeds.length} feeds can never agree: ask for 1 to ${feeds.length}.`,
    )
  }
  for (const feed of feeds) {
    for (const [name, value] of Object.entries(feed) as [string, number][]) {
      if (value >= 0 && (name !== 'heartbeat' || value > 0)) continue
      throw new PlimsollError(
        'CONFIRMATION_RANGE',
        `\`${name}\` of a feed must be zero or more, its heartbeat above zero; not ${value}.`,
      )
    }
  }
}

/** Share of the time that a feed is down: an alternating renewal process; 1 for an outage that never ends. */
export function outageShare({outageLength, outagesPerYear}: ConfirmationFeed): number {
  if (outageLength === 0 || outagesPerYear === 0) return 0
  const down = (outagesPerYear * outageLength) / SECONDS_PER_YEAR
  return down === Infinity ? 1 : down / (1 + down)
}

/** Outages a year of which a feed is down for such a share of the time: the inverse of `outageShare`. */
export function outagesFor(share: number, length: number): Pick<ConfirmationFeed, 'outageLength' | 'outagesPerYear'> {
  if (share === 1) return {outageLength: Infinity, outagesPerYear: 1}
  return {outageLength: length, outagesPerYear: ((share / (1 - share)) * SECONDS_PER_YEAR) / length}
}

/**
 * Probability that k of n like feeds cannot be had when they are needed: fewer than k are up. Independent feeds; what takes
 * several down at once (a chain that stands still, one data source behind all) is not in it.
 */
export function silenceProbability(n: number, k: number, down: number): number {
  return binomialCdf(k - 1, n, 1 - down)
}

/** Probability that at least k of n feeds raise a false alarm when each does with probability `p`, independently. */
export function falseAlarmProbability(n: number, k: number, p: number): number {
  return binomialSf(k - 1, n, p)
}
