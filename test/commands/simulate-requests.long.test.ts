import {Interface} from 'ethers'
import {writeFileSync} from 'node:fs'
import path from 'node:path'

import type {SimulationResult} from '../../src/evm/result.js'
import {loadProposal} from '../../src/edge/load-proposal.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {hasAnvil, slowDoor, startAnvil} from '../helpers/anvil.js'
import {scratchFolder} from '../helpers/cli.js'
import {startNode} from '../helpers/node.js'
import {ProvenChain} from '../helpers/proven-chain.js'
import {plimsoll} from '../helpers/run.js'
import {onChain, VENUES_ON_CHAIN, VOTER} from '../helpers/simulated-venues.js'

const folder = scratchFolder()
let count = 0

async function simulate(proposal: string, url: string) {
  const file = path.join(folder, `${++count}.yaml`)
  writeFileSync(file, proposal)
  const {result, stderr} = await plimsoll<SimulationResult>('simulate', file, '--rpc', url)
  process.exitCode = undefined
  expect(stderr).toBe('')
  return {...result!, file}
}

const governance = Object.keys(VENUES_ON_CHAIN)
const [governor] = governance
const some = governance.filter((name) => /Bravo|Delay|OpenZeppelin's Governor 5/.test(name))

const open: {close(): Promise<void>}[] = []
/** Closed after the test, however it ends. */
function closing<T extends {close(): Promise<void>}>(opened: T): T {
  open.push(opened)
  return opened
}
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

describe('a node in this process', () => {
  it.each(some)('%s: every step, in at most three requests', async (name) => {
    const {chain, proposal} = await onChain(name)
    const node = closing(await startNode(chain, {proven: await ProvenChain.of(chain)}))
    const {simulation} = await simulate(proposal, node.url)
    expect(simulation).toMatchObject({verdict: 'AS SAID', path: 'steps', reasons: []})
    expect(node.seen.length).toBeLessThanOrEqual(3)
  })

  it('without access lists comes to the same, in more requests, and still not in one for each slot', async () => {
    const {chain, proposal} = await onChain(governor!)
    const [proven, block] = [await ProvenChain.of(chain), 20_000_000]
    const [node, plain] = [
      closing(await startNode(chain, {proven, block})),
      closing(await startNode(chain, {proven, block, without: ['eth_createAccessList']})),
    ]
    const [{simulation: with3}, {simulation: without}] = [
      await simulate(proposal, node.url),
      await simulate(proposal, plain.url),
    ]
    expect(without).toEqual(with3)
    const slots = plain.seen.flat().flatMap(({method, params}) => (method === 'eth_getProof' ? [params[1]] : []))
    expect(plain.seen.length).toBeGreaterThan(3)
    expect(plain.seen.length).toBeLessThan(slots.flat().length)
  })
})

const anvil = hasAnvil ? describe : describe.skip
anvil('anvil, 50 ms away', () => {
  it.each(governance)('%s: in at most three requests', async (name) => {
    const {chain, proposal} = await onChain(name)
    const node = closing(await startAnvil(chain, {timestamp: chain.now}))
    await node.ask('anvil_mine', '0x1')
    const door = closing(await slowDoor(node.url, 50))
    const {simulation} = await simulate(proposal, door.url)
    // Aave votes elsewhere, and what comes of it is a message: nobody can be acted who makes it succeed.
    const road = name.startsWith('Aave') ? 'calls' : 'steps'
    expect(simulation).toMatchObject({verdict: 'AS SAID', path: road, reasons: []})
    expect(simulation.crossCheck.status).toBe('agrees')
    expect(door.seen.length).toBeLessThanOrEqual(3)
  })

  it('a governor ends as it ends on the node itself: the slots of its target, the events of the last step', async () => {
    const {chain, proposal} = await onChain(governor!)
    const node = closing(await startAnvil(chain, {timestamp: chain.now}))
    await node.ask('anvil_mine', '0x1')
    const {file, simulation} = await simulate(proposal, node.url)
    const {acts} = encodeProposal((await loadProposal(file)).proposal, {file, digest: ''})
    const [propose, , queue, execute] = acts.map(({transaction}) => transaction)
    const send = async ({to, data}: {to: string; data: string}) => {
      await node.ask('anvil_setBalance', VOTER, '0x8ac7230489e80000')
      const hash = await node.ask<string>('eth_sendTransaction', {from: VOTER, to, data, gas: '0xe4e1c0'})
      let receipt: Receipt | null = null
      while (receipt === null) receipt = await node.ask<Receipt | null>('eth_getTransactionReceipt', hash)
      expect(receipt.status).toBe('0x1')
      return receipt.logs.map(({address, topics, data: body}) => ({address: address.toLowerCase(), topics, data: body}))
    }
    await node.ask('anvil_mine', '0xc8') // the token counted its votes in block 100
    await send(propose!)
    await node.ask('anvil_mine', '0x2')
    const vote = new Interface(['function castVote(uint256, uint8)'])
    await send({to: propose!.to, data: vote.encodeFunctionData('castVote', [acts[0]!.hashes!['proposalId'], 1])})
    await node.ask('anvil_mine', '0xb')
    await send(queue!)
    await node.ask('evm_increaseTime', 2 * 86_400)
    const logs = await send(execute!)
    const target = simulation.writes.filter(({address}) =>
      proposal.toLowerCase().includes(`nested: {address: "${address}`),
    )
    const found = await Promise.all(
      target.map(({address, slot}) => node.ask('eth_getStorageAt', address, slot, 'latest')),
    )
    expect(logs).toEqual(simulation.events.slice(-logs.length))
    expect(target).toHaveLength(2)
    expect(found).toEqual(target.map(({after}) => after))
  })
})

interface Receipt {
  readonly status: string
  readonly logs: {address: string; topics: string[]; data: string}[]
}
