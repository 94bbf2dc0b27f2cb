import {createEVM, type EVM, type EVMResult} from '@ethereumjs/evm'
import {SimpleStateManager} from '@ethereumjs/statemanager'
import {createAddressFromString, hexToBytes, type PrefixedHexString} from '@ethereumjs/util'
import {AbiCoder, getAddress, hexlify, Interface, type InterfaceAbi, type Result} from 'ethers'
import {readFileSync} from 'node:fs'

/** A compiled contract of a package, as hardhat writes it. */
export interface Artifact {
  readonly contractName: string
  readonly abi: InterfaceAbi
  readonly bytecode: string
  readonly deployedBytecode: string
  readonly linkReferences?: Readonly<
    Record<string, Readonly<Record<string, readonly {readonly start: number; readonly length: number}[]>>>
  >
}

/** Reads an artefact by its path below node_modules. */
export function artifact(path: string): Artifact {
  return JSON.parse(readFileSync(new URL(`../../node_modules/${path}`, import.meta.url), 'utf8')) as Artifact
}

/** An event as the chain has it. */
export interface Log {
  readonly address: string
  readonly topics: string[]
  readonly data: string
}

/** An account with everything in it. */
export interface AccountOnChain {
  readonly address: string
  readonly nonce: bigint
  readonly balance: bigint
  readonly code: string
  readonly storage: readonly (readonly [slot: string, value: Uint8Array])[]
}

/** A transaction that the contract refused, with what it gave back. */
export class Reverted extends Error {
  readonly data: string

  constructor(reason: string, data: string) {
    super(reason)
    this.data = data
  }
}

/** The account that sends whatever no test cares about. */
export const ANYONE = getAddress('0x00000000000000000000000000000000deadbeef')
const GAS = 100_000_000n
/** What the blocks have in common. */
const HEADER = {
  coinbase: createAddressFromString(`0x${'0'.repeat(40)}`),
  difficulty: 0n,
  prevRandao: new Uint8Array(32),
  gasLimit: GAS,
  baseFeePerGas: undefined,
  slotNumber: 0n,
  getBlobGasPrice: () => undefined,
}

const bytes = (hex: string): Uint8Array => hexToBytes(hex as PrefixedHexString)
const account = (address: string) => createAddressFromString(address.toLowerCase())

function reasonOf(data: string, fallback: string): string {
  if (!data.startsWith('0x08c379a0')) return data === '0x' ? fallback : data
  return String(AbiCoder.defaultAbiCoder().decode(['string'], `0x${data.slice(10)}`)[0])
}

/** A chain in memory with the id 1: no blocks, no fees; each call is a transaction of its own. */
export class Chain {
  readonly #evm: EVM
  readonly #state: SimpleStateManager
  #now = 0
  #block = 0

  private constructor(evm: EVM, state: SimpleStateManager) {
    this.#evm = evm
    this.#state = state
  }

  static async create(): Promise<Chain> {
    // Contracts of unoptimised builds exceed the size limit.
    const stateManager = new SimpleStateManager()
    return new Chain(await createEVM({allowUnlimitedContractSize: true, stateManager}), stateManager)
  }

  /** Deploys an artefact; `libraries` are the addresses that it links to, by name. */
  async deploy(
    {abi, bytecode, contractName, linkReferences = {}}: Artifact,
    args: readonly unknown[] = [],
    {from = ANYONE, libraries = {}}: {from?: string; libraries?: Readonly<Record<string, string>>} = {},
  ): Promise<Contract> {
    let code = bytecode
    for (const [name, places] of Object.values(linkReferences).flatMap((file) => Object.entries(file))) {
      const library = libraries[name]
      if (library === undefined) throw new Error(`${contractName} needs the library ${name}`)
      for (const {start, length} of places) {
        const at = 2 + 2 * start
        code = code.slice(0, at) + library.slice(2).toLowerCase() + code.slice(at + 2 * length)
      }
    }
    const {createdAddress} = await this.#run(from, undefined, code + new Interface(abi).encodeDeploy(args).slice(2))
    return this.at(String(createdAddress), abi)
  }

  /** A contract that stands at an address. */
  at(address: string, abi: InterfaceAbi): Contract {
    return new Contract(this, getAddress(address), new Interface(abi))
  }

