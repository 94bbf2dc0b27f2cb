import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {PlimsollError} from '../../src/errors.js'
import {decodeCall} from '../../src/governance/read/decode/decode-call.js'
import {signatureRows} from '../../src/governance/read/signatures/functions.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {mutated, randomly} from '../helpers/mutate.js'
import {batched, BROAD, BROAD_ITEMS, configurator, direct, multiSend, proposal, WETH} from '../helpers/transactions.js'
import {VENUE_CASES} from '../helpers/venue-cases.js'
import {median, type BenchCase} from './case.js'

const MUTATIONS = 20_000
const FUZZED = 1_000_000
const EXAMPLE = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const NOWHERE = {chainId: 1, pins: new Map<string, never>()}

function verdictOf(request: Proposal, text: string): string {
  try {
    return verifyTransaction({input: readTransaction(text), proposal: request}).verdict
  } catch (error) {
    if (error instanceof PlimsollError) return error.code
    throw error
  }
}

/** How many of the mutants of matching transactions, across all venues, are still a MATCH. */
function missed(): number {
  const draw = randomly(7)
  let passed = 0
  for (let index = 0; index < MUTATIONS; index++) {
    const {proposal: request, text} = VENUE_CASES[index % VENUE_CASES.length] ?? {proposal: BROAD, text: '0x'}
    if (verdictOf(request, mutated(text, draw)) === 'MATCH') passed++
  }
  return passed
}

/** How many unchanged transactions, and other encodings of the same, are no MATCH. */
function falseAlarms(): number {
  const cap = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '2m WETH'}}])
  const call = configurator('setSupplyCap', WETH, 2_000_000)
  const draw = randomly(11)
  const orders = Array.from({length: 500}, () => {
    const items = [...BROAD_ITEMS]
    for (let at = items.length - 1; at > 0; at--) {
      const other = draw(at + 1)
      ;[items[at], items[other]] = [items[other] ?? call, items[at] ?? call]
    }
    return {request: BROAD, text: JSON.stringify(batched(...items))}
  })
  const same = [
    ...VENUE_CASES.map(({proposal: request, text}) => ({request, text})),
    {request: cap, text: JSON.stringify(direct(call))},
    {request: cap, text: JSON.stringify(batched(call))},
    ...orders,
  ]
  return same.filter(({request, text}) => verdictOf(request, text) !== 'MATCH').length
}

/** Calldata that nobody wrote: random bytes, random words, valid calldata cut, lengthened or turned, deep nests. */
function* fuzzed(): Generator<string> {
  const draw = randomly(13)
  const selectors = signatureRows().map(([, selector]) => selector)
  const valid = VENUE_CASES.filter(({text}) => text.startsWith('0x')).map(({text}) => text)
  const byte = (): string => draw(256).toString(16).padStart(2, '0')
  const nest = nested()
  for (let index = 0; index < FUZZED; index++) {
    const head = selectors[draw(selectors.length)] ?? '0x'
    const kind = index % 8
    if (kind < 2) yield head + Array.from({length: draw(200)}, byte).join('')
    else if (kind < 4)
      yield head + Array.from({length: draw(12)}, () => draw(640).toString(16).padStart(64, '0')).join('')
    else if (kind === 4)
      yield (
        head +
        Array.from({length: draw(12)}, () =>
          draw(2) === 0 ? 'ff'.repeat(32) : (32 * draw(9)).toString(16).padStart(64, '0'),
        ).join('')
      )
    else if (kind === 5 && index % 800 === 5) yield nest.slice(0, 10 + draw(nest.length))
    else yield mutated(valid[draw(valid.length)] ?? '0x00000000', draw)
  }
}

