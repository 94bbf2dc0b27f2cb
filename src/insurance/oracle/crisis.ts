import {exponential} from '../../numerics/random/exponential.js'
import {normal} from '../../numerics/random/normal.js'
import type {Stream} from '../../numerics/random/stream.js'
import {outageShare, type ConfirmationNetwork} from './network.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {max, min} = Math
const SECONDS_PER_YEAR = 31_536_000

/** What an attacker does with the feeds under his control, the first ones. */
export interface OracleAttack {
  readonly feeds: number
  readonly they: 'raise-alarm' | 'stay-silent'
  /** Alarms raised a year; a silence is there whenever it is needed. */
  readonly perYear: number
  /** What a raised alarm claims, USD. */
  readonly claim: number
}

/** The oracle network of a stack, and what may befall all of it at once. Times in seconds. */
export interface OracleTerms {
  readonly network: ConfirmationNetwork
  /** Share of insolvencies in which no answer of any feed is taken (a chain stands still), and for how long, on average. */
  readonly halt: number
  readonly haltLength: number
  /** For how long the price stays where accounts are insolvent: a feed that looks later sees none. */
  readonly lasts: number
  readonly attack: OracleAttack
}

/**
 * Seconds from an insolvency until `required` feeds have said so; Infinity when they never do. The price goes at once a
 * fraction `depth` beyond the level at which accounts are insolvent, stays there for `lasts` seconds and comes back.
 *
 * A feed answers when the price has moved by its deviation since an answer that lies anywhere within it, or at its
 * heartbeat, whose age is anywhere within it; when it is down, as soon as it is up. Its error, a fraction of the price,
 * lasts as long as the crisis: with an error e it sees the level once the price is the share e/(1 + e) beyond. Each answer
 * counts after latency and jitter. `studyConfirmation` is the same with a price path and step by step.
 *
 * Every call takes the same numbers from the stream for the same count of feeds, whatever their other parameters.
 */
export function confirmationDelay(
  {attack, halt, haltLength, lasts, network}: OracleTerms,
  depth: number,
  random: Stream,
) {
  const halted = random.uniform() < halt
  const standstill = haltLength * exponential(random)
  const from = halted ? standstill : 0
  const silent = attack.they === 'stay-silent' ? attack.feeds : 0
  const answers = network.feeds.map((feed, i) => {
    const {deviation, heartbeat, jitter, latency, noise, outageLength, outagesPerYear} = feed
    const down = random.uniform() < outageShare(feed)
    const outage = outageLength === 0 ? 0 : outageLength * exponential(random)
    const upFor = (SECONDS_PER_YEAR / outagesPerYear) * exponential(random)
    const phase = random.uniform()
    const age = random.uniform()
    const error = noise * normal(random)
    const late = jitter * exponential(random)
    if (i < silent) return Infinity
    const seen = max(0, error / (1 + error))
    if (error <= -1 || depth < seen) return Infinity
    let at = depth >= seen + phase * deviation ? 0 : age * heartbeat
    if (down) at = max(at, outage)
    else if (upFor < at) at = max(at, upFor + outage)
    at = max(at, from)
    return at > lasts ? Infinity : at + latency + late
  })
  return kth(answers, network.required)
}

/**
 * The price that a network confirms, as a fraction of the true one, when that is a fraction `gap` above the level of
 * insolvency; undefined when fewer than `required` feeds are so far wrong. Feeds under attack that raise the alarm say any
 * price. Each feed looks once, at the worst; one that is down keeps what it said before.
 */
export function falseReading({attack, network}: OracleTerms, gap: number, attacked: boolean, random: Stream) {
  const alarms = attacked && attack.they === 'raise-alarm' ? attack.feeds : 0
  const readings = network.feeds.map((feed, i) => {
    const down = random.uniform() < outageShare(feed)
    const error = feed.noise * normal(random)
    return i < alarms ? -1 : down ? 0 : error
  })
  const reading = kth(readings, network.required)
  return 1 + reading <= 1 / (1 + gap) ? max(0, 1 + reading) : undefined
}

/** Beyond so many standard deviations of a feed's error no false alarm is looked for: a chance below 1e-9 a feed. */
const FARTHEST_ERROR = 6

/** The largest gap between price and insolvency at which feeds may be wrong enough. */
export function widestGap({network}: OracleTerms): number {
  const noise = network.feeds.reduce((most, feed) => max(most, feed.noise), 0)
  return noise === 0 ? 0 : 1 / max(1e-9, 1 - min(1, FARTHEST_ERROR * noise)) - 1
}

/** The k-th smallest. */
function kth(values: readonly number[], k: number): number {
  return [...values].sort((a, b) => a - b)[k - 1] as number
}
