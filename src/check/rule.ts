import type {LoadedProposal, Path} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'
import type {PlimsollError} from '../errors.js'
import type {ProtocolDefinition, ProtocolRequest, RiskValue} from '../protocols/model.js'
import type {Severity} from './finding.js'
import type {Fix} from './fix.js'
import type {ReadSetting} from './settings.js'

/** What is known beside the file itself; the core has no clock and reads no other file by itself. */
export interface Surroundings {
  /** The day of the check, `2026-01-31`; rules about the future keep silent without it. */
  readonly today?: string
  /** Other proposals that are open at the same time. */
  readonly pending?: readonly LoadedProposal[]
}

/** What a rule about the file may look at, whatever is in it. */
export interface FileContext extends Surroundings {
  readonly source: SourceFile
  /** The file's value without the parts that the schema refuses: what is there is well-formed, but anything may be missing. */
  readonly value: unknown
  /** Paths that the schema refused; what stood there counts as meant. */
  readonly refused: readonly Path[]
}

/** What a rule about the changes may look at: the file names a protocol, a chain and at least one change. */
export interface RuleContext extends FileContext {
  readonly request: ProtocolRequest
  readonly definition: ProtocolDefinition
  /** The values that mean something to a risk model, in file order. */
  readonly values: readonly RiskValue[]
  /** Every setting, read, in file order. */
  readonly settings: readonly ReadSetting[]
  /** Settings that the protocol cannot read, and why. */
  readonly unread: readonly {readonly path: Path; readonly error: PlimsollError}[]
}

export interface Report {
  readonly path: Path
  /** Point at the key instead of its value. */
  readonly key?: boolean
  /** Point at this offset of the text instead of the path. */
  readonly offset?: number
  readonly message: string
  /** How to put it right without asking, where there is only one way. */
  readonly fix?: Fix
  /** Where it is not the rule's own. */
  readonly severity?: Severity
}

/** What people read about a rule. `failing` and `passing` are whole proposal files: they are its tests and its documentation. */
export interface RuleText {
  readonly id: string
  readonly severity: Severity
  /** One line: what it forbids. */
  readonly summary: string
  /** Why a reviewer would stop here. */
  readonly rationale: string
  readonly failing: string
  readonly passing: string
  /** Whether `--fix` puts its findings right, at least those that leave no choice. */
  readonly fixable?: boolean
  /** What the examples need to know beside themselves. */
  readonly world?: {readonly today?: string; readonly pending?: string}
}

/** One lint rule about what is changed. */
export interface Rule extends RuleText {
  check(context: RuleContext): Report[]
}

/** One lint rule about the file: it also runs where the changes cannot be made out. */
export interface FileRule extends RuleText {
  checkFile(context: FileContext): Report[]
}
