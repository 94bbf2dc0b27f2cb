import {EXIT, PlimsollError} from '../../errors.js'
import {LAST_SECOND, type StateBlock} from '../../protocols/state.js'
import {parseEndpoint} from './endpoint.js'
import {BatchRefused, JsonRpc, type RpcOptions, type RpcReply, type RpcRequest} from './json-rpc.js'
import {aggregate, disaggregate, MULTICALL3} from './multicall.js'

/** A call to make, and how messages name it. */
export interface NamedCall {
  readonly to: string
  readonly data: string
  readonly title: string
}

/** How several calls were asked: in one call of Multicall3, in one JSON-RPC batch, or one by one. */
export type Road = 'batch' | 'multicall' | 'single'

/** How many calls go into one request. */
const TOGETHER = 100

/** A chain at one block: everything that is read of it is read there. */
export class PinnedChain {
  readonly host: string
  readonly chainId: number
  readonly block: StateBlock
  /** The road that the last calls took. */
  road: Road | undefined
  readonly #rpc: JsonRpc
  #hasMulticall: boolean | undefined

  private constructor(rpc: JsonRpc, chainId: number, block: StateBlock) {
    this.host = rpc.host
    this.chainId = chainId
    this.block = block
    this.#rpc = rpc
  }

  /** Asks a node for its chain, and for the block (the latest, resolved once) that all reading is pinned to. */
  static async open(
    url: string,
    {block, ...options}: Partial<RpcOptions> & {block?: number | undefined} = {},
  ): Promise<PinnedChain> {
    const rpc = new JsonRpc(parseEndpoint(url), options)
    const id = await rpc.ask({method: 'eth_chainId', params: [], what: 'the chain id'})
    const chainId = Number(quantity(rpc, id, 'the chain id'))
    return new PinnedChain(rpc, chainId, await blockAt(rpc, block))
  }

