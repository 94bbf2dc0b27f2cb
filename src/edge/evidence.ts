import path from 'node:path'

import {seriesNames} from '../backtest/backtest.js'
import {EXIT, PlimsollError} from '../errors.js'
import type {Evidence} from '../governance/lock.js'
import {digestWithoutEvidence, readEvidence} from '../proposal/evidence.js'
import type {LoadedProposal} from '../proposal/model.js'
import {protocolNamed} from '../protocols/registry.js'
import {tryLoadBook} from './load-book.js'
import {loadNamedSeries} from './series-store.js'

/** Digests of what the proposal's backtest reads; what cannot be read is said in its place. Undefined without `backtest:`. */
export async function evidenceOf({proposal, file}: LoadedProposal, dataDir: string): Promise<Evidence | undefined> {
  const request = proposal.backtest
  if (!request) return undefined
  const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
  const series = await loadNamedSeries(seriesNames(request, values), dataDir, path.dirname(file))
  const book = await tryLoadBook(request, values)
  return {
    ...(series instanceof PlimsollError
      ? {unread: series.message}
      : {series: Object.fromEntries([...series.values()].map(({id, digest}) => [id, digest]))}),
    ...(book instanceof PlimsollError ? {unread: book.message} : book ? {positions: book.digest} : {}),
  }
}

/** An evidence line is published with the calldata: one that is of another text must not be. @throws EVIDENCE_STALE (exit 1) */
export function refuseStaleEvidence(loaded: LoadedProposal): void {
  const {file, proposal, text} = loaded
  if (proposal.evidence === undefined) return
  const stated = readEvidence(proposal.evidence)
  if (stated && digestWithoutEvidence(text).startsWith(stated.proposal)) return
  throw new PlimsollError('EVIDENCE_STALE', 'the proposal was changed after its evidence line was written.', {
    place: loaded.locate(['evidence']),
    exit: EXIT.no,
    suggestions: [`Write it anew: plimsoll backtest ${file} --seal; or take the line out.`],
  })
}
