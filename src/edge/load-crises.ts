import {CATALOGUE} from '../market/catalogue.js'
import type {Series} from '../market/series.js'
import type {Scenario} from '../stress/model.js'
import {loadSeries} from './series-store.js'

/**
 * The finer bars that come with Plimsoll, for scenarios on days that they hold from the first to the last.
 * @param series of the proposal, by asset: what each is a price of
 * @returns by name of the scenario, then by asset
 */
export async function loadCrises(
  scenarios: readonly Scenario[],
  series: ReadonlyMap<string, Series>,
  dataDir: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Series>>> {
  const found = new Map<string, ReadonlyMap<string, Series>>()
  for (const {name, prices} of scenarios) {
    if (!('from' in prices) || prices.from === undefined || prices.to === undefined) continue
    const {from, to} = prices
    const own = new Map<string, Series>()
    for (const [asset, {barSeconds, base}] of series) {
      const entry = CATALOGUE.find(
        (window) =>
          window.base === base && window.firstDay <= from && window.lastDay >= to && window.barSeconds < barSeconds,
      )
      if (entry) own.set(asset, await loadSeries(entry.id, dataDir))
    }
    if (own.size > 0) found.set(name, own)
  }
  return found
}
