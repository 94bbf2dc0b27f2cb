import {PlimsollError} from '../../errors.js'
import {exponential} from '../../numerics/random/exponential.js'
import {normal} from '../../numerics/random/normal.js'
import type {Stream} from '../../numerics/random/stream.js'
import {quantile} from '../../numerics/quantile.js'
import {outageShare, requireNetwork, type ConfirmationFeed, type ConfirmationNetwork} from './network.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {abs, max} = Math

/** A crisis as the network sees it. */
export interface ConfirmationScenario {
  /** True prices, `stepSeconds` apart: as fine as the delays that matter. */
  readonly prices: Float64Array
  readonly stepSeconds: number
  /** At or below this price accounts are insolvent. */
  readonly level: number
  /** Feeds under an attacker's control, the first ones: they say the level all the time, or nothing. */
  readonly manipulated?: {readonly feeds: number; readonly they: 'raise-alarm' | 'stay-silent'}
}

export interface ConfirmationStudy {
  readonly runs: number
  /** Whether the scenario has an insolvency at all, and when, seconds from its start (Infinity: none). */
  readonly insolventAt: number
  /** Share of runs that confirmed an insolvency before there was one, or without one. */
  readonly falseShare: number
  /** Of the other runs, where there is an insolvency: share that never confirmed it within the scenario. */
  readonly neverShare: number
  /** Seconds from insolvency to confirmation over the runs that confirmed it in time; NaN where there is none. */
  readonly medianDelay: number
  readonly delay95: number
  /** Each run's delay, seconds: Infinity never, negative for a false one (by how much too early, -Infinity without insolvency). */
  readonly delays: Float64Array
}

/**
 * When a network of feeds confirms an insolvency, by simulation. Each step, a feed that is up looks at the price with its
 * error, and answers when deviation or heartbeat ask for it; the answer counts after latency and jitter. A feed that is
 * down keeps its last answer; at the start all have answered the first price. The network confirms when `required` feeds' current answers are at or below the level.
 * @throws CONFIRMATION_RANGE
 */
export function studyConfirmation(
  network: ConfirmationNetwork,
  scenario: ConfirmationScenario,
  runs: number,
  random: Stream,
): ConfirmationStudy {
  requireNetwork(network)
  const {level, prices, stepSeconds} = scenario
  if (!(prices.length > 0 && stepSeconds > 0 && level > 0 && runs >= 1)) {
    throw new PlimsollError(
      'CONFIRMATION_RANGE',
      'A confirmation study needs prices, a step and a level above zero, and at least one run.',
    )
  }
  const first = prices.findIndex((price) => price <= level)
  const insolventAt = first === -1 ? Infinity : first * stepSeconds
  const delays = Float64Array.from({length: runs}, () => delayOf(confirmedAt(network, scenario, random), insolventAt))
  const early = delays.filter((delay) => delay < 0).length
  const inTime = delays.filter((delay) => delay >= 0 && delay < Infinity)
  const never = insolventAt === Infinity ? 0 : delays.filter((delay) => delay === Infinity).length
  return {
    delay95: quantile(inTime, 0.95, 1),
    delays,
    falseShare: early / runs,
    insolventAt,
    medianDelay: quantile(inTime, 0.5, 1),
    neverShare: early === runs ? 0 : never / (runs - early),
    runs,
  }
}

function delayOf(confirmed: number, insolventAt: number): number {
  if (insolventAt === Infinity) return confirmed === Infinity ? Infinity : -Infinity
  return confirmed - insolventAt
}

/** Seconds from the start until the network confirms in one run; Infinity when it does not. */
function confirmedAt({feeds, required}: ConfirmationNetwork, scenario: ConfirmationScenario, random: Stream): number {
  const {manipulated, prices} = scenario
  const alarms = manipulated?.they === 'raise-alarm' ? Math.min(manipulated.feeds, feeds.length) : 0
  if (alarms >= required) return 0
  const honest = feeds.slice(manipulated?.feeds ?? 0)
  // For each feed, the stretches of time in which it says "insolvent".
  const changes: {at: number; by: number}[] = []
  for (const feed of honest) says(feed, scenario, random, changes)
  // At one instant withdrawn alarms go first: what counts is what the feeds say after it.
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  const end = prices.length * scenario.stepSeconds
  let saying = alarms
  for (const {at, by} of changes) {
    if (at > end) break
    saying += by
    if (saying >= required) return at
  }
  return Infinity
}

/** Adds when this feed begins (+1) and ends (-1) to say that the level is reached, seconds from the start. */
function says(
  feed: ConfirmationFeed,
  scenario: ConfirmationScenario,
  random: Stream,
  changes: {at: number; by: number}[],
): void {
  const {level, prices, stepSeconds} = scenario
  let up = random.uniform() >= outageShare(feed)
  let until = nextChange(feed, up, random)
  let answer = prices[0] as number
  let age = random.uniform() * feed.heartbeat // feeds are not in step with the crisis
  let insolvent = answer <= level
  if (insolvent) changes.push({at: 0, by: 1})
  let effective = 0
  for (let i = 0; i < prices.length; i++) {
    const now = i * stepSeconds
    while (now >= until) {
      up = !up
      until += nextChange(feed, up, random)
    }
    age += i === 0 ? 0 : stepSeconds
    if (!up) continue
    const price = (prices[i] as number) * (feed.noise > 0 ? 1 + feed.noise * normal(random) : 1)
    if (age < feed.heartbeat && abs(price - answer) < feed.deviation * answer) continue
    answer = price
    age = 0
    if (price <= level === insolvent) continue
    insolvent = price <= level
    // Answers of one feed keep their order on chain.
    effective = max(effective, now + feed.latency + (feed.jitter > 0 ? feed.jitter * exponential(random) : 0))
    changes.push({at: effective, by: insolvent ? 1 : -1})
  }
}

/** How long the feed stays as it is, seconds. */
function nextChange(feed: ConfirmationFeed, up: boolean, random: Stream): number {
  const {outageLength, outagesPerYear} = feed
  if (outagesPerYear === 0 || outageLength === 0) return Infinity
  return (up ? 31_536_000 / outagesPerYear : outageLength) * exponential(random)
}
