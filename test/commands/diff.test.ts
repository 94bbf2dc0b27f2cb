import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {ChainDiff} from '../../src/edge/diff-with-chain.js'
import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {cli, ROOT, scratchFolder} from '../helpers/cli.js'
import {exampleMarket} from '../helpers/market-node.js'
import {startNode, type TestNode} from '../helpers/node.js'

const folder = scratchFolder()
const WETH = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const TEXT = readFileSync(path.join(ROOT, WETH), 'utf8')

let node: TestNode
beforeAll(async () => {
  node = await startNode(await exampleMarket(), {block: 20_000_000})
})
afterAll(async () => {
  await node.close()
})

/** A copy of the example with some text replaced. */
function edited(name: string, from: string, to: string): string {
  expect(TEXT).toContain(from)
  writeFileSync(path.join(folder, name), TEXT.replace(from, to))
  return path.join(folder, name)
}

describe('against another proposal', () => {
  it('says what differs, in human units, and exits 1', async () => {
    const {code, stdout} = await cli(['diff', WETH, edited('other.yaml', 'to: 82.5%', 'to: 8200bps')])
    expect({code, stdout}).toEqual({
      code: 1,
      stdout: 'changes  WETH  liquidation threshold to\n  82.50% -> 82.00%\n\n1 difference\n',
    })
  })

  it('finds no difference in layout, and exits 0', async () => {
    const same = edited('same.yaml', '{from: 83%, to: 82.5%}', '{to: 8250bps, from: 0.83x} # the same')
    const {code, stdout} = await cli(['diff', WETH, same])
    expect({code, stdout}).toEqual({code: 0, stdout: 'the proposals say the same\n'})
    const json = JSON.parse((await cli(['diff', WETH, same, '--json'])).stdout) as {
      a: {digest: string}
      b: {digest: string}
    }
    expect(json).toMatchObject({differences: []})
    expect(json.a.digest).not.toBe(json.b.digest)
  })

  it('does not let a text rearrange the screen', async () => {
    const {stdout} = await cli(['diff', WETH, edited('evil.yaml', 'prices: ETH-USDT', 'prices: "a\\u202eb\\e[2J"')])
    expect(stdout).toContain(String.raw`a\u{202e}b\u{1b}[2J`)
  })
})

