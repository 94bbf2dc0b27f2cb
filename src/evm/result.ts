import type {Authenticity} from './chain-file.js'
import type {Simulation} from './simulate.js'

/** A simulation, and the state that it ran on. */
export interface SimulationResult {
  readonly file: string
  /** sha256 of the proposal file. */
  readonly digest: string
  readonly state: {
    readonly source: string
    readonly chainId: number
    readonly block: {readonly number: number; readonly hash: string; readonly timestamp: number}
    readonly authenticity: Authenticity
  }
  readonly simulation: Simulation
  /** The file that the chain state was saved to. */
  readonly saved?: string
}
