import type {CriterionResult} from '../backtest/backtest.js'
import {EXIT} from '../errors.js'
import {judgeFundExhaustion} from '../insurance/simulation/criterion.js'
import type {FundStudy} from '../insurance/simulation/model.js'
import type {LoadedProposal} from '../proposal/model.js'

export interface FundReport extends FundStudy {
  readonly title: string
  readonly file: string
  /** sha256 of the proposal file. */
  readonly proposalDigest: string
  readonly version: string
  /** Where the proposal accepts by it. */
  readonly criterion?: CriterionResult
}

export function fundReport(
  {digest, file, proposal}: LoadedProposal,
  study: FundStudy,
  accept: string | undefined,
  version: string,
): FundReport {
  const criterion = accept === undefined ? undefined : judgeFundExhaustion(accept, study)
  return {title: proposal.title, file, proposalDigest: digest, version, ...study, ...(criterion && {criterion})}
}

export const FUND_EXIT: Readonly<Record<CriterionResult['status'], number>> = {
  met: EXIT.yes,
  missed: EXIT.no,
  'not judged': EXIT.cannotTell,
}
