import type {Place} from '../errors.js'

/** A proposal that the schema accepts. Settings keep the texts that the user wrote. */
export interface Proposal {
  readonly plimsoll: 1
  readonly title: string
  readonly summary?: string
  readonly discussion?: string
  readonly protocol: {
    readonly name: string
    readonly chain: number | string
    readonly deployment?: string
    readonly through?: string
    readonly version?: string
  }
  readonly contracts?: Readonly<Record<string, {readonly address: string; readonly abi?: readonly string[]}>>
  readonly changes: readonly Readonly<Record<string, unknown>>[]
  readonly governance?: readonly {readonly venue: string; readonly [field: string]: unknown}[]
  readonly policy?: unknown
  readonly backtest?: BacktestRequest
  readonly require?: readonly string[]
}

export interface BacktestRequest {
  readonly prices: string | Readonly<Record<string, string>>
  readonly from?: string
  readonly to?: string
  readonly horizon: string
  readonly confidence: string
  readonly accept?: Readonly<Record<string, string>>
}

export type Path = readonly (number | string)[]

/** A proposal file that was read: its text, its meaning, and where each part of it stands. */
export interface LoadedProposal {
  readonly file: string
  readonly text: string
  /** sha256 of the file's bytes, hex. */
  readonly digest: string
  readonly proposal: Proposal
  /** The place of the value at a path (of the key, when `key` is set); the nearest ancestor's when the path is absent. */
  locate(path: Path, key?: boolean): Place
}