  /**
   * What each call returns at the pinned block.
   * @throws RPC_CALL (exit 3) for the first call that fails, naming its contract, getter and block
   */
  async call(calls: readonly NamedCall[]): Promise<string[]> {
    const outputs: string[] = []
    for (let start = 0; start < calls.length; start += TOGETHER) {
      const some = calls.slice(start, start + TOGETHER)
      outputs.push(...((await this.#together(some)) ?? (await this.#separately(some))))
    }
    return outputs
  }

  /** Makes sure that the pinned block is still the chain's. @throws RPC_REORGANISED (exit 3) when another has taken its place */
  async confirm(): Promise<void> {
    const now = await blockAt(this.#rpc, this.block.number)
    if (now.hash === this.block.hash) return
    throw new PlimsollError(
      'RPC_REORGANISED',
      `block ${this.block.number} on ${this.host} was replaced while it was read (${this.block.hash} became ${now.hash}).`,
      {exit: EXIT.cannotTell, suggestions: ['Read again, or name an older block: --block NUMBER.']},
    )
  }

  get #tag(): string {
    return `0x${this.block.number.toString(16)}`
  }

  #name({to, title}: NamedCall): string {
    return `${title} of ${to} at block ${this.block.number}`
  }

  #request(call: NamedCall): RpcRequest {
    return {method: 'eth_call', params: [{to: call.to, data: call.data}, this.#tag], what: this.#name(call)}
  }

  /** Through Multicall3; undefined where it is not deployed, or does not serve. */
  async #together(calls: readonly NamedCall[]): Promise<string[] | undefined> {
    if (calls.length < 2 || !(await this.#multicallThere())) return undefined
    const request = this.#request({to: MULTICALL3, data: aggregate(calls), title: 'aggregate3'})
    const reply = await this.#rpc.ask(request)
    const results =
      'result' in reply && typeof reply.result === 'string' ? disaggregate(reply.result, calls.length) : undefined
    if (!results) return undefined
    this.road = 'multicall'
    return calls.map((call, index) => {
      const {success, returnData} = results[index] ?? {success: false, returnData: '0x'}
      if (!success) throw this.#failed(call, `it reverts (${returnData})`)
      return this.#output(call, returnData)
    })
  }

  async #multicallThere(): Promise<boolean> {
    if (this.#hasMulticall === undefined) {
      const what = `the code at ${MULTICALL3} at block ${this.block.number}`
      const reply = await this.#rpc.ask({method: 'eth_getCode', params: [MULTICALL3, this.#tag], what})
      this.#hasMulticall = 'result' in reply && typeof reply.result === 'string' && reply.result.length > 2
    }
    return this.#hasMulticall
  }

  async #separately(calls: readonly NamedCall[]): Promise<string[]> {
    const replies = (await this.#batched(calls)) ?? (await this.#oneByOne(calls))
    return calls.map((call, index) => {
      const reply = replies[index]
      if (!reply || 'error' in reply) throw this.#failed(call, this.#rpc.clean(reply?.error.message ?? 'no answer'))
      return this.#output(call, reply.result)
    })
  }

  async #batched(calls: readonly NamedCall[]): Promise<RpcReply[] | undefined> {
    if (calls.length < 2) return undefined
    try {
      const replies = await this.#rpc.askTogether(calls.map((call) => this.#request(call)))
      this.road = 'batch'
      return replies
    } catch (error) {
      if (error instanceof BatchRefused) return undefined
      throw error
    }
  }

  async #oneByOne(calls: readonly NamedCall[]): Promise<RpcReply[]> {
    const replies: RpcReply[] = []
    for (const call of calls) replies.push(await this.#rpc.ask(this.#request(call)))
    this.road = 'single'
    return replies
  }

  #output(call: NamedCall, result: unknown): string {
    if (typeof result !== 'string' || !/^0x([\da-f]{2})*$/i.test(result))
      throw this.#failed(call, 'the result is not hex')
    if (result === '0x')
      throw this.#failed(call, 'nothing comes back: there may be no such contract on this chain at this block')
    return result.toLowerCase()
  }

  #failed(call: NamedCall, why: string): PlimsollError {
    return new PlimsollError('RPC_CALL', `${this.#name(call)} on ${this.host}: ${why}.`, {exit: EXIT.cannotTell})
  }
}

function quantity(rpc: JsonRpc, reply: RpcReply, what: string): bigint {
  if ('result' in reply && typeof reply.result === 'string' && /^0x[\da-f]{1,16}$/i.test(reply.result))
    return BigInt(reply.result)
  const why = 'error' in reply ? rpc.clean(reply.error.message) : 'what it answers is no number'
  throw new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: ${why}.`, {exit: EXIT.cannotTell})
}

async function blockAt(rpc: JsonRpc, number: number | undefined): Promise<StateBlock> {
  const what = number === undefined ? 'the latest block' : `block ${number}`
  const tag = number === undefined ? 'latest' : `0x${number.toString(16)}`
  const reply = await rpc.ask({method: 'eth_getBlockByNumber', params: [tag, false], what})
  const fields = ('result' in reply ? reply.result : undefined) as Record<string, unknown> | null | undefined
  if (!fields) {
    const why = 'error' in reply ? rpc.clean(reply.error.message) : 'it has no such block'
    throw new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: ${why}.`, {exit: EXIT.cannotTell})
  }
  const field = (name: string): number => Number(quantity(rpc, {result: fields[name]}, `the ${name} of ${what}`))
  const {hash} = fields
  if (typeof hash !== 'string' || !/^0x[\da-f]{64}$/i.test(hash))
    throw new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: its hash is not one.`, {exit: EXIT.cannotTell})
  const timestamp = field('timestamp')
  if (timestamp > LAST_SECOND)
    throw new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: its timestamp is no time.`, {exit: EXIT.cannotTell})
  return {number: field('number'), hash: hash.toLowerCase(), timestamp}
}
