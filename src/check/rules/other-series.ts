import {CATALOGUE} from '../../market/catalogue.js'
import {listAt, lookAt, mapAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE =
  '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}'

/** The coin whose price an asset follows, told by its symbol, for the coins that the embedded series quote. */
function coinOf(asset: string): string | undefined {
  if (/^(W?BTC|cbBTC|tBTC|LBTC|eBTC|FBTC|BTCb|BTC\.b)$/.test(asset)) return 'BTC'
  return /^(W?ETH|(?:wst|st|r|cb|we|os|rs|ez|t)ETH|ETHx)$/.test(asset) ? 'ETH' : undefined
}

export const otherSeries: FileRule = {
  id: 'other-series',
  severity: 'warning',
  summary: 'the backtest takes the prices of another coin',
  rationale:
    'A backtest of ether against the prices of bitcoin says nothing about the change, and looks like evidence.',
  failing: example(CHANGE, {rest: backtest({prices: 'BTC-USDT'})}),
  passing: example(CHANGE, {rest: backtest({prices: 'ETH-USDT'})}),
  checkFile({value}) {
    const prices = lookAt(value, ['backtest', 'prices'])
    const assets = listAt(value, ['changes']).map((change) => String(lookAt(change, ['asset'])))
    const pairs: (readonly [string, string, readonly string[]])[] =
      typeof prices === 'string'
        ? assets.map((asset) => [asset, prices, ['backtest', 'prices']])
        : Object.entries(mapAt(prices, [])).map(([asset, id]) => [asset, String(id), ['backtest', 'prices', asset]])
    return pairs.flatMap(([asset, id, path]) => {
      const [coin, base] = [coinOf(asset), CATALOGUE.find((entry) => entry.id === id)?.base]
      if (coin === undefined || base === undefined || coin === base) return []
      return [{path, message: `${asset} follows ${coin}, but ${id} has the prices of ${base}.`}]
    })
  },
}
