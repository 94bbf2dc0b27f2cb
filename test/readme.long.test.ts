import {Ajv} from 'ajv'
import {cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import results from '../src/edge/result-schemas.json' with {type: 'json'}
import {cli, ROOT, scratchFolder} from './helpers/cli.js'
import {COMMANDS} from './helpers/commands.js'
import {exampleMarket} from './helpers/market-node.js'
import {startNode, type TestNode} from './helpers/node.js'
import {ProvenChain} from './helpers/proven-chain.js'
import {startPriceServer, type PriceServer} from './helpers/price-server.js'
import {inTerminal, KEYS} from './helpers/terminal.js'

const folder = scratchFolder()
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
const EXAMPLE = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const CAPS = 'proposals/aave-v3-weth-supply-cap.yaml'

const DAILY = 'date,open,high,low,close\n2024-01-01,1,2,1,2\n2024-01-02,2,3,2,3\n2024-01-03,3,4,3,3\n'
const HOURLY = Array.from({length: 3}, (_, i) => `2024-01-01T0${i}:00Z,1,2,1,2`).join('\n')

const FORECASTS = Array.from({length: 40}, (_, i) => `${i % 20 === 7 ? -0.05 : 0.01 * Math.sin(i)},-0.03,-0.04`).join(
  '\n',
)

/** Losses with a tail of index 2, and returns of a varying size. */
const LOSSES = Array.from({length: 2000}, (_, i) => 2 * ((2000.5 - i - 1) / 2000) ** -0.5).join('\n')
const RETURNS = JSON.parse(readFileSync(path.join(ROOT, 'test/goldens/garch_synth.json'), 'utf8')) as {
  returnsPercent: number[]
}
const LOANS = 'id,collateral_asset,collateral_amount,debt_asset,debt_amount\na,WETH,10,USDC,6000\nb,WETH,2,DAI,1900\n'
const VAULTS = 'vault,collateral_amount,debt_amount\n1,10,6000\n2,2,1900\n'

/** A saved state that the examples speak of. */
const STATE = {
  state: 1,
  protocol: 'aave-v3',
  chainId: 1,
  block: {number: 20_000_000, hash: `0x${'0'.repeat(64)}`, timestamp: 1_717_281_407},
  source: 'node eth.example',
  deployments: {
    AaveV3Ethereum: {
      WETH: {ltv: '80.5%', liquidationThreshold: '83%', liquidationBonus: '5%'},
      USDC: {supplyCap: '1_000_000 USDC'},
    },
  },
  notes: [],
}

/** What `hash` is shown on. */
const ACTIONS = {
  targets: ['0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'],
  values: [0],
  calldatas: ['0x571f03e5'],
  description: 'Raise a cap',
}
const OPERATION = {
  target: ACTIONS.targets[0],
  value: 0,
  data: '0x571f03e5',
  predecessor: `0x${'0'.repeat(64)}`,
  salt: `0x${'1'.repeat(64)}`,
}

/** As the Safe Transaction Service answers. */
const ZERO = `0x${'0'.repeat(40)}`
const RECORD = {
  ...{safe: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', to: ACTIONS.targets[0], value: '0', data: null, operation: 0},
  ...{gasToken: ZERO, safeTxGas: 0, baseGas: 0, gasPrice: '0', refundReceiver: ZERO, nonce: '42', confirmations: []},
}

const FILES = {
  'prices.csv': DAILY,
  'positions.csv': LOANS,
  'vaults.csv': VAULTS,
  'ETHUSDT-1h.csv': `timestamp,open,high,low,close\n${HOURLY}\n`,
  'losses.csv': LOSSES,
  'returns.csv': RETURNS.returnsPercent.join('\n'),
  'forecasts.csv': `return,var,es\n${FORECASTS}\n`,
  'state.json': JSON.stringify(STATE),
  'actions.json': JSON.stringify(ACTIONS),
  'operation.json': JSON.stringify(OPERATION),
  'page.json': JSON.stringify({count: 1, next: null, previous: null, results: [RECORD]}),
}

/** Examples whose answer is no. */
const ANSWER_NO = /^plimsoll diff \S+\.yaml \S+\.yaml$/
/** Examples that ask. */
const ASKS = /^plimsoll draft(?!.* --protocol)/

let node: TestNode
let prices: PriceServer

const IDS = Object.keys(COMMANDS).sort()
const ajv = new Ajv({allowUnionTypes: true, strictTuples: false})

let runs = 0
/** A folder that has the project's proposals and the files that the examples speak of. */
function exampleFolder(): string {
  const cwd = path.join(folder, String(runs++))
  mkdirSync(cwd)
  symlinkSync(path.join(ROOT, 'proposals'), path.join(cwd, 'proposals'))
  for (const [name, content] of Object.entries(FILES)) writeFileSync(path.join(cwd, name), content)
  cpSync(path.join(folder, 'artefacts/safe-transaction.json'), path.join(cwd, 'safe-transaction.json'))
  cpSync(path.join(folder, 'chain.json'), path.join(cwd, 'chain.json'))
  return cwd
}

const words = (line: string): string[] =>
  [
    ...line
      .replace('https://eth.example', node.url)
      .replace('https://api.example', prices.url)
      .matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
  ]
    .map(([, double, single, plain]) => double ?? single ?? plain ?? '')
    .slice(1)

/** Runs `plimsoll ...` as it is printed. */
async function run(line: string): Promise<void> {
  const cwd = exampleFolder()
  if (ASKS.test(line)) {
    const asked = await inTerminal(words(line), {columns: 80, cwd}, async ({see, type}) => {
      await see('Protocol')
      type(KEYS.ctrlC)
    })
    expect(asked.code).toBe(130)
    return
  }
  const {code, stderr} = await cli(words(line), {cwd, env: {XDG_DATA_HOME: cwd}})
  expect({line, code, stderr}).toEqual({line, code: ANSWER_NO.test(line) ? 1 : 0, stderr: ''})
}

/** Runs it with --json: the answer is what the published schema of the command says. */
async function answers(line: string): Promise<void> {
  const cwd = exampleFolder()
  const id = IDS.findLast((id) => line.startsWith(`plimsoll ${id.replaceAll(':', ' ')}`))!
  const validate = ajv.compile(results[`${id.replaceAll(':', '-')}-result` as keyof typeof results])
  const {code, stdout, stderr} = await cli([...words(line), '--json'], {cwd, env: {XDG_DATA_HOME: cwd}})
  expect({line, code, stderr}).toEqual({line, code: ANSWER_NO.test(line) ? 1 : 0, stderr: ''})
  validate(JSON.parse(stdout))
  expect(validate.errors).toBeNull()
}

beforeAll(async () => {
  const chain = await exampleMarket()
  node = await startNode(chain, {proven: await ProvenChain.of(chain)})
  prices = await startPriceServer()
  await cli(['encode', EXAMPLE, '--out', path.join(folder, 'artefacts')])
  await cli(['simulate', CAPS, '--rpc', node.url, '--save', path.join(folder, 'chain.json')])
})

afterAll(async () => {
  await node.close()
  await prices.close()
})

const [commands = '', ...others] = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const shown = others.flatMap((block) => block.trim().split('\n'))

describe('the README', () => {
  it('sets up a fresh machine with two commands, which CI runs', () => {
    const [main = '', test = ''] = commands.trim().split('\n')
    expect(main).toBe('npm ci && ./bin/run.js review proposals/aave-v3-weth-liquidation-threshold.yaml')
    expect(test).toBe('npm ci && npm test')
    const ci = readFileSync(path.join(ROOT, '.ci/run'), 'utf8')
    for (const command of [main, test].flatMap((line) => line.split(' && '))) expect(ci).toContain(`\n${command}\n`)
  })

  it('shows what a review really prints', async () => {
    const [, shown = ''] = /```\n\$ plimsoll review (?:\S+)\n([\s\S]*?)```/.exec(readme) ?? []
    const {stdout} = await cli(['review', EXAMPLE])
    const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ')
    for (const line of shown.trimEnd().split('\n')) expect(squeeze(stdout)).toContain(squeeze(line.trim()))
  })

  it('shows a proposal that passes', async () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
    const file = path.join(folder, 'readme.yaml')
    writeFileSync(file, yaml)
    const {code, stdout} = await cli(['review', file])
    expect(stdout).toContain('PASS')
    expect(code).toBe(0)
  })

  it.each(shown)('%s', run)

  it('links to files that are there', () => {
    for (const [, target = ''] of readme.matchAll(/\]\((?!http)([^)#]+)/g)) {
      expect({target, there: existsSync(path.join(ROOT, target))}).toEqual({target, there: true})
    }
  })
})

describe('examples in --help', () => {
  it('are there for every command', () => {
    for (const id of IDS) expect(COMMANDS[id]!.examples.length).toBeGreaterThan(0)
  })

  const examples = IDS.flatMap((id) =>
    COMMANDS[id]!.examples.map((text) =>
      (typeof text === 'string' ? text : text.command)
        .replace('<%= config.bin %>', 'plimsoll')
        .replace('<%= command.id %>', id.replaceAll(':', ' ')),
    ),
  )

  it.each(examples.filter((line) => !shown.includes(line) && !line.includes('--json')))('%s', run)

  it.each(examples.filter((line) => !ASKS.test(line) && !line.startsWith('plimsoll schema')))('%s: its schema', answers)
})
