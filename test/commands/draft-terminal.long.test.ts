import {readdirSync} from 'node:fs'

import {CHANGE, DISCUSSION, EXPECTED, place, PLACE, read, TYPED, VENUE} from '../helpers/drafting.js'
import {exampleMarket} from '../helpers/market-node.js'
import {startNode, type TestNode} from '../helpers/node.js'
import {inTerminal, KEYS, type Talk} from '../helpers/terminal.js'

let node: TestNode
beforeAll(async () => {
  node = await startNode(await exampleMarket(), {block: 20_000_000})
})
afterAll(async () => {
  await node.close()
})

describe('in a terminal', () => {
  /** Answers every question: by searching, choosing, typing, and correcting what is refused. */
  async function walk({see, type}: Talk): Promise<void> {
    await see('Protocol')
    type(KEYS.enter)
    await see('Deployment')
    type('ethereum')
    await see('❯ AaveV3Ethereum')
    type(KEYS.enter)
    await see('Who makes the change')
    type(KEYS.enter)
    await see('Policy that holds')
    type(KEYS.enter)
    await see('Asset')
    type('WETH')
    await see('❯ WETH')
    type(KEYS.enter)
    await see('liquidation threshold  83.00%') // read from the node
    type(KEYS.space)
    await see('◉')
    type(KEYS.down)
    await see('❯ ◯ liquidation threshold')
    type(KEYS.space)
    await see('◉ liquidation threshold')
    type(KEYS.enter)
    await see('aave-risk-steward: 80.00% to 81.00%')
    type('80')
    await see('`80` is a bare number')
    type(KEYS.enter)
    await see('> `80` is a bare number')
    type('%')
    await see('80.50% -> 80.00%: -0.50 points')
    type(KEYS.enter)
    await see('New liquidation threshold')
    type('81%')
    await see('83.00% -> 81.00%: -2.00 points')
    await see('the largest one')
    type(KEYS.backspace.repeat(3))
    await see('now 83.00%')
    type('82.5%')
    await see('83.00% -> 82.50%: -0.50 points')
    type(KEYS.enter)
    await see('Change another asset?')
    type(KEYS.enter)
    await see('Does a Safe sign it?')
    type(KEYS.enter)
    await see("Aave's risk council")
    type(KEYS.enter)
    await see("The Safe's version")
    type(KEYS.enter)
    await see('Nonce')
    type('42')
    await see('42')
    type(KEYS.enter)
    await see('Backtest the change?')
    type(KEYS.enter)
    await see('Prices of WETH')
    type(KEYS.enter)
    await see('2017-08-17')
    type('2018-01-01')
    await see('2018-01-01')
    type(KEYS.enter)
    await see('Close-out period')
    type(KEYS.enter)
    await see('Coverage that the margin aims at')
    type(KEYS.enter)
    await see('Accept when coverage is')
    type('>= 96.5%')
    await see('>= 96.5%')
    type(KEYS.enter)
    await see('Title')
    type(KEYS.enter)
    await see('Discussion')
    type(DISCUSSION)
    await see(DISCUSSION.slice(-8))
    type(KEYS.enter)
    await see('File')
    type('my.yaml')
    await see('my.yaml')
    type(KEYS.enter)
  }

  it.each([80, 40])('%i columns: nothing breaks, and the answers land in the file', async (columns) => {
    const cwd = place()
    const {code, screen, raw} = await inTerminal(['draft', '--rpc', node.url], {columns, cwd}, walk)
    expect(code).toBe(0)
    expect(read(cwd, 'my.yaml')).toEqual({...EXPECTED, policy: 'aave-risk-steward'})
    expect(readdirSync(cwd).sort()).toEqual(['my.yaml', 'proposal.schema.json'])
    // A line that is as long as the screen was cut where it happened to end; only an address may be longer than that.
    const cut = screen.lines.filter((line) => line.length >= columns && !line.includes('0x'))
    expect(cut).toEqual([])
    expect(screen.wraps).toBe(0)
    for (const line of ['✔ Asset WETH', '✔ Nonce 42', '✔ Close-out period 1d', '  83.00% -> 82.50%: -0.50 points'])
      expect(screen.lines).toContain(line)
    expect(raw).not.toContain('secret')
  })

  it.each([
    ['Ctrl-C', KEYS.ctrlC],
    ['the end of the input', KEYS.ctrlD],
  ])('%s ends it with one line, and nothing is written', async (_what, key) => {
    const cwd = place()
    const {code, screen} = await inTerminal(
      ['draft', ...PLACE, '--policy', 'none', ...CHANGE],
      {columns: 80, cwd},
      async ({see, type}) => {
        await see('Current loan-to-value of WETH')
        type(key)
      },
    )
    expect(code).toBe(130)
    expect(screen.lines.at(-2)).toBe('plimsoll: cancelled: nothing was written.')
    expect(screen.lines.join('\n')).not.toMatch(/ at .*:\d+:\d+/)
    expect(readdirSync(cwd)).toEqual([])
  })

  it('Ctrl-C while a node is asked ends it the same way', async () => {
    const slow = await startNode(await exampleMarket(), {fault: () => ({delayMs: 60_000})})
    try {
      const cwd = place()
      const args = ['draft', ...PLACE, '--policy', 'none', '--rpc', slow.url]
      const {code, screen} = await inTerminal(args, {columns: 80, cwd}, async ({see, type}) => {
        await see('Asset')
        type(KEYS.enter)
        await see('✔ Asset WETH')
        type(KEYS.ctrlC)
      })
      expect(code).toBe(130)
      expect(screen.lines.join('\n')).toContain('plimsoll: cancelled: nothing was written.')
      expect(readdirSync(cwd)).toEqual([])
    } finally {
      await slow.close()
    }
  })

  it('asks again for values that are wrong together', async () => {
    const cwd = place()
    const flags = [
      ...PLACE,
      '--policy',
      'none',
      '--asset',
      'WETH',
      ...TYPED.slice(2),
      '--from',
      'ltv=80.5%',
      ...VENUE,
      '--no-backtest',
    ]
    const {code, screen} = await inTerminal(
      [
        'draft',
        ...flags,
        '--set',
        'ltv=82.75%',
        '--set',
        'liquidationThreshold=82.5%',
        '--title',
        'A title',
        '--out',
        'a.yaml',
      ],
      {columns: 80, cwd},
      async ({see, type}) => {
        await see('Change the values?')
        type(KEYS.enter)
        await see('New loan-to-value')
        type('80%')
        await see('-0.50 points')
        type(KEYS.enter)
        await see('New liquidation threshold')
        type(KEYS.enter) // what was given before is offered
      },
    )
    expect(code).toBe(0)
    expect(screen.lines.join(' ')).toContain('! the LTV of WETH (82.75%) is above its liquidation threshold (82.50%).')
    expect(read(cwd, 'a.yaml').changes).toEqual(EXPECTED.changes)
  })

  const QUIET = ['--policy', 'none', '--no-venue', '--no-backtest', '--title', 'A title', '--discussion', DISCUSSION]
  const FILE = ['--out', 'a.yaml']
  const words = (line: string): string[] => line.split(' ')

  it('asks whether a market or a collateral is meant, and which', async () => {
    const cwd = place()
    const flags = words('--protocol synthetix-v3 --deployment SynthetixV3Base --through owner')
    const {code} = await inTerminal(['draft', ...flags, ...QUIET, ...FILE], {columns: 80, cwd}, async ({see, type}) => {
      await see('As in ETH, BTC, USD.')
      type('ETH')
      type(KEYS.enter)
      await see('What of ETH the change is about')
      type(KEYS.enter)
      await see('The id of the market')
      type('x')
      type(KEYS.enter)
      await see('`x` is no whole number from 1 on.')
      type(KEYS.backspace)
      type('100')
      type(KEYS.enter)
      await see('Parameters of ETH')
      type(KEYS.space)
      await see('◉ initial margin ratio per size')
      type(KEYS.enter)
      for (const [asked, answer] of [
        ['Current initial margin ratio per size', '2x'],
        ['Current minimum initial margin ratio', '1%'],
        ['Current maintenance margin scalar', '50%'],
        ['Current flag reward ratio', '0.03%'],
        ['Current minimum position margin', '50 USD'],
        ['New initial margin ratio per size', '1.9x'],
      ] as const) {
        await see(asked)
        type(answer)
        type(KEYS.enter)
      }
      await see('Change another asset?')
      type(KEYS.enter)
    })
    expect(code).toBe(0)
    expect(read(cwd, 'a.yaml').changes).toEqual([
      {
        asset: 'ETH',
        market: 100,
        initialMarginRatio: {from: '2x', to: '1.9x'},
        minimumInitialMarginRatio: {keep: '1%'},
        maintenanceMarginScalar: {keep: '50%'},
        flagRewardRatio: {keep: '0.03%'},
        minimumPositionMargin: {keep: '50 USD'},
      },
    ])
  })

  it('takes any name that the protocol can read where no list has them all', async () => {
    const flags = words('--protocol maker --deployment MakerEthereum --through spell')
    const {code} = await inTerminal(['draft', ...flags, ...QUIET], {columns: 80, cwd: place()}, async ({see, type}) => {
      await see('As in ETH-A, WSTETH-A, DAI.')
      type('eth b')
      type(KEYS.enter)
      await see('`eth b` is no name of an ilk.')
      type(KEYS.backspace.repeat(5))
      type('ETH-B')
      type(KEYS.enter)
      await see('Parameters of ETH-B')
      type(KEYS.ctrlC)
    })
    expect(code).toBe(130)
  })

  it('asks for the contracts that a proposal must bring along', async () => {
    const cwd = place()
    const flags = words(
      '--protocol euler-v2 --deployment eUSDC-2 --chain ethereum --underlying USDC --through governor',
    )
    const {code} = await inTerminal(['draft', ...flags, ...QUIET, ...FILE], {columns: 80, cwd}, async ({see, type}) => {
      await see('Address of eUSDC-2')
      type('0x797DD80692c3b2dAdabCe8e30C07fDE5307D48a9')
      type(KEYS.enter)
      await see('Decimals of eUSDC-2')
      type('6')
      type(KEYS.enter)
      await see('As in USDC.')
      type('eWETH-2')
      type(KEYS.enter)
      await see('Address of eWETH-2')
      type('0xD8b27CF359b7D15710a5BE299AF6e7Bf904984C2')
      type(KEYS.enter)
      await see('Parameters of eWETH-2')
      type(KEYS.space)
      await see('◉')
      type(KEYS.enter)
      for (const [asked, answer] of [
        ['Current borrow LTV', '84%'],
        ['Current liquidation LTV', '87%'],
        ['Current ', '0s'],
        ['New borrow LTV', '83%'],
      ] as const) {
        await see(asked)
        type(answer)
        type(KEYS.enter)
      }
      await see('Change another asset?')
      type(KEYS.enter)
    })
    expect(code).toBe(0)
    expect(read(cwd, 'a.yaml')).toMatchObject({
      contracts: {
        'eUSDC-2': {address: '0x797DD80692c3b2dAdabCe8e30C07fDE5307D48a9', decimals: 6},
        'eWETH-2': {address: '0xD8b27CF359b7D15710a5BE299AF6e7Bf904984C2'},
      },
      changes: [
        {
          asset: 'eWETH-2',
          borrowLTV: {from: '84%', to: '83%'},
          liquidationLTV: {keep: '87%'},
          rampDuration: {keep: '0s'},
        },
      ],
    })
  })

  it('has no colour where none is wanted', async () => {
    const {raw} = await inTerminal(
      ['draft'],
      {columns: 80, cwd: place(), env: {NO_COLOR: '1'}},
      async ({see, type}) => {
        await see('Protocol')
        type(KEYS.ctrlC)
      },
    )
    expect(raw).toContain('Protocol')
    expect(raw).not.toContain('\u001b[3')
  })
})
