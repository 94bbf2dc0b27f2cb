import {concat, Interface, zeroPadValue} from 'ethers'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {ChainFile} from '../../src/evm/chain-file.js'
import type {SimulationResult} from '../../src/evm/result.js'
import {loadProposal} from '../../src/edge/load-proposal.js'
import {encodeProposal} from '../../src/governance/encode.js'
import type {SafeTransaction} from '../../src/governance/model.js'
import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {hasAnvil, slowDoor, startAnvil, type Anvil, type SlowDoor} from '../helpers/anvil.js'
import {scratchFolder, ROOT} from '../helpers/cli.js'
import {artifact} from '../helpers/evm.js'
import {exampleMarket, RISK_SAFE} from '../helpers/market-node.js'
import {plimsoll} from '../helpers/run.js'
import {TAMPERINGS, type LooseChainFile} from '../helpers/tampering.js'

const folder = scratchFolder()
const at = (name: string): string => path.join(folder, name)
const PROPOSAL = at('caps.yaml')
const SAFE = new Interface(
  artifact('@gnosis.pm/safe-contracts/build/artifacts/contracts/GnosisSafe.sol/GnosisSafe.json').abi,
)
const PROVIDER = new Interface([
  'function getReserveCaps(address) view returns (uint256 borrowCap, uint256 supplyCap)',
  'function getReserveConfigurationData(address) view returns (uint256, uint256, uint256, uint256, uint256 reserveFactor, bool, bool, bool, bool, bool)',
])

async function simulate(...args: string[]) {
  const {result, stdout, stderr, error} = await plimsoll<SimulationResult>('simulate', PROPOSAL, ...args)
  const code = process.exitCode ?? 0
  process.exitCode = undefined
  return {result: result!, stdout, stderr, error, code}
}

