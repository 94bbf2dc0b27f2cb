import type {Call} from '../protocols/model.js'

/** Versions of Safes from 1.3.0: their hashes are bound to the chain. */
export const CHAIN_BOUND_SAFE_VERSIONS = ['1.3.0', '1.4.1', '1.5.0'] as const
/** Every version of Safes that transactions are written for. */
export const SAFE_VERSIONS = ['1.0.0', '1.1.1', '1.2.0', ...CHAIN_BOUND_SAFE_VERSIONS] as const
export type SafeVersion = (typeof SAFE_VERSIONS)[number]

/** The plain fields of a Safe transaction, as `safe-transaction.json` has them. Integers beyond 2^53 are decimal strings. */
export interface SafeTransaction {
  readonly chainId: number
  readonly safe: string
  readonly version: string
  readonly to: string
  readonly value: string
  readonly data: string
  /** 0 call, 1 delegatecall. */
  readonly operation: number
  readonly safeTxGas: string
  readonly baseGas: string
  readonly gasPrice: string
  readonly gasToken: string
  readonly refundReceiver: string
  readonly nonce: number
}

/** The three hashes of a Safe transaction, in the order a Ledger shows the first two. */
export interface SafeHashes {
  readonly domainHash: string
  readonly messageHash: string
  readonly safeTxHash: string
}

/** A call that a venue carries; its function's signature where it is known, for governors that take selectors apart from data. */
export interface VenueCall extends Call {
  readonly signature?: string
}

/** One item of `governance:`; outermost first. */
export interface VenueItem {
  readonly venue: string
  readonly [field: string]: unknown
}

/** One file of the artefact folder. */
export interface Artefact {
  readonly name: string
  readonly content: string
}

/**
 * A bound on the time of a step: at a unix time, or some seconds after another step (`KEY#2`: after the third call of that
 * turn, where the calls are sent one by one), or in words what must have happened.
 */
export type Moment =
  | {readonly at: number}
  | {readonly after: string; readonly seconds?: number; readonly until?: string}
  | {readonly condition: string}

/** When something can be done: not before all of `opens`, not after any of `closes`. Empty: at any time. */
export interface Window {
  readonly opens: readonly Moment[]
  readonly closes: readonly Moment[]
}

/**
 * What the sender of a call must be at a contract: a holder of that role of OpenZeppelin's AccessControl, the account that its
 * `admin()` names, or somebody of whom it is enough to know that the contract itself may do it too.
 */
export interface Standing {
  readonly contract: string
  readonly as: 'EXECUTOR_ROLE' | 'PROPOSER_ROLE' | 'admin' | 'itself'
}

/** A question to a contract. */
export interface View {
  readonly to: string
  readonly data: string
}

/** What a contract holds under a number that the file gives. */
export interface Held extends View {
  /** `proposal 500 of the governor 0x...`. */
  readonly what: string
  /** Whether an answer says the proposal's own calls; undefined where nothing has that number. */
  readonly same: (output: string) => boolean | undefined
}

/** Calls that the account one venue outwards must make, together if it can. */
export interface Turn {
  /** What other entries refer to by `after`: the moment when these calls have been made. */
  readonly key: string
  readonly title: string
  readonly calls: readonly VenueCall[]
  /** What the account must be to make them: "a proposer of the timelock 0x...". */
  readonly role: string
  /** The same where a contract can be asked. */
  readonly standing?: Standing
  /** A view that answers 1 once they have been made, where a contract remembers that. */
  readonly already?: View
  readonly window: Window
  /** Of what these calls announce, by name: `operationId`. */
  readonly hashes?: Readonly<Record<string, string>>
  readonly notes?: readonly string[]
}

