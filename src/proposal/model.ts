import type {Place} from '../errors.js'
import type {ProposalFile} from '../generated/proposal.js'

type Frozen<T> = T extends (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? {readonly [Key in keyof T]: Frozen<T[Key]>}
    : T

/** A proposal that the schema accepts (its type is generated from it). Settings keep the texts that the user wrote. */
export type Proposal = Frozen<ProposalFile>

export type BacktestRequest = NonNullable<Proposal['backtest']>

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
