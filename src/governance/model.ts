import type {Call} from '../protocols/model.js'

export const SAFE_VERSIONS = ['1.3.0', '1.4.1', '1.5.0'] as const
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

/** What a venue makes of the calls it must carry out. */
export interface VenueResult {
  /** The transactions of this venue, in order, with their identifiers. */
  readonly safeTransaction?: SafeTransaction
  readonly hashes?: SafeHashes
  /** What the next venue outwards has to do. */
  readonly calls: readonly Call[]
  readonly artefacts: readonly Artefact[]
}

/** Calls -> transactions of one kind of governance machinery: the first road. */
export interface VenueDefinition {
  readonly name: string
  readonly title: string
  /** Schema of the item's fields beside `venue`; an object schema with `properties` and `required`. */
  readonly schema: Readonly<Record<string, unknown>>
  wrap(calls: readonly Call[], item: VenueItem, context: VenueContext): VenueResult
}

export interface VenueContext {
  readonly chainId: number
  readonly title: string
  readonly summary: string
}