/** One transaction that somebody outside sends, or one act without a transaction (a vote). */
export interface Act {
  readonly key: string
  readonly title: string
  /** Index in `governance:` of the venue that asks for it; undefined for a call that no venue carries. */
  readonly venue?: number
  readonly sender: {readonly role: string; readonly address?: string}
  /** What a sender without an address must be, where a contract can be asked. */
  readonly standing?: Standing
  /** As a turn has it. */
  readonly already?: View
  /** What must stand behind the number by which this act executes. */
  readonly held?: Held
  /** A deployed contract whose code makes the proposal's calls here: the calls by themselves say nothing of it. */
  readonly runs?: string
  /** Where it is not the proposal's own chain. */
  readonly chainId?: number
  /** Undefined when there is none, or its bytes are not known beforehand: then `missing` says why. */
  readonly transaction?: {readonly to: string; readonly value: bigint; readonly data: string}
  readonly missing?: string
  readonly window: Window
  readonly hashes?: Readonly<Record<string, string>>
  readonly notes?: readonly string[]
  /** A vote on what was proposed in the entry of that key. */
  readonly ballot?: {readonly governor: string; readonly proposed: string}
  /** A call by the number that a governor gave what was proposed in the entry of that key. */
  readonly numbered?: {readonly governor: string; readonly proposed: string; readonly function: 'execute' | 'queue'}
  /** What the owners of a Safe sign; executing it is this act's transaction. */
  readonly safe?: {readonly transaction: SafeTransaction; readonly hashes: SafeHashes; readonly calls: readonly Call[]}
}

/** What a venue makes of one turn, in order: acts, and turns of the account one venue further outwards. */
export type Entry = {readonly turn: Turn} | {readonly act: Act}

/** Calls -> transactions of one kind of governance machinery: the first road. */
export interface VenueDefinition {
  readonly name: string
  readonly title: string
  /** What its identifier binds, what its contract refuses: sentences for the docs. */
  readonly about: readonly string[]
  /** Schema of the item's fields beside `venue`; an object schema with `properties` and `required`. */
  readonly schema: Readonly<Record<string, unknown>>
  /** Venues of an example, as a proposal may have them, outermost first; this one is among them. */
  readonly example: readonly VenueItem[]
  /** The account that makes the calls which this venue carries. @throws PlimsollError when the item does not say it */
  account(item: VenueItem): string
  /** The entry in which the turn's calls are made takes over the turn's key and window. */
  wrap(turn: Turn, item: VenueItem, context: VenueContext): readonly Entry[]
}

export interface VenueContext {
  readonly chainId: number
  /** Markdown that says the whole proposal: what a governor's description is. */
  readonly description: string
  /** Index of the item in `governance:`. */
  readonly index: number
  /** The account of the venue one further outwards; undefined for the outermost. */
  readonly outer: string | undefined
  /** Which turn of this venue this is, from 0, and how many it has. */
  readonly turn: number
  readonly turns: number
}

/** One line of `steps.json`, in the order in which things happen; integers as decimal strings. */
export interface Step {
  readonly step: number
  readonly title: string
  /** Name of the venue that asks for it, and its index in `governance:`; absent without venues. */
  readonly venue?: {readonly name: string; readonly index: number}
  readonly sender: {readonly role: string; readonly address?: string}
  readonly chainId: number
  readonly transaction?: {readonly to: string; readonly value: string; readonly data: string}
  readonly missing?: string
  readonly opens: readonly StepMoment[]
  readonly closes: readonly StepMoment[]
  readonly hashes: Readonly<Record<string, string>>
  readonly notes: readonly string[]
  /** Which call of how many it is, where the calls of one turn are sent one by one. */
  readonly part?: {readonly call: number; readonly of: number}
  /** The file of the folder that holds the Safe transaction to sign. */
  readonly safeTransaction?: string
}

/** A bound in time: `at` in unix seconds, or `seconds` after a step was mined; `text` says it for people. */
export interface StepMoment {
  readonly at?: number
  readonly afterStep?: number
  readonly seconds?: number
  readonly text: string
}
