import {bug, PlimsollError} from '../../errors.js'
import {chainFileOf, type ChainFile} from '../../evm/chain-file.js'
import {askedOf, nodeSimulation, simulationParams, type NodeSimulation} from '../../evm/cross-check.js'
import type {BlockHeader} from '../../evm/header.js'
import {TrialTooLong, type Message} from '../../evm/machine.js'
import type {Needs} from '../../evm/needs.js'
import type {ChainSource, SourceAccount} from '../../evm/source.js'
import {askAll} from './ask-all.js'
import type {Kept, StateCache} from './cache.js'
import {parseEndpoint} from './endpoint.js'
import {hinted, hintRequests, type Wanted} from './hints.js'
import {JsonRpc, type RpcOptions, type RpcReply, type RpcRequest} from './json-rpc.js'
import {NodeState, type KnownAccount} from './node-state.js'
import {blockTag, checkNumber, pinBlock, type WhichBlock} from './pin-block.js'

/** How often what turns up is fetched together, before it is fetched one by one. */
const GUESSES = 8
const NOBODY: SourceAccount = {nonce: 0n, balance: 0n, code: '0x'}
/** What nodes answer that do not have a method: "method not found" (JSON-RPC 2.0), "method not supported" (EIP-1474). */
const NO_METHOD: readonly number[] = [-32_601, -32_004]

export interface ForkOptions extends Partial<RpcOptions>, WhichBlock {
  /** What will most likely be touched. */
  readonly needs?: Needs | undefined
  /** Where what nodes said before is found, and kept for next time. */
  readonly cache?: StateCache | undefined
}

/**
 * A chain at one block of a node, as a source for simulations: fetched beforehand in few requests where it is known what will be
 * needed, together with what else turns up after that, and one by one in the end.
 */
export class Fork implements ChainSource {
  readonly host: string
  readonly header: BlockHeader
  /** The node's own simulation of what was to be simulated; undefined where it makes none. */
  simulation: NodeSimulation | undefined
  readonly #chainId: number
  readonly #rpc: JsonRpc
  readonly #state: NodeState
  readonly #cache: StateCache | undefined
  /** The node's own simulations by what was asked, as they are kept. */
  #simulations: Kept['simulations'] = {}
  /** While guesses are allowed: what was guessed. */
  #guessed: Map<string, Set<string>> | undefined

  private constructor(rpc: JsonRpc, chainId: number, header: BlockHeader, cache: StateCache | undefined) {
    this.#rpc = rpc
    this.host = rpc.host
    this.header = header
    this.#chainId = chainId
    this.#state = new NodeState(rpc, header)
    this.#cache = cache
  }

  /**
   * Pins a block: the one of that hash, of that number, or the latest there is. What a simulation will most likely touch is
   * fetched in two requests: access lists with the block; then accounts and slots with proofs, and the node's own simulation.
   * Nothing is asked of what was kept; and not even the block where its hash is given and all that was kept is proven by it.
   * @throws RPC_WRONG_CHAIN, RPC_CALL and what asking throws
   */
  static async open(
    url: string,
    chainId: number,
    {needs, block, blockHash, cache, ...options}: ForkOptions = {},
  ): Promise<Fork> {
    const rpc = new JsonRpc(parseEndpoint(url), options)
    const keptOf = (hash: string) => cache?.read({chainId, blockHash: hash.toLowerCase(), host: rpc.host})
    const pinned = blockHash === undefined ? undefined : await keptOf(blockHash)
    if (pinned && pinned.state.proofs.length > 0) {
      const {header} = pinned.state
      checkNumber(header, {block, blockHash})
      const fork = new Fork(rpc, chainId, header, cache)
      fork.#know(pinned)
      if (needs) await fork.#prefetch(needs, await fork.#hints(needs))
      return fork
    }
    const requests = needs ? hintRequests(needs, blockTag({block})) : []
    const {header, replies} = await pinBlock(rpc, chainId, {block, blockHash}, requests)
    const fork = new Fork(rpc, chainId, header, cache)
    const kept = blockHash === undefined ? await keptOf(header['hash'] ?? '') : undefined
    if (kept) fork.#know(kept)
    if (needs) await fork.#prefetch(needs, hinted(needs, replies))
    return fork
  }