describe('against a chain', () => {
  it('reads a node, saves what it read, and reads that again', async () => {
    const saved = path.join(folder, 'state.json')
    const first = await cli(['diff', WETH, '--rpc', node.url, '--save', saved])
    expect(first).toMatchObject({code: 0, stderr: ''})
    expect(first.stdout).toContain('WETH liquidation threshold  83.00%\n  as the file says; becomes 82.50%')
    expect(first.stdout).toMatch(
      /block 2000\d{4} \(2024-05-31 17:40:16 UTC\) of node 127\.0\.0\.1:\d+\n +0x[\da-f]{64}/,
    )
    const state = readFileSync(saved, 'utf8')
    for (const text of [first.stdout, first.stderr, state]) expect(text).not.toContain('secret')

    const again = await cli(['diff', WETH, '--state', saved])
    expect(again.code).toBe(0)
    expect(`${again.stdout}state saved to ${saved}\n`).toBe(first.stdout)

    const refused = await cli(['diff', WETH, '--rpc', node.url, '--save', saved])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('exists already')
    expect(readFileSync(saved, 'utf8')).toBe(state)
    expect(await cli(['diff', WETH, '--rpc', node.url, '--save', saved, '--force'])).toMatchObject({code: 0})
  })

  it('finds drift, and exits 1', async () => {
    const {code, stdout} = await cli(['diff', edited('drift.yaml', 'from: 83%', 'from: 82.75%'), '--rpc', node.url])
    expect(code).toBe(1)
    expect(stdout).toContain("the chain says 83.00%, the file's from says 82.75%")
    expect(stdout).toContain('DRIFT')
  })

  it('finds what is in force already, and exits 1', async () => {
    const file = edited('applied.yaml', '{from: 83%, to: 82.5%}', '{from: 84%, to: 83%}')
    const {code, stdout} = await cli(['diff', file, '--rpc', node.url, '--json'])
    expect(code).toBe(1)
    const output = JSON.parse(stdout) as ChainDiff
    expect(output.verdict).toBe('applied')
    expect(output.lines[1]).toMatchObject({parameter: 'liquidationThreshold', status: 'applied', now: '83.00%'})
    expect(output.state.deployments).toMatchObject({AaveV3Ethereum: {WETH: {liquidationThreshold: '83%'}}})
  })

  describe('about contracts that the proposal describes', () => {
    const book = findDeployment('AaveV3Ethereum')
    const value = (name: string, texts: string) =>
      `{${texts}, unit: bps, role: none, getter: {contract: data, function: getReserveConfigurationData, result: ${name}}}`
    const proposal = (ltv: string, threshold: string) => `plimsoll: 1
title: Lower the liquidation threshold by a contract of one's own
protocol: {name: custom, chain: ethereum}
contracts:
  configurator:
    address: "${book.configurator}"
    abi: ["function configureReserveAsCollateral(address asset, uint256 ltv, uint256 threshold, uint256 bonus)"]
  data:
    address: "${book.dataProvider}"
    abi: ["function getReserveConfigurationData(address asset) view returns (uint256 decimals, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, uint256 reserveFactor, bool a, bool b, bool c, bool d, bool e)"]
changes:
  - asset: WETH
    contract: configurator
    function: configureReserveAsCollateral
    arguments:
      asset: "${book.assets['WETH']!.underlying}"
      ltv: ${ltv}
      threshold: ${threshold}
      bonus: {keep: 105%, unit: bps, role: none}
`
    const written = (name: string, ...texts: Parameters<typeof proposal>): string => {
      writeFileSync(path.join(folder, name), proposal(...texts))
      return path.join(folder, name)
    }
    const LTV = value('ltv', 'keep: 80.5%')

    it('asks their getters; what none says stays unknown', async () => {
      const saved = path.join(folder, 'own-state.json')
      const file = written('own.yaml', LTV, value('liquidationThreshold', 'from: 83%, to: 82.5%'))
      const first = await cli(['diff', file, '--rpc', node.url, '--save', saved])
      expect(first).toMatchObject({code: 3, stderr: ''})
      expect(first.stdout).toContain('WETH configureReserveAsCollateral ltv  80.50%\n  as the file says; stays')
      expect(first.stdout).toContain('threshold  83.00%\n  as the file says; becomes 82.50%')
      expect(first.stdout).toContain('bonus\n  the state does not say')
      const again = await cli(['diff', file, '--state', saved])
      expect(`${again.stdout}state saved to ${saved}\n`).toBe(first.stdout)
      // What was saved for one question answers no other.
      const other = written('other.yaml', LTV, value('liquidationBonus', 'from: 83%, to: 82.5%'))
      expect((await cli(['diff', other, '--state', saved])).stdout).toContain('threshold\n  the state does not say')
    })

    it('finds drift and what is in force already', async () => {
      const drifted = written('own-drift.yaml', LTV, value('liquidationThreshold', 'from: 84%, to: 82.5%'))
      expect(await cli(['diff', drifted, '--rpc', node.url])).toMatchObject({code: 1})
      const applied = written('own-applied.yaml', LTV, value('liquidationThreshold', 'from: 84%, to: 83%'))
      const {code, stdout} = await cli(['diff', applied, '--rpc', node.url])
      expect({code, said: stdout.includes('already applied: the chain says 83.00%')}).toEqual({code: 1, said: true})
    })

    it('cannot tell where no setting names one', async () => {
      const file = 'proposals/custom-perpetual-maintenance-margin.yaml'
      const {code, stderr} = await cli(['diff', file, '--rpc', node.url])
      expect(code).toBe(3)
      expect(stderr).toContain('`getter:`')
    })
  })
})

describe('a saved state', () => {
  const state = (change: (state: Record<string, unknown>) => void): string => {
    const value: Record<string, unknown> = {
      state: 1,
      protocol: 'aave-v3',
      chainId: 1,
      block: {number: 1, hash: `0x${'0'.repeat(64)}`, timestamp: 0},
      source: 'node eth.example',
      deployments: {AaveV3Ethereum: {WETH: {ltv: '80.5%', liquidationThreshold: '83%', liquidationBonus: '5%'}}},
      notes: [],
    }
    change(value)
    return JSON.stringify(value)
  }

  it.each<[string, string, number, string]>([
    ['as it is', state(() => undefined), 0, ''],
    ['without a value', state((s) => (s['deployments'] = {AaveV3Ethereum: {WETH: {ltv: '80.5%'}}})), 3, ''],
    ['of another chain', state((s) => (s['chainId'] = 8453)), 3, 'state is one of base'],
    [
      'with a value without a unit',
      state((s) => (s['deployments'] = {A: {B: {ltv: '80'}}})),
      2,
      'A B ltv is `80`, which has no unit',
    ],
    ['with a key too many', state((s) => (s['x'] = 1)), 2, 'must NOT have additional properties'],
    ['that is no JSON', '{', 2, 'it is not JSON'],
  ])('%s', async (name, text, exit, message) => {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.json`)
    writeFileSync(file, text)
    const {code, stderr} = await cli(['diff', WETH, '--state', file])
    expect({code, said: stderr.includes(message)}).toEqual({code: exit, said: true})
  })
})

it.each([[[WETH]], [[WETH, WETH, '--state', 'x.json']], [[WETH, '--rpc', 'http://x', '--state', 'x.json']]])(
  'wants one thing to compare with: %j',
  async (args) => {
    const {code, stderr} = await cli(['diff', ...args])
    expect({code, said: stderr.includes('say what to compare with')}).toEqual({code: 2, said: true})
  },
)
