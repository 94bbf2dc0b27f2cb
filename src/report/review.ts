import {backtest, type BacktestResult, type CriterionResult} from '../backtest/backtest.js'
import type {BookInput} from '../backtest/book/study/study.js'
import type {Finding} from '../check/finding.js'
import {EXIT, formatPlace, PlimsollError} from '../errors.js'
import type {Artefact} from '../governance/model.js'
import {encodedFields, encodeProposal, type EncodedFields} from '../governance/encode.js'
import type {Series} from '../market/series.js'
import type {SimulationResult} from '../evm/result.js'
import type {LoadedProposal} from '../proposal/model.js'
import {STEPS} from '../proposal/schema.js'
import type {RiskValue} from '../protocols/model.js'
import {judgeFundExhaustion} from '../insurance/simulation/criterion.js'
import type {FundStudy} from '../insurance/simulation/model.js'
import {verifyFolder} from '../verify/folder.js'
import type {Verdict} from '../verify/verify.js'

export type StepName = (typeof STEPS)[number]

/** What one step of the pipeline says. `not run` is never counted as passed. */
export interface ReviewStep {
  readonly step: StepName
  readonly status: 'fail' | 'not run' | 'pass'
  readonly required: boolean
  /** One line: the result, or why there is none. */
  readonly summary: string
}

export interface ReviewResult {
  readonly verdict: 'CANNOT TELL' | 'FAIL' | 'PASS'
  readonly file: string
  /** sha256 of the proposal file. */
  readonly digest: string
  readonly title: string
  readonly version: string
  readonly steps: readonly ReviewStep[]
  readonly findings: readonly Finding[]
  readonly backtest?: BacktestResult
  readonly encoded?: EncodedFields
  readonly verification?: Verdict
  readonly simulated?: SimulationResult
}

/** Everything a review reads, already loaded. */
export interface ReviewInput {
  readonly loaded: LoadedProposal
  readonly findings: readonly Finding[]
  readonly values: readonly RiskValue[]
  /** Series by subject, or why they could not be loaded. */
  readonly series: PlimsollError | ReadonlyMap<string, Series>
  /** The book that `backtest.book` names, or why it could not be read; undefined when there is none to read. */
  readonly positions: BookInput['positions'] | PlimsollError
  /** The study that `accept.fundExhaustion` reads, or why there is none; undefined when nothing asks for one. */
  readonly fund: FundStudy | PlimsollError | undefined
  /** The simulation, or why there is none; undefined when nothing says where to simulate. */
  readonly simulation: PlimsollError | SimulationResult | undefined
  readonly version: string
}

type Outcome<T> = Omit<ReviewStep, 'required' | 'step'> & {readonly value?: T}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** Runs a step; an error of the user's becomes its summary, under the given status. */
function attempt<T>(failure: 'fail' | 'not run', run: () => Outcome<T>): Outcome<T> {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    const place = error.place ? `${formatPlace(error.place)}: ` : ''
    return {status: failure, summary: `${place}${error.message}`}
  }
}

function checkStep(findings: readonly Finding[]): Outcome<never> {
  const errors = findings.filter(({severity}) => severity === 'error').length
  const warnings = findings.length - errors
  if (findings.length === 0) return {status: 'pass', summary: 'no findings'}
  return {status: errors > 0 ? 'fail' : 'pass', summary: `${count(errors, 'error')}, ${count(warnings, 'warning')}`}
}

const told = ({name, text, status, detail}: CriterionResult): string => `${name} ${text} ${status}: ${detail}`

function backtestStep({fund, loaded, positions, values, series}: ReviewInput): Outcome<BacktestResult> {
  const request = loaded.proposal.backtest
  if (!request) return {status: 'not run', summary: 'the proposal has no `backtest:`'}
  return attempt('not run', () => {
    if (series instanceof PlimsollError) throw series
    if (positions instanceof PlimsollError) throw positions
    const value = backtest(request, values, series, positions, undefined, (text) => judgeFundExhaustion(text, fund))
    const missed = value.criteria.filter(({status}) => status === 'missed')
    const wrong = [...value.failures, ...missed.map(told)]
    if (wrong.length > 0) return {value, status: 'fail', summary: wrong.join('; ')}
    const unjudged = value.criteria.filter(({status}) => status === 'not judged')
    const open = [...unjudged.map(told), ...value.reasons]
    if (open.length > 0) return {value, status: 'not run', summary: open.join('; ')}
    const none = 'no acceptance criteria'
    return {value, status: 'pass', summary: value.criteria.length === 0 ? none : value.criteria.map(told).join('; ')}
  })
}

