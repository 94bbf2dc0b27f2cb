import {createCustomCommon, Hardfork, Mainnet} from '@ethereumjs/common'
import {createEVM, type EVM, type EVMResult} from '@ethereumjs/evm'
import {bytesToHex, createAddressFromString, hexToBytes, type PrefixedHexString} from '@ethereumjs/util'

import {gasOf, MOST_GAS} from './gas.js'
import type {BlockHeader} from './header.js'
import type {JournaledState} from './journaled-state.js'
import {knownError} from './known-errors.js'

export interface Message {
  readonly from: string
  readonly to: string
  /** Wei. */
  readonly value: bigint
  readonly data: string
}

/** An event, lower case. */
export interface Log {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

export interface Outcome {
  /** Why it failed; undefined when it did not. */
  readonly failure?: string
  readonly output: string
  readonly logs: readonly Log[]
  /** Of the transaction: with what its bytes cost, after refunds. */
  readonly gasUsed: bigint
}

/** Sends whatever anybody may send: an account with nothing in it. */
export const ANYBODY = '0x706c696d736f6c6c000000000000000000000001'

/** Seconds between blocks, for the numbers of later blocks. */
const BLOCK_SECONDS = 12n
/** Far above what a transaction may use: what is too much is said, rather than met by chance. */
const CALL_GAS = 1_000_000_000n
/** As much as a trial may use, and half of it before it is given up: less than that and the limit was never felt. */
const TRIAL_GAS = 2n * MOST_GAS
/** Precompiled contracts stand at 0x01 to 0x11 (Osaka: 0x100 too) and are warm from the start (EIP-2929). */
const PRECOMPILES = [...Array.from({length: 0x11}, (_, index) => index + 1), 0x100]
/** Error(string) of Solidity. */
const ERROR_STRING = '0x08c379a0'

const bytes = (hex: string): Uint8Array => hexToBytes(hex as PrefixedHexString)
const addressOf = (address: string) => createAddressFromString(address.toLowerCase())

/** A trial uses more gas than one may: what it reads may be guessed, and its loops without an end. */
export class TrialTooLong extends Error {}

/** A chain from one block on: transactions of any sender, one after another, and time that passes. */
export class Machine {
  readonly #evm: EVM
  readonly #state: JournaledState
  readonly #header: BlockHeader
  readonly #trial: boolean
  #number: bigint
  #now: bigint

  private constructor(evm: EVM, state: JournaledState, header: BlockHeader, trial: boolean) {
    this.#evm = evm
    this.#state = state
    this.#header = header
    this.#trial = trial
    this.#number = BigInt(header['number'] ?? 0)
    this.#now = BigInt(header['timestamp'] ?? 0)
  }

  /**
   * @param header of the block whose state it is; the machine begins in the block after it
   * @param options.trial whether what it is to do is given up, by TrialTooLong, once it uses much gas
   */
  static async create(
    state: JournaledState,
    chainId: number,
    header: BlockHeader,
    {trial = false}: {readonly trial?: boolean} = {},
  ): Promise<Machine> {
    const common = createCustomCommon({chainId}, Mainnet, {hardfork: Hardfork.Osaka})
    const evm = await createEVM({allowUnlimitedContractSize: true, common, stateManager: state})
    return new Machine(evm, state, header, trial)
  }

