import type {AbiValue, EncodingFlaw} from '../abi/decode.js'
import type {AbiFunction, AbiType} from '../abi/type.js'

export type Operation = 'call' | 'delegatecall'

/** One call as bytes: where it goes, what it carries. Addresses and data in lower case. */
export interface CallBytes {
  readonly operation: Operation
  /** Undefined where the bytes were given without their target. */
  readonly to: string | undefined
  readonly value: bigint
  readonly data: string
  /** The function's signature, where the caller gives it apart from the arguments (`data` has no selector then). */
  readonly signature?: string
}

/** How sure it is which function a call calls. */
export type Certainty =
  /** The target is known, and has this function. */
  | 'pinned'
  /** The transaction itself gives the signature, as Bravo's proposals do. */
  | 'stated'
  /** Only the first four bytes say so: another function may have the same. */
  | 'guess'

export interface DecodedArgument {
  readonly name: string
  readonly type: AbiType
  readonly value: AbiValue
}

export interface DecodedFunction {
  readonly name: string
  readonly signature: string
  readonly selector: string
  readonly certainty: Certainty
  readonly arguments: readonly DecodedArgument[]
}

/** A call, the function it calls, and the calls that this one makes in turn. */
export interface DecodedCall extends CallBytes {
  /** What stands at the target, where that is known. */
  readonly title: string | undefined
  readonly function: DecodedFunction | undefined
  /** Departures from the one canonical encoding. */
  readonly flaws: readonly EncodingFlaw[]
  /** Why the bytes, or a part of them, are not understood. */
  readonly problem: string | undefined
  readonly calls: readonly DecodedCall[]
}

/** Functions that the user pins to an address (lower case). */
export interface Pin {
  readonly title: string
  readonly functions: readonly AbiFunction[]
  /** A contract of the signature tables that it is. */
  readonly abi?: string
  /** Whether it hands calls on to the contract whose address stands behind the arguments: see `forwarded`. */
  readonly forwards?: boolean
}

export interface DecodeContext {
  readonly chainId: number | undefined
  readonly pins: ReadonlyMap<string, Pin>
}
