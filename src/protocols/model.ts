import type {Quantity} from '../units/quantity.js'
import type {Rational} from '../units/rational.js'

/** A JSON Schema (draft-07) fragment. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What one parameter does in a change: `to` a new value (from the current one), or `keep` the current one. Texts as in the file. */
export interface Setting {
  readonly from?: string
  readonly to?: string
  readonly keep?: string
}

/** One item of `changes:`, as the file has it and the schema allows it. */
export type Change = Readonly<Record<string, unknown>>

/** A contract that the proposal brings along under `contracts:`. */
export interface NamedContract {
  readonly address: string
  readonly abi?: readonly string[]
  /** Of a token or a vault. */
  readonly decimals?: number
}

/** The part of a proposal that a protocol needs; a loaded proposal is one of these. */
export interface ProtocolRequest {
  readonly protocol: {
    readonly name: string
    readonly chain: number | string
    readonly deployment?: string
    readonly through?: string
    readonly version?: string
    /** The token that a vault holds. */
    readonly underlying?: string
  }
  readonly contracts?: Readonly<Record<string, NamedContract>>
  readonly changes: readonly Change[]
}

/** One contract call, as the account that holds the authority makes it. */
export interface Call {
  /** Checksummed. */
  readonly to: string
  /** Wei. */
  readonly value: bigint
  /** 0x-prefixed, lower case. */
  readonly data: string
  /** What it does, in one line. */
  readonly title: string
}

/** What a parameter means to a risk model; `none` when it means nothing to it. */
export type Role =
  | 'cap'
  | 'collateralRatio'
  | 'initialMargin'
  | 'liquidationBonus'
  | 'liquidationThreshold'
  | 'loanToValue'
  | 'maintenanceMargin'
  | 'none'

export const ROLES: readonly Role[] = [
  'liquidationThreshold',
  'collateralRatio',
  'maintenanceMargin',
  'initialMargin',
  'liquidationBonus',
  'loanToValue',
  'cap',
  'none',
]

/** A value of a change that has a role, before and after; before is undefined when the file does not say it. */
export interface RiskValue {
  readonly subject: string
  readonly parameter: string
  readonly role: Role
  readonly before: Rational | undefined
  readonly after: Rational
  /** Where the setting stands in the file: a path of keys below the root. */
  readonly path: readonly (number | string)[]
}

/** One setting in the contract's own integers, whatever its role: what limits on a change are computed from. */
export interface GovernedValue {
  readonly subject: string
  readonly parameter: string
  readonly role: Role
  /** Where the setting stands in the file: a path of keys below the root. */
  readonly path: readonly (number | string)[]
  /** The call that it is an argument of, where the change names one. */
  readonly call?: {readonly function: string; readonly arguments: Readonly<Record<string, unknown>>}
  /** Undefined when the file does not say it. */
  readonly before: bigint | undefined
  readonly after: bigint
  /** False for a value that is kept. */
  readonly changes: boolean
  /** How many of the contract's integers make one. */
  readonly perOne: bigint
  /** Reads another text of the same kind (a limit), exactly. @throws UNITS_* */
  read(text: string): Rational
  /** Writes a value of this kind for people: `82.50%`, `1,800,000 WETH`. */
  show(value: Rational): string
}

/**
 * A plain statement about the chain after the transaction: "on this target, this parameter of this subject becomes this value".
 * Both roads end here: what the file says (claims) and what the bytes say (read) are compared as statements.
 */
export interface Statement {
  readonly chainId: number
  /** The contract that is called, checksummed. */
  readonly target: string
  /** Identity of what is changed (an asset's address, a market id, a function); lower case, never a display name. */
  readonly subjectId: string
  readonly parameter: string
  readonly value: Quantity
  /** "Aave v3 Ethereum: WETH liquidation threshold becomes 82.50%". */
  readonly text: string
}

/** The values that make sense for a parameter, in human terms, ends included, and how finely the contract counts. */
export interface ParameterRange {
  readonly min: Rational
  readonly max: Rational
  /** The contract holds whole multiples of this: 1/10000 for basis points. */
  readonly step: Rational
  /** What happens outside, or why nobody means it: a clause. */
  readonly why: string
}

/** What people and tools should know about one governed parameter. */
export interface ParameterInfo {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly kind: 'amount' | 'boolean' | 'duration' | 'number' | 'ratio' | 'text'
  readonly role: Role
  /** How the contract stores it, for people: `bps`, `whole tokens, 0 = no cap`. */
  readonly unit: string
  readonly range: ParameterRange
  /** What the contract takes, for people: `0% to 100%`. */
  readonly accepts: string
  readonly getter: string
  readonly event: string
  /** Set where a value of 0 takes the limit away instead of closing the door. */
  readonly zero?: 'unlimited'
}

/** Something wrong with a request that only the protocol knows, and where. */
export interface RequestProblem {
  readonly path: readonly (number | string)[]
  readonly message: string
}

/** An address that a protocol's address book names. */
export interface Landmark {
  readonly address: string
  readonly chainId: number
  /** "the PoolConfigurator of AaveV3Ethereum". */
  readonly title: string
  /** Whether it is an account that people act from, rather than a contract of the protocol. */
  readonly account: boolean
  /** Which repository or package names it: `github:owner/repository@commit:file`. */
  readonly source?: string
}

/** A deployment that a proposal may name. */
export interface Deployment {
  readonly name: string
  /** As `protocol.chain` names it. */
  readonly chain: number | string
  /** What `changes[].asset` may be there. */
  readonly assets: readonly string[]
}

