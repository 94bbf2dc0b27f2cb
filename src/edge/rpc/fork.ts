import {EXIT, PlimsollError} from '../../errors.js'
import {nodeSimulation, simulationParams, type NodeSimulation} from '../../evm/cross-check.js'
import {headerHash, headerOf, type BlockHeader} from '../../evm/header.js'
import type {Needs} from '../../evm/needs.js'
import {approvalSlot, decodeNumber, decodeOwners, GUARD_SLOT, SAFE_VIEWS, signersOf} from '../../evm/safe-execution.js'
import type {ChainSource, SourceAccount} from '../../evm/source.js'
import {chainName} from '../../protocols/chains.js'
import {parseEndpoint} from './endpoint.js'
import {BatchRefused, JsonRpc, type RpcOptions, type RpcReply, type RpcRequest} from './json-rpc.js'

/** How many questions go into one request. */
const TOGETHER = 100

interface Known extends SourceAccount {
  readonly slots: Map<string, bigint>
}

/**
 * A chain at one block of a node, as a source for simulations: fetched beforehand in few requests where it is known what will be
 * needed, one by one where it turns up.
 */
export class Fork implements ChainSource {
  readonly host: string
  readonly header: BlockHeader
  /** The node's own simulation of what was to be simulated; undefined where it makes none. */
  simulation: NodeSimulation | undefined
  readonly #rpc: JsonRpc
  readonly #known = new Map<string, Known>()
  readonly #nodes = new Set<string>()
  /** Whether the node proves what it says, and the header is one whose hash is known here. */
  #proves: boolean

  private constructor(rpc: JsonRpc, header: BlockHeader) {
    this.#rpc = rpc
    this.host = rpc.host
    this.header = header
    this.#proves = headerHash(header) === header['hash']
  }

  /** Pins a block: the given one, or the latest there is. @throws RPC_WRONG_CHAIN, RPC_CALL and what asking throws */
  static async open(
    url: string,
    chainId: number,
    {block, ...options}: Partial<RpcOptions> & {block?: number | undefined} = {},
  ): Promise<Fork> {
    const rpc = new JsonRpc(parseEndpoint(url), options)
    const tag = block === undefined ? 'latest' : `0x${block.toString(16)}`
    const what = block === undefined ? 'the latest block' : `block ${block}`
    const [id, found] = await askAll(rpc, [
      {method: 'eth_chainId', params: [], what: 'the chain id'},
      {method: 'eth_getBlockByNumber', params: [tag, false], what},
    ])
    const there = Number(BigInt(hexIn(rpc, id, 'the chain id')))
    if (there !== chainId) {
      throw new PlimsollError(
        'RPC_WRONG_CHAIN',
        `${rpc.host} is a node of ${chainName(there)} (id ${there}), but the proposal is for ${chainName(chainId)} (id ${chainId}).`,
        {suggestions: [`Name a node of ${chainName(chainId)}.`]},
      )
    }
    const fields = found && 'result' in found ? found.result : undefined
    if (typeof fields !== 'object' || fields === null) throw failed(rpc, found, what)
    const header = headerOf(fields as Record<string, unknown>)
    for (const name of ['number', 'timestamp', 'gasLimit', 'hash', 'stateRoot'])
      if (!/^0x[\da-f]+$/.test(header[name] ?? '')) throw failed(rpc, undefined, `the ${name} of ${what}`)
    return new Fork(rpc, header)
  }

  /** Nodes of the tries that prove what was fetched; none where the node gives none. */
  get proofs(): Iterable<string> {
    return this.#proves ? this.#nodes : []
  }

