import {CATALOGUE} from '../market/catalogue.js'
import type {Series} from '../market/series.js'
import type {Scenario} from '../stress/model.js'
import {loadSeries} from './series-store.js'

/**
 * The bars that come with Plimsoll, for scenarios on days that they hold from the first to the last: finer ones than the
 * proposal's own series, or any where that series does not hold these days.
 * @param series of the proposal, by asset: what each is a price of
 * @returns by name of the scenario, then by asset
 */
export async function loadCrises(
  scenarios: readonly Scenario[],
  series: ReadonlyMap<string, Series>,
  dataDir: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Series>>> {
  const found = new Map<string, ReadonlyMap<string, Series>>()
  for (const {name, prices: move} of scenarios) {
    if (!('from' in move) || move.from === undefined || move.to === undefined) continue
    const {from, to} = move
    const own = new Map<string, Series>()
    for (const [asset, prices] of series) {
      const most = covers(prices, from, to) ? prices.barSeconds - 1 : Infinity
      const [entry] = CATALOGUE.filter(
        ({barSeconds, base, firstDay, lastDay}) =>
          base === prices.base && firstDay <= from && lastDay >= to && barSeconds <= most,
      ).sort((a, b) => a.barSeconds - b.barSeconds)
      if (entry) own.set(asset, await loadSeries(entry.id, dataDir))
    }
    if (own.size > 0) found.set(name, own)
  }
  return found
}

const DAY = 86_400

function covers({barSeconds, time}: Series, from: string, to: string): boolean {
  const [begin, end] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`) / 1000) as [number, number]
  return (time[0] ?? Infinity) <= begin && (time.at(-1) ?? -Infinity) + barSeconds >= end + DAY
}
