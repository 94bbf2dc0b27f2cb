import {feedAnswers, medianAnswers, type FeedOptions} from '../../../market/oracle.js'
import {formatDuration, parseDuration} from '../../../units/duration.js'
import type {Bars} from '../bars.js'
import {QUOTE} from '../lending/assets.js'
import type {AssetPath} from '../lending/rules.js'
import {fundingIndex, type PerpPath} from '../perps/rules.js'
import {ratioOf} from './figures-of-request.js'
import type {BookRequest} from './rules.js'

/** What goes with the prices of a replay, the same before and after a change. */
export interface Environment {
  /** The feeds whose median triggers liquidations; empty: the market's extremes do. */
  readonly feeds: readonly FeedOptions[]
  /** Fraction of the notional that longs pay in each bar. */
  readonly fundingPerBar: number
  /** Interest on debt in each bar. */
  readonly interestPerBar: number
}

export type Path = AssetPath & PerpPath
export type Paths = ReadonlyMap<string, Path>

/** Delay of Maker's oracle security module (`osm.sol`, `hop`), seconds. */
const MAKER_DELAY = 3600
const YEAR = 365 * 86_400

type InBars = (what: string, text: string | undefined) => number

/** @param maker whether liquidations are Maker's, whose oracle is known */
export function environmentOf(
  request: Partial<BookRequest>,
  maker: boolean,
  barSeconds: number,
  bars: InBars,
  assumptions: string[],
): Environment {
  return {
    feeds: feedsOf(request, maker, barSeconds, bars, assumptions),
    fundingPerBar: fundingOf(request, barSeconds),
    interestPerBar: request.borrowRate === undefined ? 0 : (ratioOf(request.borrowRate) * barSeconds) / YEAR,
  }
}

function fundingOf({funding}: Partial<BookRequest>, barSeconds: number): number {
  return funding === undefined ? 0 : (ratioOf(funding.rate) * barSeconds) / parseDuration(funding.every)
}

function feedsOf(
  {oracle}: Partial<BookRequest>,
  maker: boolean,
  barSeconds: number,
  bars: InBars,
  assumptions: string[],
): FeedOptions[] {
  if (oracle === undefined && !maker) {
    assumptions.push("the market's extremes trigger, without an oracle between")
    return []
  }
  const given = oracle === undefined ? [{}] : 'map' in oracle ? oracle : [oracle]
  return given.map((feed: {deviation?: string; delay?: string; heartbeat?: string}): FeedOptions => {
    const {deviation = '0%', heartbeat} = feed
    return {
      delayBars: feed.delay !== undefined ? bars("The oracle's delay", feed.delay) : maker ? makerDelay(barSeconds, assumptions) : 0,
      deviation: ratioOf(deviation),
      ...(heartbeat !== undefined && {heartbeatBars: bars("The oracle's heartbeat", heartbeat)}),
    } // prettier-ignore
  })
}

function makerDelay(barSeconds: number, assumptions: string[]): number {
  const whole = MAKER_DELAY % barSeconds === 0
  assumptions.push(
    whole
      ? "oracle read at openings, 1h late (Maker's oracle module)"
      : `oracle read at openings, Maker's delay of 1h left out: finer than the bars of ${formatDuration(barSeconds)}`,
  )
  return whole ? MAKER_DELAY / barSeconds : 0
}

/** Prices with what feeds say of them, the funding that accrues and the interest that debt in the asset bears. */
export function equipped(bars: Bars, {feeds, fundingPerBar, interestPerBar}: Environment): Path {
  const answers = feeds.map((feed) => feedAnswers(bars.open, feed))
  return {
    ...bars,
    ...(answers.length > 0 && {oracle: medianAnswers(answers)}),
    ...(fundingPerBar !== 0 && {funding: fundingIndex(bars.open.map(() => fundingPerBar), bars.close)}),
    ...(interestPerBar !== 0 && {interest: bars.open.map((_, bar) => (1 + interestPerBar) ** bar)}),
  } // prettier-ignore
}

/** The quote currency as a debt that bears the interest of a path. */
export function dollars(path: Path): Path {
  const one = path.open.map(() => 1)
  const {barSeconds, interest, time} = path
  return {barSeconds, close: one, high: one, low: one, open: one, ...(interest && {interest}), ...(time && {time})}
}

/** The same for all assets of a replay; debt in the quote currency bears interest as any does. */
export function equippedAll(prices: ReadonlyMap<string, Bars>, environment: Environment): Paths {
  const all = new Map([...prices].map(([name, bars]) => [name, equipped(bars, environment)]))
  const [any] = all.values()
  if (any?.interest !== undefined && !all.has(QUOTE)) all.set(QUOTE, dollars(any))
  return all
}
