import {copyFileSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {ROOT, scratchFolder} from './helpers/cli.js'
import {startLanguageServer, type LanguageServer} from './helpers/language-server.js'

// What an editor shows: the YAML language server of VS Code and others, with our schema.

const folder = scratchFolder()
const HEAD = '# yaml-language-server: $schema=./proposal.schema.json\n'
const EXAMPLES = [
  'aave-v3-weth-liquidation-threshold',
  'aave-v3-weth-raised-threshold',
  'custom-perpetual-maintenance-margin',
]

let server: LanguageServer
beforeAll(async () => {
  copyFileSync(path.join(ROOT, 'src/generated/proposal.schema.json'), path.join(folder, 'proposal.schema.json'))
  server = await startLanguageServer(folder)
})
afterAll(async () => {
  await server.stop()
})

const AAVE = `plimsoll: 1
title: A title
protocol:
  name: aave-v3
  chain: ethereum
  deployment: AaveV3Ethereum
  through: configurator
changes:
  - asset: WETH
    ltv: {from: 80.5%, to: 80%}
`
const CUSTOM = `plimsoll: 1
title: A title
protocol:
  name: custom
  chain: arbitrum
changes:
  - asset: ETH
    contract: config
    function: setUint
    arguments:
      value: `

let opened = 0
/** Opens a text in which \`|\` marks the cursor. */
async function open(marked: string) {
  const [before = '', after = ''] = (HEAD + marked).split('|')
  const file = path.join(folder, `${opened++}.yaml`)
  const diagnostics = await server.open(file, before + after)
  const lines = before.split('\n')
  return {file, diagnostics, position: {line: lines.length - 1, character: lines.at(-1)!.length}}
}

/** What is offered at the cursor: label to text. */
async function offered(marked: string): Promise<Map<string, string | undefined>> {
  const {file, position} = await open(marked)
  return new Map((await server.complete(file, position)).map(({label, insertText}) => [label, insertText]))
}

async function hover(marked: string): Promise<string> {
  const {file, position} = await open(marked)
  return (await server.hover(file, position)).replaceAll('\\', '')
}

describe('diagnostics', () => {
  it.each(EXAMPLES)('%s has none', async (name) => {
    const text = readFileSync(path.join(ROOT, 'proposals', `${name}.yaml`), 'utf8')
    expect((await open(text.replaceAll('|', '>'))).diagnostics).toEqual([])
  })

  it.each([
    ['a bare number', AAVE.replace('80%', '80'), 10, 'Incorrect type'],
    ['an unknown parameter', AAVE.replace('ltv', 'ltvv'), 10, 'ltvv is not allowed'],
    ['an unknown market', AAVE.replace('AaveV3Ethereum', 'AaveV3Etherium'), 6, 'Value is not accepted'],
    ['a setting that keeps and changes', AAVE.replace('from: 80.5%', 'keep: 80.5%'), 10, ''],
    ['a field of another venue', `${AAVE}governance:\n  - venue: safe\n    delay: 1d\n`, 13, 'delay is not allowed'],
  ])('%s has one', async (_what, text, line, message) => {
    const {diagnostics} = await open(text)
    const found = diagnostics.filter(({range}) => range.start.line === line)
    expect(found.map((each) => each.message).join('\n')).toContain(message)
    expect(found.length).toBeGreaterThan(0)
  })
})

describe('completion', () => {
  it.each([
    [
      'the parameters of a change',
      `${AAVE}    |`,
      ['liquidationThreshold', 'liquidationBonus', 'supplyCap', 'reserveFactor'],
    ],
    ['markets', AAVE.replace('AaveV3Ethereum', '|'), ['AaveV3Ethereum', 'AaveV3Base', 'AaveV3Arbitrum']],
    ['roads', AAVE.replace('configurator', '|'), ['risk-steward', 'configurator']],
    ['protocols', AAVE.replace('aave-v3', '|'), ['aave-v3', 'custom']],
    ['assets of the market', AAVE.replace('WETH', '|'), ['WETH', 'wstETH', 'USDC']],
    ['venues', `${AAVE}governance:\n  - venue: |`, ['safe']],
    ['fields of a venue', `${AAVE}governance:\n  - venue: safe\n    |`, ['address', 'version', 'nonce']],
    ['versions of a Safe', `${AAVE}governance:\n  - venue: safe\n    version: |`, ['1.3.0', '1.4.1', '1.5.0']],
    ['the parts of a backtest', `${AAVE}backtest:\n  |`, ['prices', 'horizon', 'confidence', 'accept']],
    ['policies', `${AAVE}policy: |`, ['aave-risk-steward']],
    ['steps', `${AAVE}require: [|]`, ['check', 'backtest', 'encode', 'verify', 'simulate']],
    ['units of a custom argument', `${CUSTOM}{to: 5%, unit: |}`, ['bps', 'wad', 'ray', 'ratio:18', 'raw']],
    ['roles of a custom argument', `${CUSTOM}{to: 5%, role: |}`, ['maintenanceMargin', 'liquidationThreshold', 'none']],
    ['sections of a file', 'plimsoll: 1\n|', ['title', 'protocol', 'changes', 'governance', 'backtest', 'require']],
  ])('offers %s', async (_what, marked, labels) => {
    expect([...(await offered(marked)).keys()]).toEqual(expect.arrayContaining(labels))
  })

  it('offers only the assets that the market has', async () => {
    const labels = [
      ...(
        await offered(AAVE.replace('AaveV3Ethereum', 'AaveV3Base').replace('ethereum', 'base').replace('WETH', '|'))
      ).keys(),
    ]
    expect(labels).toContain('cbBTC')
    expect(labels).not.toContain('MKR')
  })

  it('offers a change and a value that stays where a parameter has neither yet', async () => {
    const items = await offered(`${AAVE}    liquidationThreshold: |`)
    expect(items.get('change it')).toBe('{from: $1, to: $2}')
    expect(items.get('keep it')).toBe('{keep: $1}')
    const custom = await offered(`${CUSTOM}|`)
    expect(custom.get('change it')).toBe('{from: $1, to: $2, unit: $3, role: $4}')
  })

  it('does not offer what is there', async () => {
    expect([...(await offered(`${AAVE}    |`)).keys()]).not.toContain('ltv')
  })
})

describe('hover', () => {
  it.each([
    ['a parameter', AAVE.replace('ltv:', 'l|tv:'), /loan-to-value[\s\S]*How much can be borrowed/],
    ['a value', AAVE.replace('to: 80%', 'to: 8|0%'), /The new value/],
    ['the road', AAVE.replace('configurator', 'confi|gurator'), /a risk or pool admin calls the PoolConfigurator/],
    ['a venue', `${AAVE}governance:\n  - venue: safe\n    non|ce: 42\n`, /The hashes depend on it/],
    ['the horizon', `${AAVE}backtest:\n  prices: ETH-USDT\n  hori|zon: 1d\n`, /Close-out period/],
    ['a criterion', `${AAVE}backtest:\n  prices: x\n  accept:\n    cover|age: ">= 97%"\n`, /95% lower bound/],
  ])('describes %s', async (_what, marked, words) => {
    expect(await hover(marked)).toMatch(words)
  })
})
