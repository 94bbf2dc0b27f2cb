import type {BacktestResult} from '../backtest/backtest.js'
import {PlimsollError} from '../errors.js'
import {digestWithoutEvidence, formatFigure, withEvidence, type Evidence} from '../proposal/evidence.js'
import type {BacktestRequest, LoadedProposal} from '../proposal/model.js'
import {parseSource} from '../proposal/parse.js'
import {readProposal} from '../check/read-proposal.js'
import {writeFileAtomic} from './atomic.js'
import {runBacktest, type BacktestRun} from './run-backtest.js'

/** Runs the proposal's own backtest, and says what its figures are and rest on. @throws EVIDENCE_NO_BACKTEST, what it throws */
export async function gatherEvidence(loaded: LoadedProposal, dataDir: string, version: string): Promise<Evidence> {
  const request = loaded.proposal.backtest
  if (!request) throw noBacktest(loaded.file)
  const run = await runBacktest(loaded, request, dataDir)
  return {...evidenceIn(request, run, version), proposal: digestWithoutEvidence(loaded.text)}
}

/** The evidence line that a file was given, and the file's sha256 since. */
export interface Sealed {
  readonly line: string
  readonly digest: string
}

/** Writes the evidence of a backtest into the proposal's file, as its last line. @throws EVIDENCE_* */
export async function sealEvidence(
  {file, proposal, text}: LoadedProposal,
  run: BacktestRun,
  version: string,
): Promise<Sealed> {
  if (!proposal.backtest) throw noBacktest(file)
  const sealed = withEvidence(text, evidenceIn(proposal.backtest, run, version))
  const bytes = new TextEncoder().encode(sealed.text)
  const reread = readProposal(parseSource(bytes, file)).proposal
  if (reread?.proposal.evidence !== sealed.line) {
    throw new PlimsollError('EVIDENCE_NO_PLACE', 'a line at the end of this file would not become `evidence:`.', {
      place: {file},
      suggestions: [`Write it where it belongs: evidence: "${sealed.line}"`],
    })
  }
  await writeFileAtomic(file, bytes)
  return {line: sealed.line, digest: reread.digest}
}

function noBacktest(file: string): PlimsollError {
  return new PlimsollError('EVIDENCE_NO_BACKTEST', 'the proposal asks for no backtest, so there is no evidence.', {
    place: {file},
    suggestions: ['Add `backtest:` to it.'],
  })
}

function evidenceIn(request: BacktestRequest, {judged, positions, series}: BacktestRun, version: string) {
  const {accept, book, fund} = request
  return {
    plimsoll: version,
    inputs: {
      ...Object.fromEntries([...series.values()].map(({id, digest}) => [id, digest])),
      ...(positions && {positions: positions.digest}),
    },
    seeds: {
      ...(book?.seed !== undefined && {book: book.seed}),
      // The study of the fund draws with 1 where the proposal does not say.
      ...(fund && accept?.fundExhaustion !== undefined && {fund: fund.seed ?? 1}),
    },
    figures: figuresOf(judged),
  }
}

/** Coverage as its worst lower bound, also where no criterion asks for it; the rest as the criteria read them. */
function figuresOf({coverage, criteria}: BacktestResult): Record<string, string> {
  const bounds = coverage.flatMap(({sides}) => sides.map(({after}) => after.bound.value))
  const judged = criteria.flatMap(({figure, name}) => (figure === undefined ? [] : [[name, figure] as const]))
  const all = [...(bounds.length > 0 ? [['coverage', Math.min(...bounds)] as const] : []), ...judged]
  return Object.fromEntries(all.map(([name, figure]) => [name, formatFigure(figure)]))
}
