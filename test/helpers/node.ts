import {AbiCoder, getAddress, Interface, keccak256, toBeHex} from 'ethers'
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

import {ANYONE, Reverted, type Chain} from './evm.js'
import type {ProvenChain} from './proven-chain.js'

/** A way for the node to fail one HTTP request. */
export type Fault =
  | 'drop'
  | 'garbage'
  | 'refuse-batch'
  | 'wrong-ids'
  | {readonly delayMs: number}
  | {readonly error: {readonly code: number; readonly message: string}}
  | {readonly status: number; readonly headers?: Readonly<Record<string, string>>}

export interface Asked {
  readonly id: unknown
  readonly method: string
  readonly params: readonly unknown[]
}

export interface NodeOptions {
  readonly chainId?: number
  /** Number of the latest block when the node starts; each request for the latest finds the next one. */
  readonly block?: number
  /** Whether Multicall3 stands at its address. */
  readonly multicall?: boolean
  /** What goes wrong with the HTTP request of this number (from 0). */
  readonly fault?: (request: number, asked: readonly Asked[]) => Fault | undefined
  /** What it serves to whoever forks from it: headers with a state root, proofs, access lists. */
  readonly proven?: ProvenChain
  /** Methods that it does not offer. */
  readonly without?: readonly string[]
  /** A chain whose blocks of the same number change from one request to the next. */
  readonly reorganises?: boolean
}

export interface TestNode {
  readonly url: string
  /** Every JSON-RPC request that arrived, one array for each HTTP request. */
  readonly seen: Asked[][]
  close(): Promise<void>
}

const MULTICALL3 = getAddress('0xca11bde05977b3631167028862be2a173976ca11')
const AGGREGATE = new Interface([
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[] returnData)',
])

const blockHash = (number: number, salt: number): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256'], [number, salt]))

/** aggregate3 as Multicall3 does it, over the same chain. */
async function multicall(chain: Chain, data: string): Promise<string> {
  const [calls] = AGGREGATE.decodeFunctionData('aggregate3', data) as unknown as [[string, boolean, string][]]
  const results: [boolean, string][] = []
  for (const [target, mayFail, callData] of calls) {
    try {
      results.push([true, (await chain.send(ANYONE, target, callData)).output])
    } catch (error) {
      if (!(error instanceof Reverted) || !mayFail) throw error
      results.push([false, error.data])
    }
  }
  return AGGREGATE.encodeFunctionResult('aggregate3', [results])
}

/** A node over HTTP on this machine, answering from a chain in memory. Close it when done. */
export async function startNode(chain: Chain, options: NodeOptions = {}): Promise<TestNode> {
  const {chainId = 1, multicall: hasMulticall = true, fault = () => undefined} = options
  const seen: Asked[][] = []
  const first = options.block ?? 20_000_000
  let latest = first

  async function result({method, params}: Asked): Promise<unknown> {
    if (options.without?.includes(method)) throw new Error(`the method ${method} does not exist`)
    switch (method) {
      case 'eth_chainId': {
        return toBeHex(chainId)
      }
      case 'eth_blockNumber': {
        return `0x${latest.toString(16)}`
      }
      case 'eth_getBlockByNumber': {
        const number = params[0] === 'latest' ? latest++ : Number(params[0])
        if (number > latest) return null
        if (options.proven) return options.proven.header(number)
        const salt = options.reorganises ? seen.length : 0
        return {number: `0x${number.toString(16)}`, hash: blockHash(number, salt), timestamp: '0x665a0b80'}
      }
      case 'eth_getBlockByHash': {
        const numbers = Array.from({length: latest + 1 - first}, (_, index) => first + index)
        return (
          numbers.map((number) => options.proven?.header(number)).find((header) => header?.['hash'] === params[0]) ??
          null
        )
      }
      case 'eth_getCode': {
        const address = getAddress(String(params[0]))
        return address === MULTICALL3 ? (hasMulticall ? '0x60806040' : '0x') : chain.getCode(address)
      }
      case 'eth_call': {
        const {to, data} = params[0] as {to: string; data: string}
        if (getAddress(to) === MULTICALL3) return hasMulticall ? multicall(chain, data) : '0x'
        return (await chain.send(ANYONE, to, data)).output
      }
      default: {
        const served = await options.proven?.serve(method, params)
        if (served !== undefined) return served
        throw new Error(`the method ${method} does not exist`)
      }
    }
  }

  async function reply(asked: Asked, wrongIds: boolean): Promise<object> {
    const id = wrongIds ? 999_999 : asked.id
    try {
      return {jsonrpc: '2.0', id, result: await result(asked)}
    } catch (error) {
      const message = error instanceof Reverted ? `execution reverted: ${error.message}` : (error as Error).message
      return {jsonrpc: '2.0', id, error: {code: error instanceof Reverted ? 3 : -32_601, message}}
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += String(piece)
    const body = JSON.parse(text) as Asked | Asked[]
    const asked = [body].flat()
    const wrong = fault(seen.push(asked) - 1, asked)
    if (wrong === 'drop') {
      request.socket.destroy()
      return
    }
    if (typeof wrong === 'object' && 'delayMs' in wrong)
      await new Promise((done) => setTimeout(done, wrong.delayMs).unref())
    if (typeof wrong === 'object' && 'status' in wrong) {
      response.writeHead(wrong.status, wrong.headers).end('no')
      return
    }
    response.setHeader('content-type', 'application/json')
    if (wrong === 'garbage') response.end('<html>')
    else if (typeof wrong === 'object' && 'error' in wrong)
      response.end(
        JSON.stringify(
          Array.isArray(body)
            ? asked.map(({id}) => ({jsonrpc: '2.0', id, ...wrong}))
            : {jsonrpc: '2.0', id: body.id, ...wrong},
        ),
      )
    else if (Array.isArray(body) && wrong === 'refuse-batch')
      response.end(JSON.stringify({jsonrpc: '2.0', id: null, error: {code: -32_600, message: 'no batches here'}}))
    else if (Array.isArray(body)) {
      const replies: object[] = []
      for (const one of body) replies.push(await reply(one, wrong === 'wrong-ids'))
      response.end(JSON.stringify(replies.reverse())) // any order will do
    } else response.end(JSON.stringify(await reply(body, wrong === 'wrong-ids')))
  }

  const server: Server = createServer((request, response) => {
    void serve(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const {port} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v3/0123456789abcdef-secret?token=another-secret`,
    seen,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => {
          closed()
        })
      }),
  }
}
