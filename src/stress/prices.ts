import {scaledBars, type Bars} from '../backtest/book/bars.js'
import {requireSameBars} from '../backtest/book/study/window.js'
import {refuseGaps} from '../backtest/coverage/gaps.js'
import {PlimsollError} from '../errors.js'
import {formatTime} from '../market/bars.js'
import {wholeBars} from '../market/oracle.js'
import type {Series} from '../market/series.js'
import {slice} from '../market/slice.js'
import {correlated, depegged, gapBars, stretched, worstBar} from './bars.js'
import type {PriceMove, PriceSample, Scenario} from './model.js'

const DAY = 86_400
const LAST_DAYS = 30

/** What scenarios are built on. */
export interface Ground {
  /** Assets whose prices the book needs, and what they stood at when it was taken. */
  readonly prices: ReadonlyMap<string, number>
  /** Assets whose parameters the proposal changes. */
  readonly subjects: readonly string[]
  readonly series: ReadonlyMap<string, Series>
  /** Bars of prices that are made up. */
  readonly barSeconds: number
  /** How long made-up prices last: until all that a first shock triggers is closed. */
  readonly lastsSeconds: number
}

export interface ScenarioPrices {
  readonly bars: ReadonlyMap<string, Bars>
  readonly barSeconds: number
  /** Where the shock is: when feeds fall silent. */
  readonly worst: number
  readonly from?: string
  readonly to?: string
  readonly sample?: readonly PriceSample[]
  readonly notes: readonly string[]
}

/**
 * The prices of a scenario, from those at which the book was taken.
 * @param hourly finer bars of the scenario's days, where there are some for every asset
 * @throws STRESS_PRICES, DATA_EMPTY_SLICE, BACKTEST_GAP, DELAY_FINER_THAN_BAR
 */
export function scenarioPrices(
  scenario: Scenario,
  ground: Ground,
  hourly: ReadonlyMap<string, Series> | undefined,
): ScenarioPrices {
  const found = movesOf(scenario, ground, hourly)
  const {prices, subjects} = ground
  const notes: string[] = []
  const scaled = new Map(
    [...found.bars].map(([asset, own]): [string, Bars] => {
      const scale = (prices.get(asset) as number) / (own.open[0] as number)
      return [asset, scaledBars(own, 0, own.open.length, scale)]
    }),
  )
  const bars = withDepeg(scenario, scaled, subjects, notes)
  const [first] = [...bars.values()] as [Bars]
  const of = bars.get(subjects[0] ?? '') ?? first
  const dates = found.windows && {
    sample: [...found.windows].map(([asset, {digest, id, source}]) => ({asset, digest, series: id, source})),
    from: formatTime(first.time?.[0] ?? 0),
    to: formatTime((first.time?.at(-1) ?? 0) + first.barSeconds),
  }
  return {bars, barSeconds: first.barSeconds, notes, worst: worstBar(of), ...dates}
}

interface Found {
  readonly bars: ReadonlyMap<string, Bars>
  /** The series behind real prices. */
  readonly windows?: ReadonlyMap<string, Series>
}

function movesOf(scenario: Scenario, ground: Ground, hourly: ReadonlyMap<string, Series> | undefined): Found {
  const move = scenario.prices
  if (move.kind === 'gap' || move.kind === 'still') return madeUp(scenario, move, ground)
  const windows = windowsOf(scenario, move, ground, hourly)
  if (move.kind === 'history') return {bars: windows, windows}
  if (move.kind === 'correlation') return {bars: correlated(windows), windows}
  const bars = new Map([...windows].map(([asset, own]): [string, Bars] => [asset, stretched(own, move.times)]))
  return {bars, windows}
}

