import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {ChainFile} from '../../src/evm/chain-file.js'
import type {SimulationResult} from '../../src/evm/result.js'
import {StateCache, type CachedBlock, type Kept} from '../../src/edge/rpc/cache.js'
import {scratchFolder} from '../helpers/cli.js'
import {Chain} from '../helpers/evm.js'
import {startNode, type TestNode} from '../helpers/node.js'
import {ProvenChain} from '../helpers/proven-chain.js'
import {dataDir, plimsoll} from '../helpers/run.js'
import {onChain} from '../helpers/simulated-venues.js'

const scratch = scratchFolder()
const FOLDER = path.join(dataDir, 'chain-state') // the helper's cache is where its data is
const NUMBER = 20_000_000

let proposal: string
let proven: ProvenChain
let unproven: ProvenChain
beforeAll(async () => {
  const made = await onChain('a DSPause')
  proposal = made.proposal
  proven = await ProvenChain.of(made.chain)
  unproven = await ProvenChain.of(made.chain, {proofs: false})
  chain = made.chain
})

let chain: Chain
let node: TestNode
beforeEach(async () => {
  rmSync(FOLDER, {recursive: true, force: true})
  node = await startNode(chain, {proven})
})
afterEach(() => node.close())

/** Simulates; gives back what came of it as text, and how many requests it took. */
async function run(at: TestNode, text: string, ...args: string[]) {
  const file = path.join(scratch, `${createHash('sha256').update(text).digest('hex').slice(0, 8)}.yaml`)
  writeFileSync(file, text)
  const before = at.seen.length
  const {result, stdout, stderr, error} = await plimsoll<SimulationResult>('simulate', file, '--rpc', at.url, ...args)
  process.exitCode = undefined
  return {result: result!, text: JSON.stringify(result) + stdout, stderr, error, requests: at.seen.length - before}
}
const AT_BLOCK = ['--block', String(NUMBER)]
const pinned = (): string[] => ['--block-hash', proven.header(NUMBER)['hash']!]
const entries = (): string[] => readdirSync(FOLDER).map((name) => path.join(FOLDER, name))

