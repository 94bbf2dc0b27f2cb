import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {fetchPrices} from '../../../src/edge/fetch/fetch-prices.js'
import {fetchSeries, type FetchFlags} from '../../../src/edge/fetch/fetch-series.js'
import {PageCache} from '../../../src/edge/fetch/page-cache.js'
import {loadSeries} from '../../../src/edge/series-store.js'
import {binance} from '../../../src/market/fetch/binance.js'
import {KRAKEN_END, priceAt, startPriceServer, type PriceFault, type PriceServer} from '../../helpers/price-server.js'

let folder: string
let server: PriceServer | undefined
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-fetch-'))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  rmSync(folder, {force: true, recursive: true})
})

const NOW = KRAKEN_END
const start = async (fault?: (request: number) => PriceFault | undefined) => (server = await startPriceServer(fault))
const fetched = async (source: string, pair: string, flags: Partial<FetchFlags> = {}) =>
  fetchSeries(
    source,
    pair,
    {api: server!.url, force: false, from: '2024-01-01', interval: '1h', to: '2024-01-20', ...flags},
    {dataDir: folder, now: NOW},
  )

const FIRST = Date.parse('2024-01-01T00:00:00Z') / 1000
test.each([
  ['binance', 'ETH-USDT', 1, 'bars'],
  ['coinbase', 'ETH-USD', 2, 'bars'],
  ['kraken', 'ETH-USD', 1, 'bars'],
  ['coingecko', 'ETH-USD', 1, 'points'],
  ['defillama', 'ETH-USD', 1, 'points'],
] as const)('%s: %s in %i pages', async (source, pair, pages, kind) => {
  await start()
  const result = await fetched(source, pair, {from: '2024-01-02', to: '2024-01-21'})
  expect(result).toMatchObject({
    barSeconds: 3600, bars: 480, cached: 0, findings: [], from: '2024-01-02', id: `${pair}-${source}-1h`, pages, replaced: false,
  }) // prettier-ignore
  const series = await loadSeries(result.id, folder)
  expect(series.digest).toBe(result.digest)
  expect(series.time[0]).toBe(FIRST + 86_400)
  const bar = 100
  // A sample of a moment just after the hour is the close of the bar that it opens.
  const opening = FIRST + 86_400 + bar * 3600
  expect(series.close[bar]).toBeCloseTo(priceAt(opening + (kind === 'bars' ? 3600 : 0)), 6)
  if (kind === 'bars') {
    expect(series.open[bar]).toBeCloseTo(priceAt(opening), 6)
    expect(series.high[bar]! - Math.max(series.open[bar]!, series.close[bar]!)).toBeCloseTo(5, 6)
  }
})

test('Kraken’s last 720 bars are said to be all there is, and its errors are passed on', async () => {
  await start()
  await expect(fetched('kraken', 'ETH-USD', {from: '2023-12-01'})).rejects.toThrow(
    /last 720 bars only, here from 2024-01-02T00:00Z/,
  )
  await expect(fetched('kraken', 'DOGE-USD')).rejects.toThrow(/Unknown asset pair/)
})

test('a broken run goes on where it ended; the last page, which may change, is not kept', async () => {
  let broken = true
  await start((request) => (broken && request >= 2 ? {body: 'gone', status: 404} : undefined))
  const flags = {interval: '1h', to: '2024-01-31'} // 744 bars: three pages of 300
  await expect(fetched('coinbase', 'ETH-USD', flags)).rejects.toThrow(/HTTP 404: gone/)
  expect(readdirSync(path.join(folder, 'fetched'))).toHaveLength(2)
  broken = false
  const result = await fetched('coinbase', 'ETH-USD', flags)
  expect(result).toMatchObject({bars: 744, cached: 2, pages: 3})
  expect(server!.seen).toHaveLength(4)
  await expect(fetched('coinbase', 'ETH-USD', flags)).rejects.toThrow(/There is a series ETH-USD-coinbase-1h already/)
  const again = await fetched('coinbase', 'ETH-USD', {...flags, force: true})
  expect(again).toMatchObject({cached: 2, digest: result.digest, replaced: true})
})

test('a page that was damaged is asked for again', async () => {
  await start()
  const {digest} = await fetched('coinbase', 'ETH-USD', {to: '2024-01-20'})
  const cache = path.join(folder, 'fetched')
  for (const name of readdirSync(cache)) {
    const file = path.join(cache, name)
    writeFileSync(file, readFileSync(file, 'utf8').replace('12.25', '99'))
  }
  expect(await fetched('coinbase', 'ETH-USD', {force: true, to: '2024-01-20'})).toMatchObject({cached: 0, digest})
})

test('a busy API is asked again, not faster than it says', async () => {
  await start((request) => ([{status: 429, headers: {'retry-after': '0'}}, {status: 503}, 'drop'] as const)[request])
  const request = {barSeconds: 3600, base: 'ETH', from: FIRST, quote: 'USDT', to: FIRST + 10 * 3600}
  const options = {
    backOffMs: [1, 1, 1],
    cache: new PageCache(folder),
    id: 'x',
    intervalMs: 40,
    now: NOW,
    url: server!.url,
  }
  const begun = performance.now()
  const {series} = await fetchPrices(binance, request, options)
  expect(series.time).toHaveLength(10)
  expect(server!.seen).toHaveLength(4)
  expect(performance.now() - begun).toBeGreaterThanOrEqual(3 * 40 - 1) // the pace that was asked for, not a speed
  await server!.close()
  await start(() => ({status: 500}))
  const down = fetchPrices(binance, {...request, from: FIRST + 3600}, {...options, url: server!.url})
  await expect(down).rejects.toThrow(/HTTP 500 \(4 attempts\)/)
})

test.each<[string, Partial<FetchFlags>, RegExp]>([
  ['ETHUSDT', {}, /is no pair/],
  ['ETH-USDT', {interval: '7min'}, /no bars of 420 seconds/],
  ['ETH-USDT', {from: '2024-02-30x'}, /is not a date/],
  ['ETH-USDT', {from: '2024-01-21'}, /no whole bar/],
  ['ETH-USDT', {api: 'ftp://x'}, /not an http/],
])('%s with %j is refused', async (pair, flags, message) => {
  await start()
  await expect(fetched('binance', pair, flags)).rejects.toThrow(message)
  expect(server!.seen).toEqual([])
})

test('what is no answer of the API is refused', async () => {
  await start(() => ({body: '{"klines": []}', status: 200}))
  await expect(fetched('binance', 'ETH-USDT')).rejects.toThrow(/What Binance answers is not what it documents/)
  await server!.close()
  await start(() => ({body: '[]', status: 200}))
  await expect(fetched('binance', 'ETH-USDT')).rejects.toThrow(/no bar of ETH\/USDT from 2024-01-01/)
  await expect(fetched('coingecko', 'STETH-USD')).rejects.toThrow(/how it names STETH is not known/)
})
