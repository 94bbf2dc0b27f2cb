import {PlimsollError} from '../../errors.js'

/** One bar as an API gave it: opening time in epoch seconds, prices in the quote. */
export interface Row {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** NaN where the API does not say. */
  readonly quoteVolume: number
}

/** A price at a moment. */
export interface Point {
  readonly time: number
  readonly price: number
}

export interface FetchRequest {
  readonly base: string
  readonly quote: string
  /** How an API of coins names the base: `ethereum`, `coingecko:ethereum`. */
  readonly coin?: string | undefined
  readonly barSeconds: number
  /** Openings from `from` to before `to`, epoch seconds, both on the grid of bars. */
  readonly from: number
  readonly to: number
}

/** One request to an API: a path with its query, and the bars that its answer is for. */
export interface Page {
  readonly path: string
  readonly from: number
  readonly to: number
}

/** A public API of prices. */
export interface PriceApi {
  readonly name: string
  readonly title: string
  readonly url: string
  /** Least time between two requests, milliseconds, from what the API's own pages allow without a key. */
  readonly intervalMs: number
  /** Whether it gives prices at moments rather than bars. */
  readonly points: boolean
  /** The requests that cover the bars, oldest first. @throws FETCH_REQUEST */
  pages(request: FetchRequest): Page[]
  /** What an answer says: bars, or prices at moments. @throws FETCH_SHAPE */
  read(answer: unknown, request: FetchRequest): readonly Row[] | readonly Point[]
}

/** Stretches of at most `most` bars each. */
export function windows({barSeconds, from, to}: FetchRequest, most: number): {from: number; to: number}[] {
  const size = most * barSeconds
  return Array.from({length: Math.ceil((to - from) / size)}, (_, i) => ({
    from: from + i * size,
    to: Math.min(to, from + (i + 1) * size),
  }))
}

/** How an API calls a bar size. @throws FETCH_REQUEST naming those it has */
export function intervalOf<T>(api: string, intervals: ReadonlyMap<number, T>, seconds: number, names: string): T {
  const found = intervals.get(seconds)
  if (found !== undefined) return found
  throw new PlimsollError('FETCH_REQUEST', `${api} has no bars of ${seconds} seconds: it has ${names}.`)
}

export function shapeError(api: string, what: string): PlimsollError {
  return new PlimsollError('FETCH_SHAPE', `What ${api} answers is not what it documents: ${what}.`, {exit: 3})
}

/** A list of rows of at least so many cells. @throws FETCH_SHAPE */
export function rowsOf(api: string, value: unknown, cells: number): readonly (readonly unknown[])[] {
  if (Array.isArray(value) && value.every((row) => Array.isArray(row) && row.length >= cells)) {
    return value as readonly (readonly unknown[])[]
  }
  throw shapeError(api, 'no list of rows')
}

/** A number, or a text that is one. @throws FETCH_SHAPE */
export function numberOf(api: string, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw shapeError(api, `${JSON.stringify(value)} where a number is meant`)
}
