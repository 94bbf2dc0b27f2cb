import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {ChainFile} from '../../src/evm/chain-file.js'
import type {SimulationResult} from '../../src/evm/result.js'
import type {ReviewResult} from '../../src/report/review.js'
import {loadProposal} from '../../src/edge/load-proposal.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {addressesOf} from '../helpers/carry-out.js'
import {scratchFolder, ROOT} from '../helpers/cli.js'
import {artifact, Chain} from '../helpers/evm.js'
import {exampleMarket, RISK_SAFE} from '../helpers/market-node.js'
import {startNode, type TestNode} from '../helpers/node.js'
import {ProvenChain} from '../helpers/proven-chain.js'
import {plimsoll} from '../helpers/run.js'
import {deploySafe, execute, owners, signatures} from '../helpers/safe.js'
import {compiled} from '../helpers/solidity.js'
import {TAMPERINGS, type LooseChainFile} from '../helpers/tampering.js'
import {ZeroAddress} from 'ethers'

const CAPS = path.join(ROOT, 'proposals/aave-v3-weth-supply-cap.yaml')
const text = readFileSync(CAPS, 'utf8')
const folder = scratchFolder()
const at = (name: string): string => path.join(folder, name)
const DELAY = 50

let chain: Chain
let node: TestNode
let plain: TestNode
beforeAll(async () => {
  chain = await exampleMarket()
  const fault = () => ({delayMs: DELAY}) as const
  node = await startNode(chain, {proven: await ProvenChain.of(chain), fault})
  plain = await startNode(chain, {proven: await ProvenChain.of(chain, {proofs: false})})
})
afterAll(async () => {
  await node.close()
  await plain.close()
})

async function simulate(...args: string[]) {
  const {result, stdout, stderr, error} = await plimsoll<SimulationResult>('simulate', ...args)
  const code = process.exitCode ?? 0
  process.exitCode = undefined
  return {result: result!, stdout, stderr, error, code}
}

/** A proposal like the example, with something replaced. */
function variant(name: string, ...replaced: [string, string][]): string {
  let changed = text
  for (const [from, to] of replaced) {
    expect(changed).toContain(from)
    changed = changed.replace(from, to)
  }
  writeFileSync(at(name), changed)
  return at(name)
}

let count = 0
/** The saved state of the example, with something in it changed. */
function tampered(change: (file: LooseChainFile) => unknown): string {
  const file = JSON.parse(readFileSync(at('chain.json'), 'utf8')) as LooseChainFile
  change(file)
  const name = at(`tampered-${count++}.json`)
  writeFileSync(name, JSON.stringify(file))
  return name
}

describe('simulate on a node', () => {
  it('executes through a real Safe on a real market, in two requests, and reads back what the proposal says', async () => {
    const before = node.seen.length
    const {result, code, stdout} = await simulate(
      CAPS,
      '--rpc',
      node.url,
      '--block',
      '20000000',
      '--save',
      at('chain.json'),
    )
    const {simulation, state} = result
    expect(simulation.reasons).toEqual([])
    expect([simulation.verdict, code, simulation.path]).toEqual(['AS SAID', 0, 'steps'])
    expect(simulation.values.map(({parameter, before, after, status}) => [parameter, before, after, status])).toEqual([
      ['supplyCap', '1,800,000 WETH', '1,900,000 WETH', 'as said'],
      ['reserveFactor', '15.00%', '16.00%', 'as said'],
    ])
    expect(node.seen.length - before).toBe(2)
    expect(state.authenticity).toMatchObject({authentic: false, proven: true})
    expect(stdout).toContain('UNAUTHENTICATED')
    expect(stdout).toContain('the nonce of the Safe')
  })

  it('does without proofs where the node has none, and says loudly that nothing is proven', async () => {
    const {result, code} = await simulate(CAPS, '--rpc', plain.url, '--block', '20000000', '--save', at('plain.json'))
    expect([result.simulation.verdict, code]).toEqual(['AS SAID', 0])
    expect(result.state.authenticity.text).toMatch(/^UNAUTHENTICATED: nothing proves/)
    const pinned = ['--block-hash', result.state.block.hash]
    const {error, stderr} = await plimsoll('simulate', CAPS, '--state', at('plain.json'), ...pinned)
    expect(stderr).toContain('has no proofs, so a block hash proves nothing of it')
    expect(error?.oclif?.exit).toBe(3)
  })
})

