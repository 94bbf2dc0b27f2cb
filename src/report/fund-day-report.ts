import {replayDay, type DayReplay} from '../insurance/simulation/replay-day.js'
import {fundSetup, type FundInput} from '../insurance/simulation/setup.js'
import type {LoadedProposal} from '../proposal/model.js'

/** One day of history on the stack of a proposal, before (where the file says it) and after its changes. */
export interface DayReport {
  readonly title: string
  readonly file: string
  /** sha256 of the proposal file. */
  readonly proposalDigest: string
  readonly version: string
  readonly asset: string
  readonly series: string
  readonly openInterest: number
  readonly sides: readonly DayReplay[]
  readonly assumptions: readonly string[]
}

/** @throws FUND_* when the question cannot be asked */
export function dayReport(
  {digest, file, proposal}: LoadedProposal,
  input: FundInput,
  date: string,
  version: string,
): DayReport {
  const setup = fundSetup(input)
  return {
    ...{title: proposal.title, file, proposalDigest: digest, version},
    asset: setup.asset,
    series: setup.series.id,
    openInterest: setup.column('after').book.openInterest,
    sides: setup.sides.map((side) => replayDay(setup, date, side)),
    assumptions: setup.assumptions,
  }
}
