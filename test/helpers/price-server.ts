import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** A way for the server to fail one request. */
export type PriceFault =
  'drop' | {readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string}

export interface PriceServer {
  readonly url: string
  /** Path and query of every request, in order. */
  readonly seen: string[]
  close(): Promise<void>
}

/** The price at a moment, the same for every API. */
export const priceAt = (seconds: number): number => Math.round(100 * (2000 + 100 * Math.sin(seconds / 20_000))) / 100
const text = (price: number): string => price.toFixed(8)

interface Bar {
  readonly t: number
  readonly o: number
  readonly h: number
  readonly l: number
  readonly c: number
}
function bars(from: number, to: number, step: number): Bar[] {
  return Array.from({length: Math.max(0, Math.ceil((to - from) / step))}, (_, i) => {
    const t = from + i * step
    const [o, c] = [priceAt(t), priceAt(t + step)]
    return {c, h: Math.max(o, c) + 5, l: Math.min(o, c) - 5, o, t}
  })
}

// Shapes as recorded from the public APIs.
const ANSWERS: readonly (readonly [RegExp, (query: URLSearchParams, path: string) => unknown])[] = [
  [
    /^\/api\/v3\/klines$/,
    (query) => {
      const step = ({'1h': 3600, '1d': 86_400} as Record<string, number>)[query.get('interval')!]!
      const [from, to] = [Number(query.get('startTime')) / 1000, (Number(query.get('endTime')) + 1) / 1000]
      return bars(from, to, step)
        .slice(0, Number(query.get('limit')))
        .map(({c, h, l, o, t}) => [t * 1000, text(o), text(h), text(l), text(c), '10.5', (t + step) * 1000 - 1, '21000.25', 321, '5.1', '10200.5', '0']) // prettier-ignore
    },
  ],
  [
    /^\/products\/[A-Z]+-[A-Z]+\/candles$/,
    (query) => {
      const step = Number(query.get('granularity'))
      const [from, to] = [Date.parse(query.get('start')!) / 1000, Date.parse(query.get('end')!) / 1000]
      return bars(from, to + step, step)
        .slice(0, 300)
        .map(({c, h, l, o, t}) => [t, l, h, o, c, 12.25])
        .reverse()
    },
  ],
  [
    /^\/0\/public\/OHLC$/,
    (query) => {
      if (query.get('pair') !== 'ETHUSD') return {error: ['EQuery:Unknown asset pair']}
      const step = Number(query.get('interval')) * 60
      const from = Math.max(Number(query.get('since')) + 1, KRAKEN_END - 720 * step)
      const rows = bars(from, KRAKEN_END, step).map(({c, h, l, o, t}) => [t, text(o), text(h), text(l), text(c), text((o + c) / 2), '3.5', 17]) // prettier-ignore
      return {error: [], result: {XETHZUSD: rows, last: KRAKEN_END - step}}
    },
  ],
  [
    /^\/api\/v3\/coins\/[\w-]+\/market_chart\/range$/,
    (query) => {
      const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
      const step = to - from > 90 * 86_400 ? 86_400 : 3600
      const prices = bars(from, to + 1, step).map(({o, t}) => [t * 1000 + 137, o])
      return {market_caps: prices, prices, total_volumes: prices}
    },
  ],
  [
    /^\/chart\/.+$/,
    (query, path) => {
      const [from, span] = [Number(query.get('start')), Number(query.get('span'))]
      const step = ({'1h': 3600, '1d': 86_400} as Record<string, number>)[query.get('period')!]!
      const prices = bars(from, from + span * step, step).map(({o, t}) => ({price: o, timestamp: t + 12}))
      const coin = decodeURIComponent(path.slice('/chart/'.length))
      return {coins: {[coin]: {confidence: 0.99, prices, symbol: 'ETH'}}}
    },
  ],
]
/** The bar after the last that Kraken has. */
export const KRAKEN_END = Date.parse('2024-02-01T00:00:00Z') / 1000

/** The public APIs of prices on this machine. Close it when done. */
export async function startPriceServer(
  fault: (request: number) => PriceFault | undefined = () => undefined,
): Promise<PriceServer> {
  const seen: string[] = []
  const answer = ({url = ''}: IncomingMessage, response: ServerResponse): void => {
    const failing = fault(seen.length)
    seen.push(url)
    if (failing === 'drop') {
      response.destroy()
      return
    }
    if (failing) {
      response.writeHead(failing.status, failing.headers).end(failing.body ?? 'not now')
      return
    }
    const {pathname, searchParams} = new URL(url, 'http://localhost')
    const found = ANSWERS.find(([pattern]) => pattern.test(pathname))
    if (!found) response.writeHead(404).end('{"message":"NotFound"}')
    else
      response
        .writeHead(200, {'content-type': 'application/json'})
        .end(JSON.stringify(found[1](searchParams, pathname)))
  }
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  }
}
