import path from 'node:path'

import {backtest, seriesNames, type BacktestResult} from '../backtest/backtest.js'
import type {BookInput} from '../backtest/book/study/study.js'
import {judgeFundExhaustion} from '../insurance/simulation/criterion.js'
import type {Series} from '../market/series.js'
import type {BacktestRequest, LoadedProposal} from '../proposal/model.js'
import {protocolNamed} from '../protocols/registry.js'
import {fundAsked} from './fund/study-fund.js'
import {loadBook, type BookFlags} from './load-book.js'
import {loadNamedSeries} from './series-store.js'
import {rolledStarts} from './workers/rolled-starts.js'

/** A backtest, and what was read for it. */
export interface BacktestRun {
  readonly judged: BacktestResult
  readonly series: ReadonlyMap<string, Series>
  readonly positions: BookInput['positions']
}

/** Reads what a backtest needs, and runs it. @throws what reading and backtesting throw */
export async function runBacktest(
  {file, proposal}: LoadedProposal,
  request: BacktestRequest,
  dataDir: string,
  flags: BookFlags & {readonly workers?: number | undefined} = {},
): Promise<BacktestRun> {
  const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
  const positions = await loadBook(request, values, flags)
  const series = await loadNamedSeries(seriesNames(request, values), dataDir, path.dirname(file))
  if (series instanceof Error) throw series
  const book = {request, series, values, ...(positions && {positions})}
  const rolled = await rolledStarts(book, flags.workers)
  const fund = await fundAsked(request, values, series, positions)
  const judged = backtest(request, values, series, positions, rolled, (text) => judgeFundExhaustion(text, fund))
  return {judged, series, positions}
}
