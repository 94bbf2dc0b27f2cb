import type {FieldName, Scalar} from '../fields.js'

/** A hash that the transaction's own file says it has. It proves nothing, but a disagreement does. */
export interface Claim {
  readonly name: ClaimName
  /** Lower case. */
  readonly hash: string
}
export type ClaimName = 'descriptionHash' | 'domainHash' | 'messageHash' | 'operationId' | 'proposalId' | 'safeTxHash'

/** A signature as the file has it, with the owner it is said to be of. */
export interface GivenSignature {
  readonly owner?: string
  readonly signature: string
}

/** One call, as a file has it. Addresses and data in lower case. */
export interface GivenCall {
  readonly to: string
  readonly value: bigint
  readonly data: string
  readonly signature?: string
}

/** A Safe transaction; the fields that its format does not have are missing. */
export interface SafeInput {
  readonly kind: 'safe'
  /** `a Transaction Builder file`, for people. */
  readonly format: string
  readonly scalars: ReadonlyMap<FieldName, Scalar>
  /** Keys that stand twice: nobody knows which one counts. */
  readonly duplicates: readonly string[]
  /** Names of members that were not read. */
  readonly unread: readonly string[]
  readonly claims: readonly Claim[]
  readonly signatures: readonly GivenSignature[]
  /** The signatures in one blob, as `execTransaction` takes them. */
  readonly blob?: string
  readonly owners: readonly string[]
  readonly threshold?: number
  /** Transactions of other Safes that go with it: owners that approve it, or the one that it approves. */
  readonly related: readonly SafeInput[]
  /** What is wrong with the format itself. */
  readonly problems: readonly string[]
  /** The function that the file says `data` calls. */
  readonly saidFunction?: string
}

/** Calls without the account that makes them: raw calldata, or a list. */
export interface CallsInput {
  readonly kind: 'calls'
  readonly format: string
  /** `to` is missing where only calldata was given. */
  readonly calls: readonly (Omit<GivenCall, 'to'> & {readonly to?: string})[]
  readonly chainId?: bigint
  readonly safe?: string
  /** Which call of how many it is, where the others belong to it and are not there. */
  readonly part?: {readonly call: number; readonly of: number}
  readonly problems: readonly string[]
}

/** A governor's proposal by its fields. */
export interface GovernorInput {
  readonly kind: 'governor'
  readonly format: string
  readonly calls: readonly GivenCall[]
  readonly description?: string
  readonly descriptionHash?: string
  readonly governor?: string
  readonly claims: readonly Claim[]
  readonly problems: readonly string[]
}

export type TransactionInput = CallsInput | GovernorInput | SafeInput
