import * as AbiFunction from 'ox/AbiFunction'

import {PlimsollError} from '../../errors.js'
import {barsOfPoints} from '../../market/fetch/points.js'
import {seriesOfRows} from '../../market/fetch/series-of-rows.js'
import type {FetchRequest, Point} from '../../market/fetch/source.js'
import {PinnedChain, type NamedCall} from '../rpc/chain.js'
import type {RpcOptions} from '../rpc/json-rpc.js'
import type {Fetched} from './fetch-prices.js'
import type {PageCache} from './page-cache.js'

// smartcontractkit/chainlink, AggregatorProxyInterface: a round of the proxy is its phase (upper 16 bits) and the
// aggregator's own round (lower 64).
const ROUND = AbiFunction.from(
  'function getRoundData(uint80 roundId) view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
)
const LATEST = AbiFunction.from(
  'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
)
const DECIMALS = AbiFunction.from('function decimals() view returns (uint8)')
const PHASE = AbiFunction.from('function phaseAggregators(uint16 phaseId) view returns (address)')
const LAST = AbiFunction.from('function latestRound() view returns (uint256)')

const PHASE_BITS = 64n
const OWN_ROUND = (1n << PHASE_BITS) - 1n
/** Rounds that are read and kept together. */
const TOGETHER = 100n

type Hex = `0x${string}`

export interface ChainlinkOptions extends Partial<RpcOptions> {
  readonly rpc: string
  /** The feed's proxy. */
  readonly feed: string
  readonly id: string
  readonly cache: PageCache
  readonly progress?: (done: number, all: number) => void
}

/**
 * The answers of a Chainlink feed as bars: each opens with the answer in force. Read backwards from the latest round of one
 * block, phase by phase, until before `from`.
 * @throws RPC_*, FETCH_FEED, FETCH_EMPTY
 */
export async function fetchChainlink(request: FetchRequest, options: ChainlinkOptions): Promise<Fetched> {
  const {cache, feed, id, progress, rpc, ...rpcOptions} = options
  const chain = await PinnedChain.open(rpc, rpcOptions)
  const rounds = new RoundReader(chain, feed, cache)
  const {decimals, latest} = await rounds.begin()
  const points: Point[] = []
  let phase = latest >> PHASE_BITS
  let own = latest & OWN_ROUND
  let reached = Infinity
  while (phase > 0n && reached > request.from) {
    for (let end = own; end > 0n && reached > request.from; end = ((end - 1n) / TOGETHER) * TOGETHER) {
      const from = ((end - 1n) / TOGETHER) * TOGETHER + 1n
      const batch = await rounds.read(phase, from, end)
      for (const [updatedAt, answer] of batch) {
        if (updatedAt === 0 || !(BigInt(answer) > 0n)) continue // rounds that were opened and never answered
        points.push({price: Number(BigInt(answer)) / 10 ** decimals, time: updatedAt})
        reached = Math.min(reached, updatedAt)
      }
      progress?.(rounds.pages, 0)
    }
    phase--
    if (phase > 0n && reached > request.from) own = await rounds.lastOf(phase)
  }
  await chain.confirm()
  points.sort((a, b) => a.time - b.time)
  const until = Math.min(request.to, Math.floor(chain.block.timestamp / request.barSeconds) * request.barSeconds)
  const rows = barsOfPoints(points, {...request, carry: true, to: until})
  const source = `Chainlink feed ${feed} on chain ${chain.chainId}, at block ${chain.block.number}`
  return {...seriesOfRows(rows, request, {id, source}), cached: rounds.cached, pages: rounds.pages}
}

class RoundReader {
  pages = 0
  cached = 0
  readonly #chain: PinnedChain
  readonly #feed: string
  readonly #cache: PageCache

  constructor(chain: PinnedChain, feed: string, cache: PageCache) {
    this.#chain = chain
    this.#feed = feed
    this.#cache = cache
  }

  async begin(): Promise<{decimals: number; latest: bigint}> {
    const [decimals = '0x', latest = '0x'] = await this.#chain.call([
      this.#call('decimals', AbiFunction.encodeData(DECIMALS)),
      this.#call('latestRoundData', AbiFunction.encodeData(LATEST)),
    ])
    const read = this.#decoded(() => ({
      decimals: AbiFunction.decodeResult(DECIMALS, decimals as Hex),
      latest: AbiFunction.decodeResult(LATEST, latest as Hex)[0],
    }))
    return read
  }

  async lastOf(phase: bigint): Promise<bigint> {
    const asked = this.#call(`phaseAggregators(${phase})`, AbiFunction.encodeData(PHASE, [Number(phase)]))
    const [output = '0x'] = await this.#chain.call([asked])
    const to = this.#decoded(() => AbiFunction.decodeResult(PHASE, output as Hex))
    const [last = '0x'] = await this.#chain.call([{data: AbiFunction.encodeData(LAST), title: 'latestRound()', to}])
    return this.#decoded(() => AbiFunction.decodeResult(LAST, last as Hex))
  }

  /** [time, answer as text] of the rounds from `from` to `end`; whole batches are kept. */
  async read(phase: bigint, from: bigint, end: bigint): Promise<readonly (readonly [number, string])[]> {
    const asked = `chainlink ${this.#chain.chainId} ${this.#feed.toLowerCase()} ${phase} ${from}-${end}`
    this.pages++
    const known = await this.#cache.read(asked)
    if (known !== undefined) {
      this.cached++
      return JSON.parse(known) as [number, string][]
    }
    const ids = Array.from({length: Number(end - from + 1n)}, (_, i) => (phase << PHASE_BITS) | (from + BigInt(i)))
    const outputs = await this.#chain.call(
      ids.map((id) => this.#call(`getRoundData(${id})`, AbiFunction.encodeData(ROUND, [id]))),
    )
    const rounds = outputs.map((output): [number, string] => {
      const [, answer, , updatedAt] = this.#decoded(() => AbiFunction.decodeResult(ROUND, output as Hex))
      return [Number(updatedAt), String(answer)]
    })
    if (end % TOGETHER === 0n) await this.#cache.write(asked, JSON.stringify(rounds))
    return rounds
  }

  #call(title: string, data: string): NamedCall {
    return {data, title, to: this.#feed}
  }

  #decoded<T>(decode: () => T): T {
    try {
      return decode()
    } catch {
      throw new PlimsollError('FETCH_FEED', `${this.#feed} does not answer as a Chainlink feed does.`, {
        exit: 3,
        suggestions: ['Give the address of the feed’s proxy: --feed 0x...'],
      })
    }
  }
}
