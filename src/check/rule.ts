import type {Path} from '../proposal/model.js'
import type {ProtocolDefinition, ProtocolRequest, RiskValue} from '../protocols/model.js'
import type {Severity} from './finding.js'

/** What a rule may look at. Parts of the file that the schema refuses are left out, so rules see only well-formed settings. */
export interface RuleContext {
  readonly request: ProtocolRequest
  readonly definition: ProtocolDefinition
  /** The values that mean something to a risk model, in file order. */
  readonly values: readonly RiskValue[]
  /** Paths that the schema refused; what stood there counts as meant. */
  readonly refused: readonly Path[]
}

export interface Report {
  readonly path: Path
  /** Point at the key instead of its value. */
  readonly key?: boolean
  readonly message: string
  /** Where it is not the rule's own. */
  readonly severity?: Severity
}

/** One lint rule. `failing` and `passing` are whole proposal files: they are its tests and its documentation. */
export interface Rule {
  readonly id: string
  readonly severity: Severity
  /** One line: what it forbids. */
  readonly summary: string
  /** Why a reviewer would stop here. */
  readonly rationale: string
  readonly failing: string
  readonly passing: string
  check(context: RuleContext): Report[]
}
