import {nodeSimulation, simulationParams, type NodeSimulation} from '../../evm/cross-check.js'
import type {BlockHeader} from '../../evm/header.js'
import type {Needs} from '../../evm/needs.js'
import type {ChainSource, SourceAccount} from '../../evm/source.js'
import {parseEndpoint} from './endpoint.js'
import {hinted, hintRequests} from './hints.js'
import {JsonRpc, type RpcOptions, type RpcRequest} from './json-rpc.js'
import {NodeState, type KnownAccount} from './node-state.js'
import {blockTag, pinBlock, type WhichBlock} from './pin-block.js'

/** How often what turns up is fetched together, before it is fetched one by one. */
const GUESSES = 8
const NOBODY: SourceAccount = {nonce: 0n, balance: 0n, code: '0x'}

/**
 * A chain at one block of a node, as a source for simulations: fetched beforehand in few requests where it is known what will be
 * needed, one by one where it turns up.
 */
export class Fork implements ChainSource {
  readonly host: string
  readonly header: BlockHeader
  /** The node's own simulation of what was to be simulated; undefined where it makes none. */
  simulation: NodeSimulation | undefined
  readonly #state: NodeState
  /** While guesses are allowed: what was guessed. */
  #guessed: Map<string, Set<string>> | undefined

  private constructor(rpc: JsonRpc, header: BlockHeader) {
    this.host = rpc.host
    this.header = header
    this.#state = new NodeState(rpc, header)
  }

  /**
   * Pins a block: the one of that hash, of that number, or the latest there is. What a simulation will most likely touch is
   * fetched in two requests: access lists with the block; then accounts and slots with proofs, and the node's own simulation.
   * @throws RPC_WRONG_CHAIN, RPC_CALL and what asking throws
   */
  static async open(
    url: string,
    chainId: number,
    {needs, block, blockHash, ...options}: Partial<RpcOptions> & WhichBlock & {needs?: Needs} = {},
  ): Promise<Fork> {
    const rpc = new JsonRpc(parseEndpoint(url), options)
    const hints = needs ? hintRequests(needs, blockTag({block})) : []
    const {header, replies} = await pinBlock(rpc, chainId, {block, blockHash}, hints)
    const fork = new Fork(rpc, header)
    if (!needs) return fork
    const {simulated} = needs
    const own: RpcRequest[] =
      simulated.length === 0
        ? []
        : [{method: 'eth_simulateV1', params: simulationParams(header, simulated), what: 'a simulation'}]
    const [answer] = await fork.#state.fetch(hinted(needs, replies), own)
    fork.simulation = answer && 'result' in answer ? nodeSimulation(answer.result, header, simulated) : undefined
    return fork
  }

  /** Nodes of the tries that prove what was fetched; none where the node gives none. */
  get proofs(): Iterable<string> {
    return this.#state.proves ? this.#state.nodes : []
  }

  /**
   * Does something that reads this chain, and gives back what comes of it when it has read nothing but what the chain has.
   * What is not known is first taken for empty, so that one run finds much that is missing; all of it is fetched in one
   * request, and what was done is done again from the start.
   */
  async settle<T>(something: () => Promise<T>): Promise<T> {
    for (let guess = 0; guess < GUESSES; guess++) {
      const guessed = (this.#guessed = new Map<string, Set<string>>())
      const run = await something().then(
        (value) => () => value,
        (error: unknown) => () => {
          throw error
        },
      )
      this.#guessed = undefined
      if (guessed.size === 0) return run()
      await this.#state.fetch(guessed)
    }
    return something()
  }

  async account(address: string): Promise<SourceAccount> {
    const known = this.#state.accounts.get(address)
    if (known) return known
    return this.#guess(address) ? NOBODY : this.#fetchOne(address)
  }

  async slot(address: string, slot: string): Promise<bigint> {
    const known = this.#state.accounts.get(address)?.slots.get(slot)
    if (known !== undefined) return known
    return this.#guess(address, slot) ? 0n : ((await this.#fetchOne(address, slot)).slots.get(slot) ?? 0n)
  }

  #guess(address: string, ...slots: string[]): boolean {
    if (!this.#guessed) return false
    this.#guessed.set(address, new Set([...(this.#guessed.get(address) ?? []), ...slots]))
    return true
  }

  async #fetchOne(address: string, ...slots: string[]): Promise<KnownAccount> {
    await this.#state.fetch(new Map([[address, new Set(slots)]]))
    return this.#state.accounts.get(address) ?? {...NOBODY, slots: new Map()}
  }
}