describe('what a node said of a block', () => {
  it('is not asked again: the block alone, or nothing where its hash is given; the answer is the same to the byte', async () => {
    const first = await run(node, proposal, ...AT_BLOCK)
    const again = await run(node, proposal, ...AT_BLOCK)
    const without = await run(node, proposal, ...AT_BLOCK, '--no-cache')
    expect(first.result.simulation.verdict).toBe('AS SAID')
    expect([first.requests, again.requests, without.requests]).toEqual([2, 1, 2])
    expect([again.text, without.text]).toEqual([first.text, first.text])

    const hash = await run(node, proposal, ...pinned())
    const asked = await run(node, proposal, ...pinned(), '--no-cache')
    expect([hash.requests, asked.requests]).toEqual([0, 2])
    expect(hash.result.state.authenticity.authentic).toBe(true)
    expect(hash.text).toBe(asked.text)
    const other = await run(node, proposal, ...pinned(), '--block', '7')
    expect([other.requests, other.stderr]).toEqual([0, expect.stringContaining('and --block says 7')])
  })

  it('serves another proposal too, which asks for what it lacks', async () => {
    const other = proposal.replace('to: "2"', 'to: "3"')
    await run(node, proposal, ...AT_BLOCK)
    const [after, cold] = [await run(node, other, ...pinned()), await run(node, other, ...pinned(), '--no-cache')]
    expect(after.text).toBe(cold.text)
    const proofs = node.seen.flat().filter(({method}) => method === 'eth_getProof').length
    expect(after.requests).toBeLessThanOrEqual(2)
    await run(node, other, ...pinned())
    expect(node.seen.flat().filter(({method}) => method === 'eth_getProof')).toHaveLength(proofs)
  })

  it('is of that block only: the latest is asked for each time', async () => {
    await run(node, proposal)
    const next = await run(node, proposal)
    expect(next.requests).toBe(2)
    expect(entries()).toHaveLength(2)
  })

  it('is kept without the address of the node', async () => {
    await run(node, proposal, ...AT_BLOCK)
    const [entry] = entries()
    expect(readFileSync(entry!, 'utf8')).not.toMatch(/127\.0\.0\.1|secret|http/)
  })

  it('is neither read nor kept under --no-cache', async () => {
    await run(node, proposal, ...AT_BLOCK, '--no-cache')
    expect(() => entries()).toThrow('ENOENT')
  })

  const DAMAGES: [string, (text: string) => string][] = [
    ['cut off', (text) => text.slice(0, -100)],
    ['empty', () => ''],
    ['changed in one digit', (text) => text.replace(/"balance":"\d/, '"balance":"7')],
    [
      'changed in one slot, with a digest that fits',
      (text) => resealed(text, ({state}) => (firstSlot(state).value = 9n)),
    ],
    [
      'changed in its time, with a digest that fits',
      (text) => resealed(text, ({state}) => (loose(state.header)['timestamp'] = '0x1')),
    ],
    ['of another key, with a digest that fits', (text) => resealed(text, (entry) => (entry.key = '00'))],
    [
      'of another chain, with a digest that fits',
      (text) => resealed(text, ({state}) => (loose(state)['chainId'] = 10)),
    ],
    ['no chain state, with a digest that fits', (text) => resealed(text, (entry) => (entry.state = {} as ChainFile))],
  ]
  it.each(DAMAGES)('counts for nothing when it is %s', async (_, damage) => {
    const first = await run(node, proposal, ...pinned())
    const [entry] = entries()
    const good = readFileSync(entry!, 'utf8')
    const damaged = damage(good)
    expect(damaged).not.toBe(good)
    writeFileSync(entry!, damaged)
    const again = await run(node, proposal, ...pinned())
    expect([again.requests, again.stderr]).toEqual([2, ''])
    expect(again.text).toBe(first.text)
    expect(readFileSync(entry!, 'utf8')).toBe(good)
  })

  it('is not authentic without its proofs, whoever took them away', async () => {
    await run(node, proposal, ...pinned())
    const [entry] = entries()
    const bare = resealed(readFileSync(entry!, 'utf8'), (kept) => (loose(kept.state)['proofs'] = []))
    writeFileSync(entry!, bare)
    const pinnedAgain = await run(node, proposal, ...pinned())
    expect([pinnedAgain.requests, pinnedAgain.result.state.authenticity.authentic]).toEqual([2, true])
    writeFileSync(entry!, bare)
    const {authenticity} = (await run(node, proposal, ...AT_BLOCK)).result.state
    expect(authenticity).toMatchObject({authentic: false, proven: false})
  })

  it('is kept unproven where the node proves nothing, and then no hash makes it authentic', async () => {
    const plain = await startNode(chain, {proven: unproven})
    const [first, again] = [await run(plain, proposal, ...AT_BLOCK), await run(plain, proposal, ...AT_BLOCK)]
    const hash = await run(plain, proposal, ...pinned())
    await plain.close()
    expect(again.requests).toBe(1)
    expect(again.requests).toBeLessThan(first.requests)
    expect(again.text).toBe(first.text)
    expect(hash.stderr).toContain('has no proofs, so a block hash proves nothing of it')
  })

  it('is nothing where the block was replaced meanwhile and nothing is proven', async () => {
    const other = await ProvenChain.of(await Chain.create(), {proofs: false})
    let headers = 0
    const turning = Object.create(unproven, {
      header: {value: (number: number) => (headers++ === 0 ? unproven : other).header(number)},
      serve: {value: unproven.serve.bind(unproven)},
      proofs: {value: false},
    }) as ProvenChain
    const plain = await startNode(chain, {proven: turning})
    const {error, stderr} = await run(plain, proposal, ...AT_BLOCK)
    await plain.close()
    expect(stderr).toMatch(/block 20000000 on 127.0.0.1:\d+ was replaced while it was read/)
    expect(error?.oclif?.exit).toBe(3)
    expect(() => entries()).toThrow('ENOENT')
  })

  it('is not kept where nothing can be written, which is said once', async () => {
    const home = process.env['XDG_CACHE_HOME']
    const blocked = path.join(scratch, 'a-file')
    writeFileSync(blocked, '')
    process.env['XDG_CACHE_HOME'] = blocked
    const [first, again] = [await run(node, proposal, ...AT_BLOCK), await run(node, proposal, ...AT_BLOCK)]
    process.env['XDG_CACHE_HOME'] = home
    expect([first.result.simulation.verdict, first.requests, again.requests]).toEqual(['AS SAID', 2, 2])
    expect(first.stderr.match(/nothing is kept of the chain for next time/g)).toHaveLength(1)
    expect(first.stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('the cache', () => {
  const folder = path.join(scratch, 'cache')
  const said: string[] = []
  const cacheOf = (most?: number) => new StateCache(folder, (text) => said.push(text), most)
  const blockOf = (index: number): CachedBlock => ({
    ...{chainId: 1, host: 'eth.example'},
    blockHash: `0x${index.toString(16).padStart(64, '0')}`,
  })
  /** Something unproven of a block, of about so many bytes. */
  const keptOf = ({chainId, blockHash}: CachedBlock, bytes = 0): Kept => ({
    state: {
      ...{chainState: 1, chainId, source: 'cache', proofs: []},
      header: {number: '0x1', timestamp: '0x1', gasLimit: '0x1', stateRoot: blockHash, hash: blockHash},
      accounts: {
        [`0x${'11'.repeat(20)}`]: {nonce: '0', balance: '0', code: `0x${'00'.repeat(bytes / 2)}`, storage: {}},
      },
    },
    simulations: {},
  })
  beforeEach(() => {
    rmSync(folder, {recursive: true, force: true})
  })
  afterEach(() => {
    expect(said).toEqual([])
  })

  it('does not mix up chains, blocks or nodes, not even under the name of another', async () => {
    const [cache, block] = [cacheOf(), blockOf(1)]
    await cache.write(block, keptOf(block))
    expect(await cache.read(block)).toEqual(keptOf(block))
    const others = [{...block, chainId: 10}, blockOf(2), {...block, host: 'other.example'}]
    for (const other of others) expect(await cache.read(other)).toBeUndefined()
    const at = path.join(folder, 'chain-state')
    const [name] = readdirSync(at)
    for (const other of others) {
      mkdirSync(folder, {recursive: true})
      await cache.write(other, keptOf(other))
      const theirs = readdirSync(at).find((each) => each !== name)!
      const text = readFileSync(path.join(at, name!), 'utf8')
      renameSync(path.join(at, theirs), path.join(at, 'gone'))
      writeFileSync(path.join(at, theirs), text)
      expect(await cache.read(other)).toBeUndefined()
      for (const each of [theirs, 'gone']) rmSync(path.join(at, each))
    }
  })

  it('stays below its bound: what was not used for longest goes', async () => {
    const cache = cacheOf(40_000)
    const known = new Set<string>()
    for (let index = 0; index < 8; index++) {
      await cache.write(blockOf(index), keptOf(blockOf(index), 9000))
      const written = readdirSync(path.join(folder, 'chain-state')).find((name) => !known.has(name))!
      known.add(written)
      utimesSync(path.join(folder, 'chain-state', written), index, index) // long ago, one after another
      await cache.read(blockOf(0))
    }
    const there = await Promise.all(Array.from({length: 8}, (_, index) => cache.read(blockOf(index))))
    expect(there.map((kept) => kept !== undefined)).toEqual([true, false, false, false, false, true, true, true])
    await cache.write(blockOf(9), keptOf(blockOf(9), 20_000)) // more than a quarter of all
    expect(await cache.read(blockOf(9))).toBeUndefined()
  })

  it('is whole while several write and read it', async () => {
    const block = blockOf(1)
    const sizes = [10, 1000, 20_000]
    const reads = await Promise.all(
      Array.from({length: 30}, async (_, index) => {
        if (index % 3 > 0) return cacheOf().read(block)
        return cacheOf().write(block, keptOf(block, sizes[(index / 3) % 3]))
      }),
    )
    const wholes = sizes.map((bytes) => JSON.stringify(keptOf(block, bytes)))
    for (const kept of reads) if (kept) expect(wholes).toContain(JSON.stringify(kept))
    expect(wholes).toContain(JSON.stringify(await cacheOf().read(block)))
    expect(readdirSync(path.join(folder, 'chain-state'))).toHaveLength(1)
  })
})

interface Entry {
  key: string
  state: ChainFile
}
const loose = (value: object): Record<string, unknown> => value as Record<string, unknown>

/** An entry with something changed in it, and the digest made anew. */
function resealed(text: string, change: (entry: Entry) => unknown): string {
  const entry = JSON.parse(text.slice(65)) as Entry
  change(entry)
  const body = JSON.stringify(entry)
  return `${createHash('sha256').update(body).digest('hex')}\n${body}`
}

/** The first slot that a chain state has, to be written. */
function firstSlot({accounts}: ChainFile): {value: bigint} {
  const storage = Object.values(accounts).find((account) => Object.keys(account.storage).length > 0)!.storage
  const [slot] = Object.keys(storage)
  return {
    set value(value: bigint) {
      loose(storage)[slot!] = `0x${value.toString(16).padStart(64, '0')}`
    },
  }
}