  /** Nodes of the tries that prove what was fetched; none where the node gives none. */
  get proofs(): Iterable<string> {
    return this.#state.proves ? this.#state.nodes : []
  }

  /**
   * Does something that reads this chain, and gives back what comes of it when it has read nothing but what the chain has.
   * What is not known is first taken for empty, so that one run finds much that is missing; all of it is fetched in one
   * request, and what was done is done again from the start. Where that takes too long or too often, nothing is guessed.
   * @param something is told whether it is a trial, to be given up by TrialTooLong: code that reads guesses may never end
   */
  async settle<T>(something: (trial: boolean) => Promise<T>): Promise<T> {
    for (let guess = 0; guess < GUESSES; guess++) {
      const guessed = (this.#guessed = new Map<string, Set<string>>())
      const run = await something(true).then(
        (value) => ({value}),
        (error: unknown) => ({error}),
      )
      this.#guessed = undefined
      const tooLong = 'error' in run && run.error instanceof TrialTooLong
      if (guessed.size === 0 && !tooLong) {
        if ('error' in run) throw run.error
        return run.value
      }
      await this.#state.fetch(guessed)
      if (tooLong) break
    }
    return something(false)
  }

  /** Keeps all that is known for next time, where there is a cache. */
  async keep(): Promise<void> {
    if (!this.#cache || !this.#state.grown) return
    const {header, host} = this
    const [chainId, simulations] = [this.#chainId, this.#simulations]
    let state: ChainFile
    try {
      state = chainFileOf({chainId, source: 'cache', header}, this.#state.touched, this.proofs)
    } catch (error) {
      if (error instanceof PlimsollError) return // something that was fetched and not needed is not what its proof says
      throw error
    }
    await this.#cache.write({chainId, blockHash: header['hash'] ?? '', host}, {state, simulations})
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

  #know({state, simulations}: Kept): void {
    this.#state.know(state)
    this.#simulations = simulations
  }

  /** None where the same was simulated before: what it needs is kept then. */
  async #hints(needs: Needs): Promise<Wanted> {
    if (!this.#unasked(needs.simulated)) return new Map()
    return hinted(needs, await askAll(this.#rpc, hintRequests(needs, this.header['number'] ?? 'latest')))
  }

  /** Whether the node has not been asked for its own simulation of this. */
  #unasked(simulated: readonly Message[]): boolean {
    return simulated.length > 0 && !Object.hasOwn(this.#simulations, askedOf(this.header, simulated))
  }

  /** What is likely to be touched, together with the node's own simulation. */
  async #prefetch({simulated}: Needs, wanted: Wanted): Promise<void> {
    const own: RpcRequest[] = this.#unasked(simulated)
      ? [{method: 'eth_simulateV1', params: simulationParams(this.header, simulated), what: 'a simulation'}]
      : []
    const [answer] = await this.#state.fetch(wanted, own)
    const asked = askedOf(this.header, simulated)
    if (answer) this.#learn(asked, answer, simulated)
    const calls = this.#simulations[asked]
    this.simulation = calls ? {asked, calls} : undefined
  }

  #learn(asked: string, answer: RpcReply, simulated: readonly Message[]): void {
    const found = 'result' in answer ? nodeSimulation(answer.result, this.header, simulated) : undefined
    const none = 'error' in answer && NO_METHOD.includes(answer.error.code)
    if (found || none) this.#simulations = {...this.#simulations, [asked]: found?.calls ?? null}
    this.#state.grown ||= found !== undefined || none
  }

  #guess(address: string, ...slots: string[]): boolean {
    if (!this.#guessed) return false
    this.#guessed.set(address, new Set([...(this.#guessed.get(address) ?? []), ...slots]))
    return true
  }

  async #fetchOne(address: string, ...slots: string[]): Promise<KnownAccount> {
    await this.#state.fetch(new Map([[address, new Set(slots)]]))
    const known = this.#state.accounts.get(address)
    if (!known) throw bug(`the account ${address} was fetched and is not there`)
    return known
  }
}
