import type {SafeHashes} from '../governance/model.js'
import type {Warning} from '../governance/read/calls.js'
import type {Pin} from '../governance/read/decode/model.js'
import type {SafeFields} from '../governance/read/fields.js'
import type {TransactionInput} from '../governance/read/transaction/model.js'
import type {Proposal} from '../proposal/model.js'
import type {CodeFacts} from './library-code.js'
import type {StatementResult} from './statements.js'

/** What identifies a transaction, by kind: of a Safe all three, of a governor or timelock its own. */
export interface Hashes extends Partial<SafeHashes> {
  readonly proposalId?: string
  readonly descriptionHash?: string
  readonly operationId?: string
}

/** Which edit explains that something is not what it should be. */
export interface Diagnosis {
  /** `nonce`, `chain`, `version`, `order`, `description`, `unit`, ... */
  readonly kind: string
  readonly message: string
}

/** One Safe of several, and what its owners see. */
export interface SignerView {
  readonly safe: string
  readonly version: string
  readonly nonce: string
  readonly hashes: SafeHashes
  /** What signing it does to the others: `approves 0x... of Safe 0x...`. */
  readonly role: string
}

/** Finds who signed. The curve's code is loaded only where there are signatures, so it is handed in. */
export type Recover = (
  payload: string,
  signature: {readonly r: `0x${string}`; readonly s: `0x${string}`; readonly yParity: number},
) => string | undefined

/** A recovered signature. */
export interface SignerFound {
  readonly signer: string | undefined
  readonly kind: 'approved hash' | 'contract' | 'eip-712' | 'eth_sign' | 'unreadable'
  /** Undefined where the owners are not known. */
  readonly isOwner: boolean | undefined
}

/** The answer to: does this transaction do what the proposal says, all of it, and nothing else? */
export interface Verdict {
  readonly verdict: 'CANNOT TELL' | 'MATCH' | 'MISMATCH'
  readonly statements: readonly StatementResult[]
  /** Of the transaction as given; undefined when one of its fields is missing or malformed. */
  readonly hashes: Hashes | undefined
  readonly warnings: readonly Warning[]
  /** Nothing is open but what stands behind a number on the chain, and the number is the proposal's. */
  readonly byNumber?: true
  /** Why it is not a MATCH; empty for a MATCH. */
  readonly reasons: readonly string[]
  readonly diagnosis: readonly Diagnosis[]
  /** The Safes that sign, where there is more than one. */
  readonly signers?: readonly SignerView[]
  readonly signatures?: readonly SignerFound[]
  /** What the verdict rests on beside the transaction itself: fields that were taken from elsewhere. */
  readonly notes: readonly string[]
}

/** What the user says about the transaction where its format does not. */
export interface Hints extends Partial<Pick<SafeFields, 'chainId' | 'nonce' | 'safe' | 'version'>> {
  /** Lower case. */
  readonly to?: string
  readonly value?: bigint
  readonly owners?: readonly string[]
  readonly threshold?: number
  readonly pins?: ReadonlyMap<string, Pin>
  /** Code of accounts on the chain, where a saved state was given. */
  readonly codes?: CodeFacts
  /** Unix seconds; without it nothing is said about times. */
  readonly now?: number
}

export interface VerifyRequest {
  readonly input: TransactionInput
  readonly proposal?: Proposal
  /** The hash that the transaction must have: its safeTxHash, or one of the others. */
  readonly expect?: string
  readonly hints?: Hints
  /** False where nobody will read why: looking for the edit that explains a hash takes a while. */
  readonly diagnose?: boolean
  /** Without it signatures are not looked at. */
  readonly recover?: Recover
}
