import {Interface} from 'ethers'
import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {fetchChainlink} from '../../../src/edge/fetch/chainlink.js'
import {PageCache} from '../../../src/edge/fetch/page-cache.js'

const FEED = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419'
const AGGREGATOR = '0x00000000000000000000000000000000000000A1'
const HOUR = 3600
const START = Date.parse('2024-01-01T00:00:00Z') / 1000
const PROXY = new Interface([
  'function getRoundData(uint80) view returns (uint80, int256, uint256, uint256, uint80)',
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
  'function decimals() view returns (uint8)',
  'function phaseAggregators(uint16) view returns (address)',
  'function latestRound() view returns (uint256)',
])

/** Two phases: 150 rounds, then 250; an answer every half hour, the first of them at START. */
const ROUNDS = [150, 250]
const timeOf = (phase: number, own: number): number => START + ((phase === 1 ? 0 : ROUNDS[0]!) + own - 1) * 1800
const answerOf = (time: number): bigint => BigInt(Math.round(2000e8 + ((time - START) / 1800) * 1e8))
const END = timeOf(2, ROUNDS[1]!)

function call(to: string, data: string): string | undefined {
  const asked = PROXY.parseTransaction({data})!
  const round = (id: bigint) => {
    const [phase, own] = [Number(id >> 64n), Number(id & 0xffff_ffff_ffff_ffffn)]
    const time = timeOf(phase, own)
    return [id, answerOf(time), time, time, id]
  }
  const result = (values: readonly unknown[]) => PROXY.encodeFunctionResult(asked.name, values)
  if (asked.name === 'latestRound')
    return to.toLowerCase() === AGGREGATOR.toLowerCase() ? result([ROUNDS[0]]) : undefined
  if (to.toLowerCase() !== FEED.toLowerCase()) return undefined
  if (asked.name === 'decimals') return result([8])
  if (asked.name === 'phaseAggregators') return result([AGGREGATOR])
  if (asked.name === 'latestRoundData') return result(round((2n << 64n) | BigInt(ROUNDS[1]!)))
  const id = asked.args[0] as bigint
  const own = Number(id & 0xffff_ffff_ffff_ffffn)
  return own >= 1 && own <= ROUNDS[Number(id >> 64n) - 1]! ? result(round(id)) : undefined
}

let server: Server
let url: string
let folder: string
let calls = 0
beforeAll(async () => {
  const one = ({id, method, params}: {id: number; method: string; params: unknown[]}) => {
    const block = {hash: `0x${'1'.repeat(64)}`, number: '0x1000', timestamp: `0x${(END + 600).toString(16)}`}
    const results: Record<string, () => unknown> = {
      eth_call: () => {
        calls++
        const {data, to} = params[0] as {data: string; to: string}
        return call(to, data)
      },
      eth_chainId: () => '0x1',
      eth_getBlockByNumber: () => block,
      eth_getCode: () => '0x',
    }
    const result = results[method]?.()
    return result === undefined
      ? {error: {code: 3, message: 'execution reverted'}, id, jsonrpc: '2.0'}
      : {id, jsonrpc: '2.0', result}
  }
  server = createServer((request, response) => {
    let body = ''
    request
      .on('data', (piece: Buffer) => (body += piece.toString()))
      .on('end', () => {
        const asked = JSON.parse(body) as Parameters<typeof one>[0] | Parameters<typeof one>[0][]
        response.end(JSON.stringify(Array.isArray(asked) ? asked.map(one) : one(asked)))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-chainlink-'))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, {force: true, recursive: true})
})

const fetched = (from: number, to = Math.floor(END / HOUR) * HOUR, feed = FEED) =>
  fetchChainlink(
    {barSeconds: HOUR, base: 'ETH', from, quote: 'USD', to},
    {backOffMs: [1], cache: new PageCache(folder), feed, id: 'x', rpc: url},
  )

test('reads backwards through the phases of a feed, and opens each bar with the answer in force', async () => {
  const {series} = await fetched(START)
  expect(series.time[0]).toBe(START)
  expect(series.time).toHaveLength(Math.floor(END / HOUR) - START / HOUR)
  // An answer every half hour, one more each: a bar sees the one at its opening and the two after.
  for (const bar of [0, 74, 75, 150]) {
    expect([series.open[bar], series.low[bar], series.high[bar], series.close[bar]]).toEqual(
      [0, 0, 2, 2].map((more) => 2000 + 2 * bar + more),
    )
  }
  expect(series.source).toBe(`Chainlink feed ${FEED} on chain 1, at block 4096`)
})

test('asks for what it needs, and not again for what cannot change', async () => {
  expect(readdirSync(path.join(folder, 'fetched'))).toHaveLength(3) // 1 to 100 of both phases, 101 to 200 of the second
  const before = calls
  const {cached, pages, series} = await fetched(timeOf(2, 121))
  expect([cached, pages]).toEqual([1, 2])
  expect(calls - before).toBe(2 + 50) // decimals, the latest round, rounds 201 to 250
  expect(series.time[0]).toBe(timeOf(2, 121))
})

test('what is no feed is refused', async () => {
  await expect(fetched(START, undefined, AGGREGATOR)).rejects.toThrow(/execution reverted/)
})
