import {readState} from '../../../src/edge/rpc/read-state.js'
import {PlimsollError} from '../../../src/errors.js'
import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import {ANYONE, Chain} from '../../helpers/evm.js'
import {exampleMarket} from '../../helpers/market-node.js'
import {startNode, type Asked, type Fault, type NodeOptions, type TestNode} from '../../helpers/node.js'

const REQUEST = {
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator'},
  changes: [],
}
const PROVIDER = findDeployment('AaveV3Ethereum').dataProvider
const QUICK = {timeoutMs: 2000, backOffMs: [1, 1]}

let chain: Chain
let node: TestNode | undefined
beforeAll(async () => {
  chain = await exampleMarket()
})
afterEach(async () => {
  await node?.close()
  node = undefined
})

const start = async (options: NodeOptions = {}, on = chain): Promise<TestNode> => (node = await startNode(on, options))
const read = async (assets: readonly string[] = ['WETH'], options = {}, request = REQUEST) =>
  readState(node!.url, request, assets, {...QUICK, ...options})

/** The error that reading ends in; never with a piece of the address that is a key. */
async function refused(...args: Parameters<typeof read>): Promise<PlimsollError> {
  const error: unknown = await read(...args).catch((caught: unknown) => caught)
  if (!(error instanceof PlimsollError)) throw new Error(`not refused: ${String(error)}`)
  expect(JSON.stringify([error.message, error.suggestions])).not.toContain('secret')
  return error
}

const isCall = (asked: readonly Asked[]): boolean => asked.some(({method}) => method === 'eth_call')
const callsOf = ({seen}: TestNode) => seen.filter(isCall)

const WETH = {
  ltv: '80.5%',
  liquidationThreshold: '83%',
  liquidationBonus: '5%',
  supplyCap: '1_800_000 WETH',
  borrowCap: '1_400_000 WETH',
  reserveFactor: '15%',
  liquidationProtocolFee: '10%',
}

describe('a real Aave market behind a node', () => {
  it('reads every parameter, in human units, through one call of Multicall3', async () => {
    const {seen} = await start({block: 20_000_000})
    const state = await read(['WETH', 'USDC'])
    expect(state.deployments).toEqual({
      AaveV3Ethereum: {
        WETH,
        USDC: {
          ltv: '0%',
          liquidationThreshold: '0%',
          liquidationBonus: '0%',
          supplyCap: '0 USDC',
          borrowCap: '0 USDC',
          reserveFactor: '0%',
          liquidationProtocolFee: '0%',
        },
      },
    })
    expect(state).toMatchObject({state: 1, protocol: 'aave-v3', chainId: 1, notes: [], block: {number: 20_000_000}})
    expect(state.source).toBe(`node ${new URL(node!.url).host}`)
    expect(seen.filter(isCall)).toHaveLength(1)
  })

  it.each([
    ['a batch', {multicall: false}, 1],
    [
      'single requests',
      {
        multicall: false,
        fault: (_n: number, asked: readonly Asked[]): Fault | undefined =>
          asked.length > 1 ? 'refuse-batch' : undefined,
      },
      4,
    ],
    [
      'single requests',
      {
        multicall: false,
        fault: (_n: number, asked: readonly Asked[]): Fault | undefined =>
          asked.length > 1 ? {status: 400} : undefined,
      },
      4,
    ],
  ])('reads the same through %s', async (_road, options, requests) => {
    await start(options)
    expect((await read()).deployments).toEqual({AaveV3Ethereum: {WETH}})
    expect(callsOf(node!)).toHaveLength(requests)
  })

  it('pins every read to one block, the latest resolved once', async () => {
    await start({block: 123, multicall: false})
    const {block} = await read()
    expect(block).toMatchObject({
      number: 123,
      hash: expect.stringMatching(/^0x[\da-f]{64}$/) as string,
      timestamp: 1_717_177_216,
    })
    const tags = callsOf(node!)
      .flat()
      .map(({params}) => params[1])
    expect(new Set(tags)).toEqual(new Set(['0x7b']))
  })

  it('reads at a block that is asked for', async () => {
    await start({block: 123, multicall: false})
    expect((await read(['WETH'], {block: 99})).block.number).toBe(99)
    expect(callsOf(node!).flat()[0]!.params[1]).toBe('0x63')
  })

  it('says when a reserve is frozen', async () => {
    const frozen = await exampleMarket()
    const {configurator, assets} = findDeployment('AaveV3Ethereum')
    const freeze = `0x96e957c4${assets['WETH']!.underlying.slice(2).toLowerCase().padStart(64, '0')}${'1'.padStart(64, '0')}`
    await frozen.send(ANYONE, configurator, freeze)
    await start({}, frozen)
    expect((await read()).notes).toEqual([expect.stringContaining('WETH: the reserve is frozen')])
  })
})