describe('simulate at the block of a hash', () => {
  const asked = () => node.seen.flat().filter(({method}) => method.startsWith('eth_getBlockBy'))

  it('asks for that block, and is authentic', async () => {
    const {hash} = (JSON.parse(readFileSync(at('chain.json'), 'utf8')) as ChainFile).header
    const {result} = await simulate(CAPS, '--rpc', node.url, '--block-hash', hash!, '--no-cache')
    expect(result.state).toMatchObject({block: {number: 20_000_000, hash}, authenticity: {authentic: true}})
    expect(asked().at(-1)).toMatchObject({method: 'eth_getBlockByHash', params: [hash, false]})
  })

  it('is refused when the node has no such block, or it has another number', async () => {
    const none = await simulate(CAPS, '--rpc', node.url, '--block-hash', `0x${'12'.repeat(32)}`)
    expect(none.stderr).toMatch(/the block 0x(12){32} of 127.0.0.1:\d+: the answer is none/)
    const {hash} = (JSON.parse(readFileSync(at('chain.json'), 'utf8')) as ChainFile).header
    const other = await simulate(CAPS, '--rpc', node.url, '--block-hash', hash!, '--block', '19999999')
    expect(other.stderr).toMatch(/has the number 20000000, and --block says 19999999/)
    expect(other.error?.oclif?.exit).toBe(3)
  })
})

