/** What one step may do to a parameter. Texts as in the file, in the parameter's own kind of unit. */
export interface Limit {
  /** The parameter's id; the argument's name for a custom contract. */
  readonly parameter: string
  /** For a custom contract: the function whose argument it is, and the literals of the other arguments that it needs. */
  readonly function?: string
  readonly where?: Readonly<Record<string, unknown>>
  /** What people call it, where the parameter's name does not say it. */
  readonly title?: string
  readonly min?: string
  readonly max?: string
  readonly maxChange?: {readonly absolute: string} | {readonly relative: string}
  /** May not be changed at all. */
  readonly fixed?: true
  /** What a new value of zero means; allowed like any other value when absent. */
  readonly zero?: 'refused' | 'unlimited'
  /** The least time between two changes. */
  readonly minDelay?: string
}

/** What a proposal must bring along. */
export interface Evidence {
  readonly steps?: readonly string[]
  /** Acceptance criteria; the proposal's own must be at least as strict. */
  readonly accept?: Readonly<Record<string, string>>
}

/** Named guardrails for changes to governed parameters. */
export interface Policy {
  readonly name: string
  readonly title: string
  /** Where the limits come from. Without it the policy is a template, and its limits bind nobody. */
  readonly source?: string
  readonly notes?: readonly string[]
  readonly appliesTo: {
    readonly protocol: string
    readonly deployments?: readonly string[]
    readonly assets?: readonly string[]
  }
  readonly limits: readonly Limit[]
  readonly evidence?: Evidence
}
