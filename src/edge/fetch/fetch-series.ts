import {existsSync} from 'node:fs'

import {PlimsollError} from '../../errors.js'
import type {SeriesEntry} from '../../market/catalogue.js'
import {PRICE_APIS} from '../../market/fetch/apis.js'
import type {FetchRequest} from '../../market/fetch/source.js'
import {parsePair} from '../../market/import/pair.js'
import type {Finding} from '../../market/quality.js'
import {formatDuration, parseDuration} from '../../units/duration.js'
import {assertImportableId, describeSeries, importedFile, saveSeries} from '../series-store.js'
import {fetchChainlink} from './chainlink.js'
import {fetchPrices, type Fetched} from './fetch-prices.js'
import {PageCache} from './page-cache.js'

/** Every source of `data fetch`. */
export const SOURCES: readonly string[] = [...PRICE_APIS.map(({name}) => name), 'chainlink']

export interface FetchFlags {
  readonly interval: string
  readonly from: string
  readonly to?: string | undefined
  readonly id?: string | undefined
  readonly coin?: string | undefined
  readonly api?: string | undefined
  readonly feed?: string | undefined
  readonly rpc?: string | undefined
  readonly force: boolean
}

/** What `plimsoll data fetch` says of a series that it wrote. */
export interface DataFetchResult extends Omit<SeriesEntry, 'origin'> {
  readonly file: string
  readonly replaced: boolean
  readonly pages: number
  /** Of them, those kept from an earlier run. */
  readonly cached: number
  readonly findings: readonly Finding[]
  readonly moreFindings: number
}

/**
 * Fetches a series and writes it into the data directory; nothing is written unless all of it can be trusted.
 * @param now epoch seconds
 * @throws FETCH_*, RPC_*, DATA_EXISTS, DATA_BAD_PAIR, DATA_BAD_ID, DATA_REFUSED
 */
export async function fetchSeries(
  source: string,
  pair: string,
  flags: FetchFlags,
  {dataDir, now, progress}: {dataDir: string; now: number; progress?: (done: number, all: number) => void},
): Promise<DataFetchResult> {
  const request = requestOf(pair, flags, now)
  const size = formatDuration(request.barSeconds)
  const id = flags.id ?? `${request.base}-${request.quote}-${source}-${size}`
  assertImportableId(id)
  const replaced = existsSync(importedFile(dataDir, id))
  if (replaced && !flags.force) {
    throw new PlimsollError('DATA_EXISTS', `There is a series ${id} already: it was left as it is.`, {
      suggestions: ['Replace it: --force', 'Or fetch under another name: --id NAME'],
    })
  }
  const fetched = await fetchedOf(source, request, flags, {cache: new PageCache(dataDir), id, now, progress})
  const file = await saveSeries({notes: [], series: fetched.series}, dataDir, {replace: replaced})
  const {cached, findings, moreFindings, pages, series} = fetched
  return {...describeSeries(series), cached, file, findings, moreFindings, pages, replaced}
}

type Options = Parameters<typeof fetchPrices>[2]

async function fetchedOf(
  source: string,
  request: FetchRequest,
  {api: url, feed, rpc}: FetchFlags,
  options: Omit<Options, 'progress'> & {progress: Options['progress'] | undefined},
): Promise<Fetched> {
  const {progress, ...rest} = options
  const all = {...rest, ...(progress && {progress})}
  const api = PRICE_APIS.find(({name}) => name === source)
  if (api) return fetchPrices(api, request, {...all, url})
  if (feed === undefined || rpc === undefined) {
    throw new PlimsollError(
      'FETCH_REQUEST',
      "Chainlink's rounds are read from a chain: say --feed ADDRESS and --rpc URL.",
    )
  }
  if (!/^0x[0-9a-fA-F]{40}$/.test(feed)) throw new PlimsollError('FETCH_REQUEST', `\`${feed}\` is no address.`)
  return fetchChainlink(request, {...all, feed, rpc})
}

function requestOf(pair: string, {coin, from, interval, to}: FetchFlags, now: number): FetchRequest {
  const parsed = parsePair(pair)
  if (!parsed) {
    throw new PlimsollError('DATA_BAD_PAIR', `\`${pair}\` is no pair: write it as in \`ETH-USDT\`.`)
  }
  const barSeconds = parseDuration(interval)
  const [start, end] = [momentOf('from', from), to === undefined ? now : momentOf('to', to) + 86_400]
  const until = Math.floor(Math.min(end, now) / barSeconds) * barSeconds
  const begin = Math.ceil(start / barSeconds) * barSeconds
  if (barSeconds > 0 && begin < until) return {...parsed, barSeconds, coin, from: begin, to: until}
  throw new PlimsollError('FETCH_REQUEST', `From ${from} to ${to ?? 'now'} there is no whole bar of ${interval}.`)
}

function momentOf(name: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  if (!Number.isNaN(ms)) return ms / 1000
  throw new PlimsollError('FETCH_REQUEST', `--${name} ${text} is not a date: write it as in 2024-01-31.`)
}