  /** Sends a transaction. @throws Reverted */
  async send(from: string, to: string, data: string, value = 0n): Promise<{output: string; logs: Log[]}> {
    const {
      execResult: {returnValue, logs = []},
    } = await this.#run(from, to, data, value)
    return {
      output: hexlify(returnValue),
      logs: logs.map(([address, topics, body]) => ({
        address: getAddress(hexlify(address)),
        topics: topics.map((topic) => hexlify(topic)),
        data: hexlify(body),
      })),
    }
  }

  /** Unix seconds of the block that transactions are in. */
  get now(): number {
    return this.#now
  }

  /** Number of that block. */
  get block(): number {
    return this.#block
  }

  /** Lets time pass until a later block. */
  pass(seconds: number, blocks = 1): void {
    this.#now += seconds
    this.#block += blocks
  }

  async getCode(address: string): Promise<string> {
    return hexlify(await this.#state.getCode(account(address)))
  }

  /** Every account there is, with what it has written, by slot. */
  async *accounts(): AsyncGenerator<AccountOnChain> {
    for (const [address, held] of this.#state.accountStack.at(-1) ?? []) {
      if (held === undefined) continue
      const {nonce, balance} = held
      yield {address, nonce, balance, code: await this.getCode(address), storage: [...this.#storageOf(address)]}
    }
  }

  /** The accounts and slots that a call (or a creation) uses, as eth_createAccessList names them; nothing of it stays. */
  async accessList(
    from: string,
    to: string | undefined,
    data: string,
  ): Promise<{address: string; storageKeys: string[]}[]> {
    const {journal} = this.#evm
    await this.#state.checkpoint()
    await journal.cleanup()
    journal.startReportingAccessList()
    try {
      await this.#run(from, to, data)
    } catch (error) {
      if (!(error instanceof Reverted)) throw error
    } finally {
      await this.#state.revert()
    }
    const found = [...(journal.accessList ?? [])]
    return found.map(([address, slots]) => ({
      address: `0x${address}`,
      storageKeys: [...slots].map((slot) => `0x${slot}`),
    }))
  }

  async putCode(address: string, code: string): Promise<void> {
    await this.#state.putCode(account(address), bytes(code))
  }

  /** Puts a copy of a contract, code and storage, at another address. */
  async copy(from: string, to: string): Promise<void> {
    await this.putCode(to, await this.getCode(from))
    for (const [slot, value] of this.#storageOf(from)) {
      await this.#state.putStorage(account(to), bytes(slot), value)
    }
  }

  /** What a contract has written, by slot. */
  *#storageOf(address: string): Generator<[slot: string, value: Uint8Array]> {
    const prefix = `${account(address).toString()}_`
    for (const [key, value] of this.#state.storageStack.at(-1) ?? []) {
      if (key.startsWith(prefix)) yield [key.slice(prefix.length), value]
    }
  }

  async #run(from: string, to: string | undefined, data: string, value = 0n): Promise<EVMResult> {
    const sender = account(from)
    if (value > 0n) {
      const {balance = 0n} = (await this.#state.getAccount(sender)) ?? {}
      await this.#state.modifyAccountFields(sender, {balance: balance + value})
    }
    const result = await this.#evm.runCall({
      caller: sender,
      origin: sender,
      ...(to === undefined ? {} : {to: account(to)}),
      data: bytes(data),
      value,
      gasLimit: GAS,
      block: {header: {...HEADER, number: BigInt(this.#block), timestamp: BigInt(this.#now)}},
    })
    this.#state.originalStorageCache.clear()
    const {exceptionError, returnValue} = result.execResult
    if (exceptionError) {
      const output = hexlify(returnValue)
      throw new Reverted(reasonOf(output, exceptionError.error), output)
    }
    return result
  }
}

/** A contract on a chain, called by function name or signature. */
export class Contract {
  readonly #chain: Chain
  readonly address: string
  readonly interface: Interface

  constructor(chain: Chain, address: string, abi: Interface) {
    this.#chain = chain
    this.address = address
    this.interface = abi
  }

  /** Calls a function in a transaction; gives back its events. @throws Reverted */
  async send(name: string, args: readonly unknown[] = [], {from = ANYONE, value = 0n} = {}): Promise<Log[]> {
    const {logs} = await this.#chain.send(from, this.address, this.interface.encodeFunctionData(name, args), value)
    return logs
  }

  /** Calls a function for its result. @throws Reverted */
  async read(name: string, args: readonly unknown[] = []): Promise<Result> {
    const data = this.interface.encodeFunctionData(name, args)
    const {output} = await this.#chain.send(ANYONE, this.address, data)
    return this.interface.decodeFunctionResult(name, output)
  }
}