function madeUp(
  {assets, depeg, lastsSeconds: given, name, outageSeconds = 0}: Scenario,
  move: Extract<PriceMove, {kind: 'gap' | 'still'}>,
  {barSeconds, lastsSeconds, prices, subjects}: Ground,
): Found {
  const hit = new Set(assets ?? subjects)
  const unknown = [...hit].filter((asset) => !prices.has(asset))
  if (unknown.length > 0) {
    throw new PlimsollError(
      'STRESS_PRICES',
      `The scenario ${name} moves ${unknown.join(', ')}, which the book does not hold: it holds ${[...prices.keys()].join(', ')}.`,
    )
  }
  // A bar before the shock, and what comes after: feeds that speak again, a peg that is back, liquidations that close.
  const needed = given ?? lastsSeconds + outageSeconds + (depeg?.lastsSeconds ?? 0)
  const count = wholeBars(`The scenario ${name}`, Math.ceil(needed / barSeconds) * barSeconds, barSeconds) + 2
  const by = move.kind === 'gap' ? move.by : 0
  const bars = [...prices].map(([asset, price]): [string, Bars] => [
    asset,
    gapBars(price, hit.has(asset) ? by : 0, count, barSeconds),
  ])
  return {bars: new Map(bars)}
}

function windowsOf(
  {lastsSeconds = LAST_DAYS * DAY, name}: Scenario,
  move: Extract<PriceMove, {kind: 'correlation' | 'history' | 'volatility'}>,
  {prices, series}: Ground,
  hourly: ReadonlyMap<string, Series> | undefined,
): ReadonlyMap<string, Series> {
  const assets = [...prices.keys()]
  const fine = hourly !== undefined && assets.every((asset) => hourly.has(asset)) ? hourly : undefined
  const windows = assets.map((asset): [string, Series] => {
    const own = (fine ?? series).get(asset) as Series
    const end = (own.time.at(-1) as number) + own.barSeconds
    const {from, to} = move
    // The last days are at most all there are.
    const begin =
      from === undefined ? Math.max(own.time[0] as number, end - lastsSeconds) : Date.parse(`${from}T00:00:00Z`) / 1000
    const until = to === undefined ? end : Date.parse(`${to}T00:00:00Z`) / 1000 + DAY
    const part = slice(own, begin * 1000, until * 1000)
    if (part.time[0] !== begin || (part.time.at(-1) as number) + part.barSeconds < until) {
      throw new PlimsollError(
        'STRESS_PRICES',
        `The scenario ${name} needs prices from ${formatTime(begin)} to ${formatTime(until)}: ${own.id} runs from ${formatTime(own.time[0] as number)} to ${formatTime(end)}.`,
      )
    }
    refuseGaps(part)
    return [asset, part]
  })
  requireSameBars(windows.map(([, part]) => part))
  return new Map(windows)
}

function withDepeg(
  {depeg, name, named}: Scenario,
  bars: ReadonlyMap<string, Bars>,
  subjects: readonly string[],
  notes: string[],
): ReadonlyMap<string, Bars> {
  if (depeg === undefined) return bars
  const hit = new Set(depeg.asset === undefined ? subjects : [depeg.asset])
  const unknown = [...hit].filter((asset) => !bars.has(asset))
  if (unknown.length > 0) {
    const what = `${unknown.join(', ')} has no prices in this book`
    if (!named) {
      throw new PlimsollError('STRESS_PRICES', `The scenario ${name} depegs ${what}.`, {
        suggestions: [
          'Name a series for it: `prices: {ASSET: SERIES}`. Dollar stablecoins without one are worth 1 USD.',
        ],
      })
    }
    notes.push(`${what}: its depeg is left out`)
  }
  return new Map(
    [...bars].map(([asset, own]): [string, Bars] => {
      if (!hit.has(asset)) return [asset, own]
      const overBars = wholeBars('The fall of a depeg', depeg.overSeconds, own.barSeconds)
      const lastsBars = wholeBars('A depeg', depeg.lastsSeconds, own.barSeconds)
      return [asset, depegged(own, {by: depeg.by, lastsBars, overBars: Math.max(1, overBars)})]
    }),
  )
}