const isSlow = (fault: Fault): boolean => typeof fault === 'object' && 'delayMs' in fault
/** Short only where it must pass: an answer may take its time on a busy machine. */
const patience = (fault: Fault): number => (isSlow(fault) ? 500 : 20_000)

describe('trouble that passes', () => {
  it.each<[string, Fault]>([
    ['a dropped connection', 'drop'],
    ['HTTP 429', {status: 429, headers: {'retry-after': '0'}}],
    ['HTTP 503', {status: 503}],
    ['garbage', 'garbage'],
    ['answers to other questions', 'wrong-ids'],
    ['a limit exceeded', {error: {code: -32_005, message: 'limit exceeded'}}],
    ['a slow answer', {delayMs: 1500}],
  ])('%s: tried again', async (_what, fault) => {
    // Two faults in a row, at different steps: each step has its own attempts.
    await start({multicall: false, fault: (n) => (n < 2 || n === 4 ? fault : undefined)})
    expect((await read(['WETH'], {timeoutMs: patience(fault)})).deployments).toEqual({AaveV3Ethereum: {WETH}})
  })
})

describe('trouble that stays names the call and the host, never the key', () => {
  const always = (fault: Fault) => ({
    multicall: false,
    fault: (_n: number, asked: readonly Asked[]) => (isCall(asked) ? fault : undefined),
  })

  it.each<[string, Fault, string, string]>([
    ['drop', 'drop', 'RPC_UNREACHABLE', '3 attempts'],
    ['429', {status: 429}, 'RPC_RATE_LIMITED', '3 attempts'],
    ['500', {status: 500}, 'RPC_HTTP', '3 attempts'],
    ['401', {status: 401}, 'RPC_HTTP', 'does not let you in'],
    ['garbage', 'garbage', 'RPC_GARBAGE', '3 attempts'],
    ['wrong ids', 'wrong-ids', 'RPC_GARBAGE', 'do not belong to the questions'],
    ['delay', {delayMs: 1500}, 'RPC_TIMEOUT', 'nothing within 0.5 s'],
    [
      'error',
      {error: {code: -32_000, message: 'header not found for key 0123456789abcdef-secret\u001b[2J'}},
      'RPC_CALL',
      'header not found for key ***',
    ],
  ])('%s', async (_what, fault, code, message) => {
    await start({...always(fault), block: 123})
    const error = await refused(['WETH'], {timeoutMs: patience(fault)})
    expect(error).toMatchObject({code, exit: 3})
    expect(error.message).toContain(message)
    expect(error.message).toContain(new URL(node!.url).host)
    expect(error.message).not.toContain('\u001b')
    if (code !== 'RPC_HTTP' || !message.includes('let you in')) {
      expect(error.message).toContain(`getReserveConfigurationData(WETH) of ${PROVIDER} at block 123`)
    }
  })

  it('nobody listens', async () => {
    await (await start()).close()
    expect(await refused()).toMatchObject({code: 'RPC_UNREACHABLE', exit: 3})
  })

  it.each([true, false])('no contract there (Multicall3: %s)', async (multicall) => {
    await start({multicall, block: 123}, await Chain.create())
    const error = await refused()
    expect(error).toMatchObject({code: 'RPC_CALL', exit: 3})
    expect(error.message).toContain(`getReserveConfigurationData(WETH) of ${PROVIDER} at block 123`)
  })

  it('another chain', async () => {
    await start({chainId: 8453})
    expect(await refused()).toMatchObject({
      code: 'RPC_WRONG_CHAIN',
      exit: 2,
      message: expect.stringContaining('base (id 8453)') as string,
    })
  })

  it('a block that is not there yet', async () => {
    await start({block: 123})
    expect((await refused(['WETH'], {block: 999})).message).toContain('block 999')
  })

  it('a block that is replaced while it is read', async () => {
    await start({reorganises: true})
    expect(await refused()).toMatchObject({code: 'RPC_REORGANISED', exit: 3})
  })

  it('an asset that this market does not list', async () => {
    await start({block: 123})
    const error = await refused(['DAI'])
    expect(error).toMatchObject({code: 'GETTER_UNREADABLE', exit: 3})
    expect(error.message).toContain('getReserveConfigurationData(DAI)')
    expect(error.message).toContain('not listed')
  })
})

it('refuses protocols without getters before it asks anybody', async () => {
  await start()
  const request = {protocol: {...REQUEST.protocol, name: 'custom'}, changes: []}
  expect(await refused(['ETH'], {}, request)).toMatchObject({code: 'GETTER_NONE', exit: 3})
  expect(node!.seen).toEqual([])
})

it.each(['', 'eth.example', 'ftp://eth.example/secret-key-0', 'file:///etc/passwd'])(
  'refuses the address %p without repeating it',
  async (url) => {
    const error: unknown = await readState(url, REQUEST, ['WETH']).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'RPC_BAD_URL',
      exit: 2,
      message: expect.not.stringContaining('secret') as string,
    })
  },
)
