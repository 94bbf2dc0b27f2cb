import {requireAligned} from '../bars.js'
import {MOST_DISPLACED} from '../impact.js'
import {Recorder} from '../recorder.js'
import {amplificationOf, type BookResult, type CascadeResult, type RunOptions} from '../result.js'
import {bracketsOf, rateAt, type Bracket} from './maintenance.js'
import {preparePerps, type PreparedPerps} from './prepare.js'
import {requireRules, type PerpPath, type PerpRules} from './rules.js'
import {SideRun, type BarView} from './side.js'

const {abs, max, min} = Math

/**
 * Replays a path against the isolated positions of one market. Cost O(T + liquidations) after the sort.
 *
 * Conventions: a position is triggered when the bar's adverse extreme (low for longs, high for shorts) takes its equity
 * below maintenance; it fills at its threshold, or at the opening if the bar opened beyond it, minus slippage; with an
 * oracle apart from the market the oracle's answer at the opening triggers and the market's opening fills; with keepers'
 * latency the opening so many bars later fills, if the position is still liquidatable then. Longs and shorts are each
 * tested against their own adverse extreme. Funding accrues at openings.
 */
export function runIsolated(
  prepared: PreparedPerps,
  path: PerpPath,
  rules: PerpRules,
  {detail = 'series'}: RunOptions = {},
): BookResult {
  requireRules(rules)
  const brackets = bracketsOf(rules.maintenance)
  requireSound(path)
  const sorted = sameAmounts(prepared, brackets) ? prepared : preparePerps(prepared.book, brackets)
  const {funding, high, low, open, oracle} = path
  const bars = open.length
  const view: BarView = {
    bar: 0,
    byOracle: oracle !== undefined,
    displacement: 0,
    funding: 0,
    open: 0,
    oracle: NaN,
    pathOpen: 0,
  }
  const units = sorted.sides[0].total + sorted.sides[1].total
  const recorder = new Recorder(
    {
      bars: path,
      collateral: sorted.sides[0].totalCollateral + sorted.sides[1].totalCollateral,
      exposure: units * (open[0] as number),
      positions: sorted.sides[0].count + sorted.sides[1].count,
      quantity: units,
    },
    detail,
  )
  const long = new SideRun(sorted.sides[0], sorted.amounts, rules, view, recorder)
  const short = new SideRun(sorted.sides[1], sorted.amounts, rules, view, recorder)
  const {impact, maintenance} = rules
  const moving = maintenance.kind === 'series' || maintenance.kind === 'open-interest'
  for (const [b, {rate}] of brackets.entries()) long.rates[b] = short.rates[b] = rate
  // With one bracket and prices that nobody moves, most bars are told apart by one comparison.
  const quick = brackets.length === 1 && impact === undefined
  let rate = brackets[0]?.rate ?? 0
  // The first bar is always looked at, and so is every bar while executions are due.
  let nextLong = Infinity
  let nextShort = Infinity
  let displacement = 0
  let widest = 0

  for (let bar = 0; bar < bars; bar++) {
    const pathOpen = open[bar] as number
    if (moving) {
      rate = rateAt(maintenance, bar, max(long.units, short.units) * pathOpen)
      long.rates[0] = short.rates[0] = rate
    }
    const index = funding === undefined ? 0 : (funding[bar] as number)
    // The opening counts as an extreme, for bars that do not contain their own.
    const lowest = min(pathOpen, low[bar] as number)
    const highest = max(pathOpen, high[bar] as number)
    const answer = oracle === undefined ? NaN : (oracle[bar] as number)
    if (quick) {
      const down = oracle === undefined ? lowest : answer
      const up = oracle === undefined ? highest : answer
      if (down - index - rate * down >= nextLong && index - up - rate * up >= nextShort) continue
    }
    view.bar = bar
    view.pathOpen = pathOpen
    view.displacement = displacement
    view.open = pathOpen * (1 - displacement)
    view.funding = index
    view.oracle = answer * (1 - displacement)
    if (bar === 0) atExecution([long, short], view, sorted, recorder)
    if (long.hasDue) long.executeDue()
    if (short.hasDue) short.executeDue()
    long.trigger(lowest)
    short.trigger(highest)
    nextLong = long.hasDue ? Infinity : long.nextKey
    nextShort = short.hasDue ? Infinity : short.nextKey
    if (impact !== undefined) {
      const down = displacement + long.displacementNow()
      const up = displacement - short.displacementNow()
      widest = max(widest, abs(down), abs(up))
      displacement = max(-MOST_DISPLACED, min(MOST_DISPLACED, down + up - displacement)) * impact.persistence
      long.traded = short.traded = 0
    }
  }

  view.funding = funding === undefined ? 0 : (funding[bars - 1] as number)
  for (const side of [long, short]) {
    const {count, exposure, shortfall} = side.unfinished(path.close[bars - 1] as number)
    recorder.unfinished += count
    recorder.unfinishedExposure += exposure
    recorder.unfinishedShortfall += shortfall
  }
  const left = long.collateralLeft() + short.collateralLeft()
  return recorder.result((i) => sorted.book.idOf(i), left, impact && cascadeOf(long, short, widest))
}

/** Paths that were found sound: a sweep replays one path a thousand times, and looking at it costs as much as the replay. */
const sound = new WeakSet<PerpPath>()

function requireSound(path: PerpPath): void {
  if (sound.has(path)) return
  requireAligned('price path', path, {funding: path.funding, oracle: path.oracle})
  sound.add(path)
}

function sameAmounts({amounts}: PreparedPerps, brackets: readonly Bracket[]): boolean {
  return amounts.length === brackets.length && brackets.every(({amount}, b) => amount === amounts[b])
}

function atExecution(runs: readonly SideRun[], view: BarView, {book}: PreparedPerps, recorder: Recorder): void {
  const price = view.byOracle ? view.oracle : view.open
  for (const run of runs) {
    for (const index of run.liquidatableNow(price)) {
      recorder.atExecution.push(index)
      recorder.atExecutionExposure += (book.size[index] as number) * view.pathOpen
    }
  }
}

function cascadeOf(long: SideRun, short: SideRun, displacement: number): CascadeResult {
  const triggered = long.triggeredUnits + short.triggeredUnits
  const amplification = amplificationOf(triggered, long.firstWaveUnits + short.firstWaveUnits)
  return {amplification, displacement, induced: long.induced + short.induced}
}