/** What was encoded, and the files that signers get. */
interface Encoding {
  readonly summary: EncodedFields
  readonly files: readonly Artefact[]
}

function encodeStep({loaded}: ReviewInput): Outcome<Encoding> {
  return attempt('fail', () => {
    const encoded = encodeProposal(loaded.proposal, loaded)
    const summary = encodedFields(encoded)
    const {calls, safeTransaction: safe} = summary
    const venues = (loaded.proposal.governance ?? []).map(({venue}) => venue)
    const named = venues.length > 0 ? `through ${venues.join(', ')}` : 'no venue named'
    const through = safe ? `Safe ${safe.version} ${safe.safe}, nonce ${safe.nonce}` : named
    return {
      status: 'pass',
      summary: `${count(calls.length, 'call')}; ${through}`,
      value: {summary, files: encoded.artefacts},
    }
  })
}

function verifyStep({loaded}: ReviewInput, files: readonly Artefact[] | undefined): Outcome<Verdict> {
  if (files === undefined) return {status: 'not run', summary: 'nothing was encoded'}
  return attempt('not run', () => {
    const value = verifyFolder(loaded.proposal, files)
    if (value === undefined) return {status: 'not run', summary: 'no step has bytes that are known'}
    const said = value.verdict === 'MATCH' ? `MATCH: ${count(value.statements.length, 'statement')}, nothing else` : ''
    const status = value.verdict === 'MATCH' ? 'pass' : value.verdict === 'MISMATCH' ? 'fail' : 'not run'
    return {value, status, summary: said || `${value.verdict}: ${value.reasons.join('; ')}`}
  })
}

const SIMULATION_STATUS = {'AS SAID': 'pass', 'NOT AS SAID': 'fail', 'CANNOT TELL': 'not run'} as const

function simulateStep({simulation}: ReviewInput): Outcome<SimulationResult> {
  if (simulation === undefined) return {status: 'not run', summary: 'not simulated: no --rpc or --state'}
  return attempt('not run', () => {
    if (simulation instanceof PlimsollError) throw simulation
    const {simulation: found, state} = simulation
    const {verdict, values, reasons} = found
    const said = verdict === 'AS SAID' ? `${count(values.length, 'value')} after execution as the proposal says` : ''
    const trust = `block ${state.block.number} of ${state.source}, ${state.authenticity.text}`
    return {
      value: simulation,
      status: SIMULATION_STATUS[verdict],
      summary: `${said || `${verdict}: ${reasons.join('; ')}`} (${trust})`,
    }
  })
}

/** The whole pipeline over one proposal: each step's answer, and one verdict. */
export function review(input: ReviewInput): ReviewResult {
  const {loaded, findings, version} = input
  const tested = backtestStep(input)
  const encoded = encodeStep(input)
  const verified = verifyStep(input, encoded.value?.files)
  const simulated = simulateStep(input)
  const checked = checkStep(findings)
  const outcomes = {check: checked, backtest: tested, encode: encoded, verify: verified, simulate: simulated}
  const required = new Set(loaded.proposal.require)
  const steps = STEPS.map((step): ReviewStep => {
    const {status, summary} = outcomes[step]
    // A stated criterion that nobody judged leaves the question open even where the step is not required.
    const owed = step === 'backtest' && Object.keys(loaded.proposal.backtest?.accept ?? {}).length > 0
    return {step, status, summary, required: required.has(step) || owed}
  })
  return {
    verdict: verdictOf(steps),
    file: loaded.file,
    digest: loaded.digest,
    title: loaded.proposal.title,
    version,
    steps,
    findings,
    ...(tested.value ? {backtest: tested.value} : {}),
    ...(encoded.value ? {encoded: encoded.value.summary} : {}),
    ...(verified.value ? {verification: verified.value} : {}),
    ...(simulated.value ? {simulated: simulated.value} : {}),
  }
}

/** FAIL when a step says no; CANNOT TELL when a step that is required did not run; PASS otherwise. */
function verdictOf(steps: readonly ReviewStep[]): ReviewResult['verdict'] {
  if (steps.some(({status}) => status === 'fail')) return 'FAIL'
  return steps.some(({status, required}) => required && status === 'not run') ? 'CANNOT TELL' : 'PASS'
}

export const REVIEW_EXIT = {PASS: EXIT.yes, FAIL: EXIT.no, 'CANNOT TELL': EXIT.cannotTell} as const
