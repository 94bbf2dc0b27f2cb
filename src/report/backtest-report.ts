import type {BacktestResult} from '../backtest/backtest.js'
import {EXIT} from '../errors.js'
import type {LoadedProposal} from '../proposal/model.js'

export interface BacktestReport extends BacktestResult {
  readonly title: string
  readonly file: string
  /** sha256 of the proposal file. */
  readonly proposalDigest: string
  readonly version: string
  /** The evidence line that was written into the file, and the file's sha256 since. */
  readonly sealed?: {readonly line: string; readonly digest: string}
}

export function backtestReport(
  {digest, file, proposal}: LoadedProposal,
  result: BacktestResult,
  version: string,
): BacktestReport {
  return {title: proposal.title, file, proposalDigest: digest, version, ...result}
}

/** `missed` when a criterion is; `open` when one cannot be judged; `met` otherwise, also without any. */
export function backtestVerdict({criteria}: Pick<BacktestResult, 'criteria'>): 'met' | 'missed' | 'open' {
  if (criteria.some(({status}) => status === 'missed')) return 'missed'
  return criteria.some(({status}) => status === 'not judged') ? 'open' : 'met'
}

export const BACKTEST_EXIT = {met: EXIT.yes, missed: EXIT.no, open: EXIT.cannotTell} as const