  /**
   * Fetches what a simulation will most likely touch, in two requests: access lists, and the node's own simulation with
   * them; then accounts and slots with proofs.
   */
  async prefetch({messages, accounts, simulated, safes}: Needs): Promise<void> {
    const lists = messages.map(({from, to, value, data}): RpcRequest => ({
      method: 'eth_createAccessList',
      params: [{from, to, data, ...(value > 0n ? {value: `0x${value.toString(16)}`} : {})}, this.#tag],
      what: `the access list of a call of ${to}`,
    }))
    const views = safes.flatMap(({address}) =>
      [SAFE_VIEWS.owners, SAFE_VIEWS.threshold].map((data): RpcRequest => ({
        method: 'eth_call',
        params: [{to: address, data}, this.#tag],
        what: `the owners of the Safe ${address}`,
      })),
    )
    const own: RpcRequest[] =
      simulated.length === 0
        ? []
        : [{method: 'eth_simulateV1', params: simulationParams(this.header, simulated), what: 'a simulation'}]
    const replies = await askAll(this.#rpc, [...lists, ...views, ...own])
    const answer = own.length === 0 ? undefined : replies.at(-1)
    this.simulation = answer && 'result' in answer ? nodeSimulation(answer.result, this.header, simulated) : undefined
    const wanted = new Map<string, Set<string>>(accounts.map((name) => [name, new Set()]))
    const want = (address: string, ...slots: string[]): void => {
      const known = wanted.get(address.toLowerCase())
      if (known) for (const slot of slots) known.add(slot)
      else wanted.set(address.toLowerCase(), new Set(slots))
    }
    for (const reply of replies.slice(0, lists.length)) {
      for (const {address, storageKeys} of accessListIn(reply)) want(address, ...storageKeys)
    }
    for (const [index, {address, hash}] of safes.entries()) {
      const [owners, threshold] = replies.slice(lists.length + 2 * index, lists.length + 2 * index + 2).map(textIn)
      const all = safely(() => decodeOwners(owners ?? '').map((owner) => owner.toLowerCase())) ?? []
      for (const owner of safely(() => signersOf(all, decodeNumber(threshold ?? ''))) ?? []) want(owner)
      want(address, GUARD_SLOT, ...all.map((owner) => approvalSlot(owner, hash)))
    }
    await this.#fetch([...wanted].map(([address, slots]) => [address, [...slots]]))
  }

  async account(address: string): Promise<SourceAccount> {
    return this.#known.get(address) ?? (await this.#fetchOne(address))
  }

  async slot(address: string, slot: string): Promise<bigint> {
    const known = this.#known.get(address)?.slots.get(slot)
    if (known !== undefined) return known
    return (await this.#fetchOne(address, slot)).slots.get(slot) ?? 0n
  }

  get #tag(): string {
    return this.header['number'] ?? 'latest'
  }

  async #fetchOne(address: string, ...slots: string[]): Promise<Known> {
    await this.#fetch([[address, slots]])
    const known = this.#known.get(address)
    if (!known) throw failed(this.#rpc, undefined, `the account ${address}`)
    return known
  }

  async #fetch(wanted: readonly (readonly [address: string, slots: readonly string[]])[]): Promise<void> {
    if (!this.#proves) {
      await this.#fetchPlainly(wanted)
      return
    }
    const at = `at block ${BigInt(this.#tag)}`
    const replies = await askAll(
      this.#rpc,
      wanted.flatMap(([address, slots]): RpcRequest[] => [
        {method: 'eth_getProof', params: [address, slots, this.#tag], what: `the proof of ${address} ${at}`},
        {method: 'eth_getCode', params: [address, this.#tag], what: `the code of ${address} ${at}`},
      ]),
    )
    if (replies.some((reply, index) => index % 2 === 0 && 'error' in reply)) {
      this.#proves = false
      await this.#fetchPlainly(wanted)
      return
    }
    for (const [index, [address]] of wanted.entries()) {
      const code = hexIn(this.#rpc, replies[2 * index + 1], `the code of ${address}`)
      this.#learn(address, code, replies[2 * index])
    }
  }

  #learn(address: string, code: string, reply: RpcReply | undefined): void {
    const proof = reply && 'result' in reply ? (reply.result as Partial<ProofReply> | null) : undefined
    const {nonce, balance, accountProof, storageProof} = proof ?? {}
    if (nonce === undefined || balance === undefined || !accountProof || !storageProof)
      throw failed(this.#rpc, undefined, `the proof of ${address}`)
    for (const node of [...accountProof, ...storageProof.flatMap((each) => each.proof)])
      this.#nodes.add(node.toLowerCase())
    const slots = this.#known.get(address)?.slots ?? new Map<string, bigint>()
    for (const {key, value} of storageProof) slots.set(word(key), BigInt(value))
    this.#known.set(address, {nonce: BigInt(nonce), balance: BigInt(balance), code, slots})
  }

  async #fetchPlainly(wanted: readonly (readonly [address: string, slots: readonly string[]])[]): Promise<void> {
    const ask = (method: string, what: string, ...params: string[]): RpcRequest => ({
      method,
      params: [...params, this.#tag],
      what: `${what} at block ${BigInt(this.#tag)}`,
    })
    const requests = wanted.flatMap(([address, slots]) => [
      ask('eth_getTransactionCount', `the nonce of ${address}`, address),
      ask('eth_getBalance', `the balance of ${address}`, address),
      ask('eth_getCode', `the code of ${address}`, address),
      ...slots.map((slot) => ask('eth_getStorageAt', `slot ${slot} of ${address}`, address, slot)),
    ])
    const replies = await askAll(this.#rpc, requests)
    const answers = requests.map(({what}, index) => hexIn(this.#rpc, replies[index], what))
    let at = 0
    for (const [address, slots] of wanted) {
      const [nonce = '0x0', balance = '0x0', code = '0x'] = answers.slice(at, at + 3)
      const known = this.#known.get(address)?.slots ?? new Map<string, bigint>()
      for (const [index, slot] of slots.entries()) known.set(word(slot), BigInt(answers[at + 3 + index] ?? 0))
      this.#known.set(address, {nonce: BigInt(nonce), balance: BigInt(balance), code, slots: known})
      at += 3 + slots.length
    }
  }
}

/** What eth_getProof answers (EIP-1186). */
interface ProofReply {
  readonly nonce: string
  readonly balance: string
  readonly accountProof: readonly string[]
  readonly storageProof: readonly {readonly key: string; readonly value: string; readonly proof: readonly string[]}[]
}

const word = (slot: string): string => `0x${BigInt(slot).toString(16).padStart(64, '0')}`

/** Asks in as few requests as the node lets. */
async function askAll(rpc: JsonRpc, requests: readonly RpcRequest[]): Promise<RpcReply[]> {
  const replies: RpcReply[] = []
  for (let start = 0; start < requests.length; start += TOGETHER) {
    const some = requests.slice(start, start + TOGETHER)
    try {
      replies.push(...(await rpc.askTogether(some)))
    } catch (error) {
      if (!(error instanceof BatchRefused)) throw error
      for (const request of some) replies.push(await rpc.ask(request))
    }
  }
  return replies
}

const textIn = (reply: RpcReply): string =>
  'result' in reply && typeof reply.result === 'string' ? reply.result.toLowerCase() : '0x'

function hexIn(rpc: JsonRpc, reply: RpcReply | undefined, what: string): string {
  if (reply && 'result' in reply && typeof reply.result === 'string' && /^0x[\da-f]*$/i.test(reply.result))
    return reply.result.toLowerCase()
  throw failed(rpc, reply, what)
}

/** Empty where the node makes no access lists: what it would have named is then fetched when it turns up. */
function accessListIn(reply: RpcReply): readonly {address: string; storageKeys: string[]}[] {
  if (!('result' in reply)) return []
  const {accessList} = (reply.result ?? {}) as {accessList?: {address: string; storageKeys: string[]}[]}
  return accessList ?? []
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function failed(rpc: JsonRpc, reply: RpcReply | undefined, what: string): PlimsollError {
  const why = reply && 'error' in reply ? rpc.clean(reply.error.message) : 'the answer is none'
  return new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: ${why}.`, {exit: EXIT.cannotTell})
}