/** Something that a change says of what it is about, beside its asset: one of these properties of its schema. */
export interface Detail {
  readonly names: readonly string[]
  /** Whether it may be left out; parameters that need it cannot be set then. */
  readonly optional: boolean
}

/** A contract that a proposal must bring along. */
export interface WantedContract {
  readonly name: string
  /** What it is, for questions. */
  readonly title: string
  /** Whether its entry says how many decimals its amounts have. */
  readonly decimals: boolean
}

/** What helps to write a proposal of a protocol by asking. */
export interface Drafting {
  /** None where each proposal brings its own along, under a name of its own on a chain that it says. */
  readonly deployments: readonly Deployment[]
  /** What a change of this asset says beside it, in the order in which to ask. */
  details?(asset: string): readonly Detail[]
  /** Contracts that a proposal about these assets must bring along and does not yet. */
  contracts?(request: ProtocolRequest, assets: readonly string[]): readonly WantedContract[]
  /** The parameters that can be changed this way, in the order in which to ask; its only change says what it is about. */
  settable(request: ProtocolRequest): readonly string[]
  /** What a change of these parameters must say too: set in the same call, or needed to judge it. */
  companions(parameters: readonly string[]): readonly string[]
  /** The account that makes such changes here, where it is known, and what it is. */
  account(request: ProtocolRequest): {readonly address: string; readonly title: string} | undefined
}

/** A protocol's public face; setting and reading bytes live apart (two roads). */
export interface ProtocolDefinition {
  readonly name: string
  readonly title: string
  /** Properties of `protocol:` beside `name` and `chain`, with `required`; an object schema. */
  readonly protocolSchema: JsonSchema
  /** Schema of one item of `changes:`. */
  readonly changeSchema: JsonSchema
  /** What `changeSchema` refers to, by names that no other protocol has. */
  readonly definitions?: JsonSchema
  readonly parameters: readonly ParameterInfo[]
  /** Absent where a proposal needs more than questions can ask for. */
  readonly drafting?: Drafting
  /** Asset names (as `changes[].asset` may have them) known for this request; undefined when any name is allowed. */
  assets(request: ProtocolRequest): readonly string[] | undefined
  /** The values with a role in this request, in file order. @throws UNITS_* with the setting's text in the message. */
  riskValues(request: ProtocolRequest): RiskValue[]
  /** Every setting in the contract's integers, in file order. @throws UNITS_* when one is not an integer there. */
  governedValues(request: ProtocolRequest): GovernedValue[]
  /** "Aave v3 Ethereum", for headings. */
  describe(request: ProtocolRequest): string
  /** What a change is about, as the contracts see it: two changes with one identity touch the same thing. */
  identity(change: Change, request: ProtocolRequest): string | undefined
  /** Parameters that one call sets together, so that a change of one needs the others too. */
  together?(request: ProtocolRequest): readonly (readonly string[])[]
  /** Why the way that the request takes is closed or not known. */
  routeProblem?(request: ProtocolRequest): RequestProblem | undefined
  /** Changes that the contract on the way refuses whatever its limits are. */
  refusals?(request: ProtocolRequest): RequestProblem[]
  /** The one account that can make the calls, where the protocol has one. */
  authority?(request: ProtocolRequest): Landmark | undefined
  /** Every address that the protocol's address book names. */
  landmarks?(): readonly Landmark[]
}

/** Proposal -> calls: the first road. */
export interface ProtocolSetter {
  readonly name: string
  /** @throws PlimsollError naming the field that cannot be encoded, and why. */
  calls(request: ProtocolRequest): Call[]
}

/** A call as decoded from a transaction, on its way to being understood. */
export interface RawCall {
  readonly chainId: number
  readonly to: string
  readonly value: bigint
  readonly data: string
}

/** Bytes -> statements, and file -> statements: the second road. */
export interface ProtocolReader {
  readonly name: string
  /** Whether one call may depend on another, so that people should hear when they stand in another order than the changes. */
  readonly callsMayDepend?: boolean
  /**
   * What one call says. Undefined when this protocol does not know the target or the function.
   * A call that it knows but whose bytes are not the one canonical encoding, or carry value, is a `problem`.
   */
  read(call: RawCall, request: ProtocolRequest): {statements: Statement[]; problems: string[]} | undefined
  /** What the proposal says must hold, from its own human values (never through on-chain units). */
  claims(request: ProtocolRequest): Statement[]
  /** Contracts that hand calls on to others, which the proposal itself names. */
  forwarders?(request: ProtocolRequest): readonly string[]
  /** What is wrong with the order of the calls, one clause each: an effect that the later ones undo or miss. */
  orderProblems?(calls: readonly RawCall[], request: ProtocolRequest): string[]
}

/** The value that a parameter of an asset has now. */
export interface CurrentValue {
  readonly asset: string
  readonly parameter: string
  readonly value: Quantity
  /** What a reader of the value must know. */
  readonly note?: string
}

/** A question to one contract: a call, and what its result says. */
export interface Query {
  /** Checksummed. */
  readonly to: string
  readonly data: string
  /** For messages: `getReserveCaps(WETH)`. */
  readonly title: string
  /** @throws GETTER_UNREADABLE when the bytes say nothing that can be. */
  readonly decode: (output: string) => CurrentValue[]
}

/** Chain -> current values: the reading side's view of what a proposal changes. */
export interface ProtocolGetters {
  readonly name: string
  /** @throws PlimsollError for a deployment or an asset that is not known. */
  queries(request: ProtocolRequest, assets: readonly string[]): Query[]
}