describe('simulate on a saved state', () => {
  const hashOf = (): string => (JSON.parse(readFileSync(at('chain.json'), 'utf8')) as ChainFile).header['hash']!

  it('replays offline to the same bytes', async () => {
    const online = await simulate(CAPS, '--rpc', node.url, '--block', '20000000')
    const offline = await simulate(CAPS, '--state', at('chain.json'))
    expect(JSON.stringify(offline.result)).toBe(JSON.stringify(online.result))
    expect(JSON.stringify(offline.result)).not.toContain('secret')
  })

  it('is authentic when the hash of its block is given', async () => {
    const {result, stdout} = await simulate(CAPS, '--state', at('chain.json'), '--block-hash', hashOf())
    expect(result.state.authenticity.authentic).toBe(true)
    expect(stdout).not.toContain('UNAUTHENTICATED')
  })

  it.each(TAMPERINGS)('is refused with %s changed', async (_, change) => {
    const {error, stderr} = await plimsoll('simulate', CAPS, '--state', tampered(change))
    expect(error?.oclif?.exit).toBe(3)
    expect(stderr).toContain("this chain state is not the chain's")
  })

  it('is refused with a header of its own making, when the hash is pinned', async () => {
    const other = await ProvenChain.of(await Chain.create())
    const forged = tampered((file) => (file.header = other.header(20_000_000)))
    const {stderr, error} = await plimsoll('simulate', CAPS, '--state', forged, '--block-hash', hashOf())
    expect(stderr).toMatch(/this chain state is not the chain's: its header is that of block 0x/)
    expect(error?.oclif?.exit).toBe(3)
  })

  it('is not for another proposal: what it does not have is not taken for zero', async () => {
    const other = variant('other.yaml', ['nonce: 3', 'nonce: 4'])
    const {stderr} = await plimsoll('simulate', other, '--state', at('chain.json'))
    expect(stderr).toMatch(/the chain state does not have slot 0x[\da-f]{64} of 0x47c7/)
  })

  it('is not a saved state of diff', async () => {
    writeFileSync(at('values.json'), '{"state": 1}')
    const {stderr} = await plimsoll('simulate', CAPS, '--state', at('values.json'))
    expect(stderr).toMatch(/this is not a chain state: `chainState` is not 1/)
  })
})

describe('the answer is no', () => {
  it.each<[string, [string, string][], RegExp]>([
    [
      'an account without the right',
      [
        ['- venue: safe', '- venue: eoa'],
        ['0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'],
        ['    version: 1.3.0\n    nonce: 3\n', ''],
      ],
      /fails: reverts: \d+/,
    ],
  ])('%s', async (_, replaced, reason) => {
    const {result, code} = await simulate(
      variant(`no-${count++}.yaml`, ...replaced),
      '--rpc',
      plain.url,
      '--block',
      '20000000',
    )
    expect(result.simulation.verdict).toBe('NOT AS SAID')
    expect(code).toBe(1)
    expect(result.simulation.reasons.join(' ')).toMatch(reason)
  })
})

describe('review', () => {
  const step = async (...args: string[]) => {
    const {result} = await plimsoll<ReviewResult>('review', CAPS, ...args)
    process.exitCode = undefined
    return result!.steps.find(({step}) => step === 'simulate')
  }

  it('simulates where it is told to', async () => {
    const step1 = await step('--state', at('chain.json'))
    expect(step1).toMatchObject({status: 'pass', summary: expect.stringContaining('2 values after execution')})
    expect(step1!.summary).toContain('UNAUTHENTICATED')
  })

  it('says why it could not', async () => {
    expect(await step()).toMatchObject({status: 'not run', summary: 'not simulated: no --rpc or --state'})
    expect(await step('--state', at('values.json'))).toMatchObject({
      status: 'not run',
      summary: expect.stringContaining('not a chain state'),
    })
  })
})

describe('a chain that really executes', () => {
  it('ends up with every slot that was simulated, and then takes the nonce for used', async () => {
    const file = variant('next.yaml', ['nonce: 3', 'nonce: 0'])
    const {result} = await simulate(file, '--rpc', plain.url, '--block', '20000000')
    expect(result.simulation.assumed).toEqual([`2 of the owners of the Safe ${RISK_SAFE} approve`])

    const {proposal} = await loadProposal(file)
    const {acts} = encodeProposal(proposal, {file, digest: ''})
    const {transaction, hashes} = acts[0]!.safe!
    const {abi} = artifact('@gnosis.pm/safe-contracts/build/artifacts/contracts/GnosisSafe.sol/GnosisSafe.json')
    const approved = new Set(
      result.simulation.writes.flatMap(({address, slot, after}) =>
        BigInt(after) === 1n && address === RISK_SAFE.toLowerCase() && BigInt(slot) > 10n ? [slot] : [],
      ),
    )
    expect(approved.size).toBe(2) // the test signs, where the simulation approves
    await execute(chain.at(RISK_SAFE, abi), transaction, signatures(hashes.safeTxHash, owners(2)))

    const executed = await ProvenChain.of(chain)
    for (const {address, slot, after} of result.simulation.writes) {
      if (approved.has(slot)) continue
      const found = await executed.serve('eth_getStorageAt', [address, slot])
      expect({address, slot, found}).toEqual({address, slot, found: after})
    }

    const later = await startNode(chain, {proven: executed})
    const again = await simulate(file, '--rpc', later.url)
    await later.close()
    expect(again.result.simulation.reasons.join()).toMatch(/has used nonce 0 already: its next one is 1/)
    expect(again.code).toBe(1)
  })
})

describe('a venue that waits', () => {
  it('is walked step by step, each at the first second at which it can be', async () => {
    const waiting = await Chain.create()
    const safe = await deploySafe(waiting, '1.3.0', addressesOf(owners(2)), 1)
    const timelock = await waiting.deploy(artifact('@openzeppelin/contracts/build/contracts/TimelockController.json'), [
      172_800n,
      [safe.address],
      [ZeroAddress],
      ZeroAddress,
    ])
    const own = await waiting.deploy(compiled('Nested'), [])
    const proposal = `plimsoll: 1
title: Burn some gas
summary: Writes as many slots as there are rounds.
protocol: {name: custom, chain: 1}
contracts:
  nested: {address: "${own.address}", abi: ["function burn(uint256 rounds)", "function sent(address who) view returns (uint256)"]}
changes:
  - asset: NEST
    contract: nested
    function: burn
    arguments: {rounds: {to: "ROUNDS", unit: raw, role: none}}
governance:
  - {venue: safe, address: "${safe.address}", version: 1.3.0, nonce: 0}
  - {venue: timelock-controller, address: "${timelock.address}", delay: 2d, salt: "0x${'1'.repeat(64)}", executor: anyone}
`
    const waitingNode = await startNode(waiting, {proven: await ProvenChain.of(waiting)})
    const run = (rounds: string, read = '') => {
      const name = at(`burn-${rounds}-${read.length}.yaml`)
      writeFileSync(name, proposal.replace('role: none', `role: none${read}`).replace('ROUNDS', rounds))
      return simulate(name, '--rpc', waitingNode.url)
    }
    const sentTo = (who: number): string =>
      `, getter: {function: sent, arguments: {who: "0x${who.toString().padStart(40, '0')}"}}`
    const {result, stdout, stderr, code} = await run('2')
    const much = await run('800')
    const [read, other] = [await run('2', sentTo(1)), await run('2', sentTo(0))]
    const wrong = await run('2', ', getter: {function: nonsense}')
    await waitingNode.close()
    expect(stderr).toBe('')
    expect(result.simulation.path).toBe('steps')
    const [first, second] = result.simulation.steps
    expect(second!.time - first!.time).toBe(172_800)
    expect(stdout).toContain('names no `getter:` of what it sets')
    expect([result.simulation.verdict, code]).toEqual(['CANNOT TELL', 3])
    expect(result.simulation.writes.filter(({address}) => address === own.address.toLowerCase())).toHaveLength(2)
    expect([read.result.simulation.verdict, read.code]).toEqual(['AS SAID', 0])
    expect(read.result.simulation.values).toEqual([
      {asset: 'NEST', parameter: 'rounds', title: 'burn rounds', before: '0', after: '2', said: '2', status: 'as said'},
    ])
    expect([other.result.simulation.verdict, other.code]).toEqual(['NOT AS SAID', 1])
    expect(other.result.simulation.reasons).toEqual(['NEST burn rounds is 1 after execution, and the proposal says 2'])
    expect(wrong).toMatchObject({stderr: expect.stringContaining('has no function `nonsense`, which is to read')})
    expect(much.result.simulation.reasons.join()).toMatch(/one transaction may use 16777216 \(EIP-7825\)/)
    expect(much.code).toBe(1)
  })
})
