import {PlimsollError} from '../../errors.js'
import {barsOfPoints} from '../../market/fetch/points.js'
import {seriesOfRows, type FetchedSeries} from '../../market/fetch/series-of-rows.js'
import type {FetchRequest, Point, PriceApi, Row} from '../../market/fetch/source.js'
import type {PageCache} from './page-cache.js'
import {PoliteClient, type PoliteOptions} from './polite-client.js'

export interface FetchOptions extends Partial<PoliteOptions> {
  /** Another address of the API. */
  readonly url?: string | undefined
  readonly id: string
  readonly cache: PageCache
  /** Epoch seconds: what a page says of later may still change. */
  readonly now: number
  readonly progress?: (done: number, all: number) => void
}

export interface Fetched extends FetchedSeries {
  readonly pages: number
  /** Of them, those that were there from before. */
  readonly cached: number
}

/**
 * Fetches a series page by page; pages that cannot change any more are kept, so that a second run goes on where one ended.
 * @throws FETCH_*, DATA_REFUSED
 */
export async function fetchPrices(
  api: PriceApi,
  request: FetchRequest,
  {cache, id, now, progress, url = api.url, ...polite}: FetchOptions,
): Promise<Fetched> {
  const client = new PoliteClient(url, {intervalMs: api.intervalMs, ...polite})
  const pages = api.pages(request)
  const items: (Point | Row)[] = []
  let cached = 0
  for (const [done, {path, to}] of pages.entries()) {
    progress?.(done, pages.length)
    const asked = `${api.name} ${url} ${path}`
    const known = await cache.read(asked)
    const answer = known ?? (await client.get(path))
    items.push(...api.read(parsed(api, answer), request))
    if (known !== undefined) cached++
    // A bar that has just ended may still be corrected.
    else if (to + request.barSeconds <= now) await cache.write(asked, answer)
  }
  progress?.(pages.length, pages.length)
  const rows = api.points ? barsOfPoints(sorted(items as Point[]), {carry: false, ...request}) : (items as Row[])
  return {...seriesOfRows(rows, request, {id, source: api.title}), cached, pages: pages.length}
}

/** Pages overlap at their ends. */
function sorted(points: readonly Point[]): Point[] {
  const byTime = [...points].sort((a, b) => a.time - b.time)
  return byTime.filter(({time}, i) => time !== byTime[i - 1]?.time)
}

function parsed({title}: PriceApi, answer: string): unknown {
  try {
    return JSON.parse(answer) as unknown
  } catch {
    throw new PlimsollError('FETCH_SHAPE', `What ${title} answers is no JSON.`, {exit: 3})
  }
}
