import {EXIT, PlimsollError} from '../../errors.js'
import type {ChainFile} from '../../evm/chain-file.js'
import {headerHash, type BlockHeader} from '../../evm/header.js'
import type {SourceAccount, Touched} from '../../evm/source.js'
import {askAll, hexIn, unanswered} from './ask-all.js'
import type {Wanted} from './hints.js'
import type {JsonRpc, RpcReply, RpcRequest} from './json-rpc.js'

/** An account as far as it has been fetched. */
export interface KnownAccount extends SourceAccount {
  readonly slots: Map<string, bigint>
}

/** What eth_getProof answers (EIP-1186). */
interface ProofReply {
  readonly nonce: string
  readonly balance: string
  readonly accountProof: readonly string[]
  readonly storageProof: readonly {readonly key: string; readonly value: string; readonly proof: readonly string[]}[]
}

/** What is still to be asked of one account. */
interface Gap {
  readonly address: string
  readonly slots: readonly string[]
  /** Undefined when its code is still to be asked for too. */
  readonly code: string | undefined
}

/** What is known of a chain's state at one block of a node. */
export class NodeState {
  readonly accounts = new Map<string, KnownAccount>()
  /** Nodes of the tries that prove it. */
  readonly nodes = new Set<string>()
  /** Whether anything was fetched that was not known before. */
  grown = false
  readonly #rpc: JsonRpc
  readonly #header: BlockHeader
  /** Whether the node proves what it says, and the header is one whose hash is known here. */
  #proves: boolean

  constructor(rpc: JsonRpc, header: BlockHeader) {
    this.#rpc = rpc
    this.#header = header
    this.#proves = headerHash(header) === header['hash']
  }

  get proves(): boolean {
    return this.#proves
  }

  /** Takes over what was known before, with the nodes that prove it; without any, nothing here is proven. */
  know({accounts, proofs}: Pick<ChainFile, 'accounts' | 'proofs'>): void {
    for (const [address, {nonce, balance, code, storage}] of Object.entries(accounts)) {
      const slots = new Map(Object.entries(storage).map(([slot, value]) => [slot, BigInt(value)]))
      this.accounts.set(address, {nonce: BigInt(nonce), balance: BigInt(balance), code, slots})
    }
    for (const node of proofs) this.nodes.add(node)
    if (proofs.length === 0) this.#proves = false
  }

  /** All of it, as it is saved. */
  get touched(): Touched {
    return {accounts: new Map([...this.accounts].map(([name, {slots, ...rest}]) => [name, {...rest, storage: slots}]))}
  }

  /** Fetches what is not known yet, together with answers to other questions, which it gives back. */
  async fetch(wanted: Wanted, also: readonly RpcRequest[] = []): Promise<RpcReply[]> {
    const gaps = [...wanted].flatMap(([address, all]): Gap[] => {
      const known = this.accounts.get(address)
      const slots = [...all].filter((slot) => !known?.slots.has(word(slot)))
      return known && slots.length === 0 ? [] : [{address, slots, code: known?.code}]
    })
    this.grown ||= gaps.length > 0
    if (!this.#proves) return this.#fetchPlainly(gaps, also)
    const requests = gaps.flatMap(({address, slots, code}): RpcRequest[] => [
      {method: 'eth_getProof', params: [address, slots, this.#tag], what: `the proof of ${address} ${this.#at}`},
      ...(code === undefined ? [this.#about('eth_getCode', `the code of ${address}`, address)] : []),
    ])
    const replies = await askAll(this.#rpc, [...also, ...requests])
    const others = replies.splice(0, also.length)
    if (replies.some((reply, index) => requests[index]?.method === 'eth_getProof' && 'error' in reply)) {
      this.#proves = false
      await this.#fetchPlainly(gaps, [])
      return others
    }
    for (const {address, code} of gaps) {
      const proof = replies.shift()
      this.#learn(address, code ?? hexIn(this.#rpc, replies.shift(), `the code of ${address}`), proof)
    }
    return others
  }

  get #tag(): string {
    return this.#header['number'] ?? 'latest'
  }

  get #at(): string {
    return `at block ${BigInt(this.#tag)}`
  }

  #about(method: string, what: string, ...params: string[]): RpcRequest {
    return {method, params: [...params, this.#tag], what: `${what} ${this.#at}`}
  }

  #learn(address: string, code: string, reply: RpcReply | undefined): void {
    const proof = reply && 'result' in reply ? (reply.result as Partial<ProofReply> | null) : undefined
    const {nonce, balance, accountProof, storageProof} = proof ?? {}
    if (nonce === undefined || balance === undefined || !accountProof || !storageProof)
      throw unanswered(this.#rpc, undefined, `the proof of ${address}`)
    for (const node of [...accountProof, ...storageProof.flatMap((each) => each.proof)])
      this.nodes.add(node.toLowerCase())
    const slots = this.accounts.get(address)?.slots ?? new Map<string, bigint>()
    for (const {key, value} of storageProof) slots.set(word(key), BigInt(value))
    this.accounts.set(address, {nonce: BigInt(nonce), balance: BigInt(balance), code, slots})
  }

  /** Without proofs nothing ties the values to the block but its number, so that is looked at again at the end. */
  async #fetchPlainly(gaps: readonly Gap[], also: readonly RpcRequest[]): Promise<RpcReply[]> {
    const requests = gaps.flatMap(({address, slots, code}) => [
      this.#about('eth_getTransactionCount', `the nonce of ${address}`, address),
      this.#about('eth_getBalance', `the balance of ${address}`, address),
      ...(code === undefined ? [this.#about('eth_getCode', `the code of ${address}`, address)] : []),
      ...slots.map((slot) => this.#about('eth_getStorageAt', `slot ${slot} of ${address}`, address, slot)),
    ])
    const again = {method: 'eth_getBlockByNumber', params: [this.#tag, false], what: `the block ${this.#at}`}
    const replies = await askAll(this.#rpc, [...also, ...requests, ...(requests.length > 0 ? [again] : [])])
    const others = replies.splice(0, also.length)
    if (requests.length === 0) return others
    this.#confirm(replies.pop())
    const answers = requests.map(({what}, index) => hexIn(this.#rpc, replies[index], what))
    const next = (): string => answers.shift() ?? '0x0'
    for (const {address, slots, code} of gaps) {
      const known = this.accounts.get(address)?.slots ?? new Map<string, bigint>()
      const [nonce, balance] = [BigInt(next()), BigInt(next())]
      this.accounts.set(address, {nonce, balance, code: code ?? next(), slots: known})
      for (const slot of slots) known.set(word(slot), BigInt(next()))
    }
    return others
  }

  #confirm(reply: RpcReply | undefined): void {
    const fields = (reply && 'result' in reply ? reply.result : undefined) as {hash?: unknown} | null | undefined
    const now = typeof fields?.hash === 'string' ? fields.hash.toLowerCase() : undefined
    if (now === undefined) throw unanswered(this.#rpc, reply, `the block ${this.#at}`)
    if (now === this.#header['hash']) return
    throw new PlimsollError(
      'RPC_REORGANISED',
      `block ${BigInt(this.#tag)} on ${this.#rpc.host} was replaced while it was read (${this.#header['hash'] ?? ''} became ${now}).`,
      {exit: EXIT.cannotTell, suggestions: ['Simulate again, or name an older block: --block NUMBER.']},
    )
  }
}

const word = (slot: string): string => `0x${BigInt(slot).toString(16).padStart(64, '0')}`