  /** Unix seconds of the block that the next transaction is in. */
  get now(): number {
    return Number(this.#now)
  }

  /** Lets blocks pass until a time; never back. */
  passUntil(seconds: number): void {
    const later = BigInt(Math.ceil(seconds)) - this.#now
    if (later <= 0n) return
    this.#number += (later + BLOCK_SECONDS - 1n) / BLOCK_SECONDS
    this.#now += later
  }

  /** Lets so many blocks pass. */
  passBlocks(blocks: bigint): void {
    this.#number += blocks
    this.#now += blocks * BLOCK_SECONDS
  }

  /** Does something while an account has other code; its own is put back. */
  async withCode<T>(address: string, code: string, something: () => Promise<T>): Promise<T> {
    const at = addressOf(address)
    const own = await this.#state.getCode(at)
    await this.#state.putCode(at, bytes(code))
    try {
      return await something()
    } finally {
      await this.#state.putCode(at, own)
    }
  }

  /** Sends a transaction, whoever its sender is: no signature and no nonce is asked for, and gas costs nothing. */
  async send(message: Message): Promise<Outcome> {
    const result = await this.#run(message)
    if (!result.execResult.exceptionError) await this.#bury(result)
    return outcomeOf(message, result)
  }

  /** What a call gives back; nothing that it does stays. */
  async call(message: Message): Promise<Outcome> {
    return this.attempt(async () => ({value: outcomeOf(message, await this.#run(message)), keep: false}))
  }

  /** Does something, and undoes all of it unless it is to be kept. */
  async attempt<T>(something: () => Promise<{readonly value: T; readonly keep: boolean}>): Promise<T> {
    const [number, now] = [this.#number, this.#now]
    await this.#state.checkpoint()
    const {value, keep} = await something()
    if (keep) await this.#state.commit()
    else {
      await this.#state.revert()
      this.#number = number
      this.#now = now
    }
    return value
  }

  /** Gives wei to an account, from nowhere. */
  async give(address: string, wei: bigint): Promise<void> {
    const {balance = 0n} = (await this.#state.getAccount(addressOf(address))) ?? {}
    await this.#state.modifyAccountFields(addressOf(address), {balance: balance + wei})
  }

  /** Writes a slot by force. */
  async write(address: string, slot: bigint, value: bigint): Promise<void> {
    const word = (number: bigint): Uint8Array => bytes(`0x${number.toString(16).padStart(64, '0')}`)
    await this.#state.putStorage(addressOf(address), word(slot), word(value))
    this.#state.originalStorageCache.clear()
  }

  async #run({from, to, value, data}: Message): Promise<EVMResult> {
    const coinbase = addressOf(this.#header['miner'] ?? `0x${'0'.repeat(40)}`)
    const {journal} = this.#evm
    const precompiles = PRECOMPILES.map((index) => `0x${index.toString(16).padStart(40, '0')}`)
    for (const address of [from, to, coinbase.toString(), ...precompiles])
      journal.addAlwaysWarmAddress(address.toLowerCase())
    try {
      const result = await this.#evm.runCall({
        caller: addressOf(from),
        origin: addressOf(from),
        to: addressOf(to),
        data: bytes(data),
        value,
        gasLimit: this.#trial ? TRIAL_GAS : CALL_GAS,
        block: {
          header: {
            number: this.#number,
            timestamp: this.#now,
            coinbase,
            difficulty: 0n,
            prevRandao: bytes(this.#header['mixHash'] ?? `0x${'0'.repeat(64)}`),
            gasLimit: BigInt(this.#header['gasLimit'] ?? 0),
            baseFeePerGas: BigInt(this.#header['baseFeePerGas'] ?? 0),
            slotNumber: 0n,
            getBlobGasPrice: () => undefined,
          },
        },
      })
      if (this.#trial && result.execResult.executionGasUsed > TRIAL_GAS / 2n) throw new TrialTooLong()
      return result
    } finally {
      // What is warm, and what slots had, is a matter of one transaction.
      await journal.cleanup()
      this.#state.originalStorageCache.clear()
    }
  }

  /** Contracts that destroyed themselves in the transaction that made them are gone after it (EIP-6780). */
  async #bury({execResult: {selfdestruct, createdAddresses}}: EVMResult): Promise<void> {
    for (const address of selfdestruct?.keys() ?? []) {
      if (createdAddresses?.has(address) === true) await this.#state.deleteAccount(addressOf(address))
    }
  }
}

function outcomeOf({data}: Message, {execResult}: EVMResult): Outcome {
  const {exceptionError, returnValue, logs = [], executionGasUsed, gasRefund = 0n} = execResult
  const output = bytesToHex(returnValue)
  return {
    ...(exceptionError ? {failure: reasonOf(output, exceptionError.error)} : {}),
    output,
    logs: logs.map(([address, topics, body]) => ({
      address: bytesToHex(address),
      topics: topics.map((topic) => bytesToHex(topic)),
      data: bytesToHex(body),
    })),
    gasUsed: gasOf(data, executionGasUsed, gasRefund),
  }
}

/** The text of a revert, as people read it: `reverts: 27`, `reverts with 0x649641c2: InvalidLtv()`. */
function reasonOf(output: string, error: string): string {
  if (error !== 'revert') return error
  if (output === '0x') return 'reverts without a reason'
  if (!output.startsWith(ERROR_STRING)) {
    const name = knownError(output)
    const bytes = output.length > 138 ? `${output.slice(0, 138)}...` : output
    return `reverts with ${bytes}${name === undefined ? '' : `: ${name}`}`
  }
  const length = Number.parseInt(output.slice(10 + 64, 10 + 128), 16)
  return `reverts: ${Buffer.from(output.slice(10 + 128, 10 + 128 + 2 * length), 'hex').toString('utf8')}`
}