const market = hasAnvil ? describe : describe.skip
market('a real market and a real Safe on anvil', () => {
  let node: Anvil
  let door: SlowDoor
  let online: SimulationResult
  beforeAll(async () => {
    const text = readFileSync(path.join(ROOT, 'proposals/aave-v3-weth-supply-cap.yaml'), 'utf8')
    writeFileSync(PROPOSAL, text.replace('nonce: 3', 'nonce: 0'))
    node = await startAnvil(await exampleMarket())
    await node.ask('anvil_mine', '0x1')
    door = await slowDoor(node.url, 50)
  })
  afterAll(async () => {
    await door.close()
    await node.close()
  })

  it('is read back in at most three HTTP requests', async () => {
    const {result, stderr, code} = await simulate('--rpc', door.url, '--save', at('chain.json'))
    expect(stderr).toBe('')
    expect(result.simulation.reasons).toEqual([])
    expect([result.simulation.verdict, result.simulation.path, code]).toEqual(['AS SAID', 'steps', 0])
    expect(door.seen.length).toBeLessThanOrEqual(3)
    expect(result.state.authenticity).toMatchObject({proven: true, authentic: false})
    expect(result.simulation.crossCheck).toEqual({status: 'agrees', differences: []})
    online = result
  })

  it('cannot tell when the node has other events, and names the call', async () => {
    const {nodeSimulation, ...file} = JSON.parse(readFileSync(at('chain.json'), 'utf8')) as ChainFile
    const [first, ...others] = nodeSimulation!.calls
    expect(first!.logs.length).toBeGreaterThan(0)
    const calls = [{...first!, logs: first!.logs.map((log) => ({...log, data: '0x'}))}, ...others]
    writeFileSync(at('differs.json'), JSON.stringify({...file, nodeSimulation: {...nodeSimulation!, calls}}))
    const {result, code, stdout} = await simulate('--state', at('differs.json'))
    expect([result.simulation.verdict, result.simulation.crossCheck.status, code]).toEqual([
      'CANNOT TELL',
      'differs',
      3,
    ])
    expect(result.simulation.warnings).toEqual(result.simulation.crossCheck.differences)
    expect(result.simulation.warnings[0]).toContain('event 1 has other data')
    expect(stdout).toContain('(eth_simulateV1) differs')
    const other = {...nodeSimulation!, asked: `0x${'00'.repeat(32)}`}
    writeFileSync(at('other.json'), JSON.stringify({...file, nodeSimulation: other}))
    const unasked = await simulate('--state', at('other.json'))
    expect(unasked.result.simulation.crossCheck.status).toBe('not offered')
    writeFileSync(at('bad.json'), JSON.stringify({...file, nodeSimulation: {calls: []}}))
    expect((await simulate('--state', at('bad.json'))).stderr).toContain('`nodeSimulation` is not one')
  })

  it('replays offline to the same bytes, and is authentic under the hash that the node has', async () => {
    const {result: offline} = await simulate('--state', at('chain.json'))
    expect(JSON.stringify({...offline, saved: online.saved})).toBe(JSON.stringify(online))
    const {hash} = await node.ask<{hash: string}>('eth_getBlockByNumber', '0x1', false)
    const {result: pinned} = await simulate('--state', at('chain.json'), '--block-hash', hash)
    expect(pinned.state.authenticity.authentic).toBe(true)
  })

  it.each(TAMPERINGS)('is refused with %s changed', async (what, change) => {
    const file = JSON.parse(readFileSync(at('chain.json'), 'utf8')) as LooseChainFile
    change(file)
    const name = at(`${what.replaceAll(' ', '-')}.json`)
    writeFileSync(name, JSON.stringify(file))
    const {error, stderr} = await simulate('--state', name)
    expect(error?.oclif?.exit).toBe(3)
    expect(stderr).toContain("this chain state is not the chain's")
  })

  it('is refused with the header of another block, when the hash is pinned', async () => {
    const file = JSON.parse(readFileSync(at('chain.json'), 'utf8')) as ChainFile
    const other = await node.ask<Record<string, string>>('eth_getBlockByNumber', '0x0', false)
    const header = Object.fromEntries(Object.keys(file.header).map((name) => [name, other[name]!.toLowerCase()]))
    writeFileSync(at('forged.json'), JSON.stringify({...file, header}))
    const {error, stderr} = await simulate('--state', at('forged.json'), '--block-hash', file.header['hash']!)
    expect(stderr).toContain('its header is that of block')
    expect(error?.oclif?.exit).toBe(3)
  })

  it('ends as it ends on the node: every slot, every getter, the events, the gas of the executing transaction', async () => {
    const {proposal} = await loadProposal(PROPOSAL)
    const {transaction, hashes} = encodeProposal(proposal, {file: PROPOSAL, digest: ''}).acts[0]!.safe!
    const [owners] = SAFE.decodeFunctionResult('getOwners', await call(RISK_SAFE, SAFE.encodeFunctionData('getOwners')))
    const signers = [...(owners as string[])].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).slice(0, 2)
    for (const owner of signers) await send(owner, SAFE.encodeFunctionData('approveHash', [hashes.safeTxHash]))
    const {from} = online.simulation.steps[0]!
    const receipt = await send(
      from,
      SAFE.encodeFunctionData('execTransaction', [...fields(transaction), approvals(signers)]),
    )

    const {steps, writes, events} = online.simulation
    expect(writes.length).toBeGreaterThan(3)
    for (const {address, slot, after} of writes)
      expect([address, slot, await node.ask('eth_getStorageAt', address, slot, 'latest')]).toEqual([
        address,
        slot,
        after,
      ])
    expect(BigInt(receipt.gasUsed)).toBe(BigInt(steps[0]!.gasUsed))
    expect(events).toEqual(
      receipt.logs.map(({address, topics, data}) => ({address: address.toLowerCase(), topics, data})),
    )

    const {dataProvider, assets} = findDeployment('AaveV3Ethereum')
    const asked = async (name: string) =>
      PROVIDER.decodeFunctionResult(
        name,
        await call(dataProvider, PROVIDER.encodeFunctionData(name, [assets['WETH']!.underlying])),
      )
    expect((await asked('getReserveCaps'))['supplyCap']).toBe(1_900_000n)
    expect((await asked('getReserveConfigurationData'))['reserveFactor']).toBe(1600n)
  })

  const call = (to: string, data: string): Promise<string> => node.ask('eth_call', {to, data}, 'latest')
  const fields = ({
    to,
    value,
    data,
    operation,
    safeTxGas,
    baseGas,
    gasPrice,
    gasToken,
    refundReceiver,
  }: SafeTransaction) => [...[to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver]]
  const approvals = (signers: readonly string[]): string =>
    concat(signers.flatMap((owner) => [zeroPadValue(owner, 32), `0x${'0'.repeat(64)}`, '0x01']))

  async function send(from: string, data: string) {
    await node.ask('anvil_setBalance', from, '0x8ac7230489e80000')
    const hash = await node.ask<string>('eth_sendTransaction', {from, to: RISK_SAFE, data, gas: '0xe4e1c0'})
    // The node may have taken the transaction and not yet made its block.
    let receipt: Receipt | null = null
    while (receipt === null) receipt = await node.ask<Receipt | null>('eth_getTransactionReceipt', hash)
    expect(receipt.status).toBe('0x1')
    return receipt
  }
})

interface Receipt {
  readonly status: string
  readonly gasUsed: string
  readonly logs: {address: string; topics: string[]; data: string}[]
}