/** multicall(bytes[]) with two of itself, sixty deep at most: 2^60 calls, were it not bounded. */
function nested(): string {
  const word = (value: number): string => value.toString(16).padStart(64, '0')
  let data = '0xac9650d8'
  for (let depth = 0; depth < 60 && data.length < 40_000; depth++) {
    const inner = data.slice(2)
    const size = inner.length / 2
    const padded = inner.padEnd(Math.ceil(size / 32) * 64, '0')
    const second = 64 + 32 + padded.length / 2
    const twice = word(size) + padded + (depth < 6 ? word(size) + padded : '')
    data = `0xac9650d8${word(32)}${word(depth < 6 ? 2 : 1)}${word(depth < 6 ? 64 : 32)}${depth < 6 ? word(second) : ''}${twice}`
  }
  return data
}

let slowest = 0
let peak = 0

/** Decodes every one of them; throws where one crashes the decoder. Gives the calls a second. */
function fuzz(): number {
  const before = process.memoryUsage().rss
  const start = process.hrtime.bigint()
  let index = 0
  for (const data of fuzzed()) {
    const from = process.hrtime.bigint()
    decodeCall({operation: 'call', to: undefined, value: 0n, data}, NOWHERE)
    slowest = Math.max(slowest, Number(process.hrtime.bigint() - from) / 1e9)
    if (index++ % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss - before)
  }
  return FUZZED / (Number(process.hrtime.bigint() - start) / 1e9)
}

function rate(): number {
  const {data, to} = configurator('setSupplyCap', WETH, 1_800_000)
  const call = {operation: 'call', to: to.toLowerCase(), value: 0n, data} as const
  const once = (): number => {
    const start = process.hrtime.bigint()
    for (let index = 0; index < 50_000; index++) decodeCall(call, NOWHERE)
    return 50_000 / (Number(process.hrtime.bigint() - start) / 1e9)
  }
  once()
  return median(Array.from({length: 5}, once))
}

function batch(): number {
  const data = multiSend(
    Array.from({length: 1000}, (_, index) => configurator('setSupplyCap', WETH, index)),
  ).toLowerCase()
  const once = (): number => {
    const start = process.hrtime.bigint()
    decodeCall({operation: 'delegatecall', to: '0x40a2accbd92bca938b02010e17a5b8929b49130d', value: 0n, data}, NOWHERE)
    return Number(process.hrtime.bigint() - start) / 1e6
  }
  once()
  return median(Array.from({length: 9}, once))
}

function seconds(args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe']})
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return Number(process.hrtime.bigint() - start) / 1e9
}

/** Wall time of `verify` from start to verdict, in empty Node processes. */
function coldStart(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-bench-'))
  try {
    const out = path.join(folder, 'out')
    seconds(['bin/run.js', 'encode', EXAMPLE, '--out', out])
    const verify = ['bin/run.js', 'verify', EXAMPLE, '--tx', path.join(out, 'safe-transaction.json')]
    seconds(verify)
    return median(Array.from({length: 15}, () => seconds(verify) / seconds(['-e', '0'])))
  } finally {
    rmSync(folder, {force: true, recursive: true})
  }
}

export const signerCases: readonly BenchCase[] = [
  {id: 'signer.mutations-missed', unit: `of ${MUTATIONS}`, bar: '0', run: missed},
  {id: 'signer.false-alarms', unit: 'transactions', bar: '0', run: falseAlarms},
  {id: 'signer.decode-fuzz', unit: 'calls/s', bar: `${FUZZED} calls, no crash`, run: fuzz},
  {id: 'signer.decode-fuzz-slowest', unit: 's', bar: '<= 1', run: () => slowest},
  {id: 'signer.decode-fuzz-memory', unit: 'MB', bar: '<= 200', run: () => peak / 1e6},
  {id: 'signer.decode-rate', unit: 'calls/s', bar: '>= 100000', run: rate},
  {id: 'signer.decode-batch-1000', unit: 'ms', bar: '<= 100', run: batch},
  {id: 'signer.verify-cold', unit: 'x node -e 0', bar: '<= 4', run: coldStart},
]
