import {PlimsollError} from '../errors.js'
import {readTransactionFile} from '../governance/read/transaction/read-transaction.js'
import type {TransactionInput} from '../governance/read/transaction/model.js'
import type {Evidence} from '../proposal/evidence.js'
import type {LoadedProposal} from '../proposal/model.js'
import {parseSource} from '../proposal/parse.js'
import type {BundledFile} from '../verify/bundle.js'
import {builderProblems, withProblems} from '../verify/builder-files.js'
import {combined} from '../verify/combine.js'
import {withEvidenceOf} from '../verify/evidence.js'
import type {CodeFacts} from '../verify/library-code.js'
import type {VerifyResult} from '../verify/self-test.js'
import {together, type GivenTransaction} from '../verify/folder.js'
import {verifyTransaction} from '../verify/verify.js'
import {hashOf} from './flag-values.js'
import {expectDigest, loadProposal, validProposal} from './load-proposal.js'
import {readInput} from './read-input.js'
import {hintsOf, type TransactionFlags} from './transaction-flags.js'
import {besideIn, readTransactions, transactionTexts} from './transaction-file.js'

const MAX_BUNDLE = 16 * 1024 * 1024

/** The flags of `plimsoll verify`. */
export interface VerifyFlags extends TransactionFlags {
  readonly tx?: string
  readonly bundle?: string
  readonly expect?: string
  readonly 'expect-digest'?: string
  readonly 'self-test'?: boolean
  readonly 'save-bundle'?: string
  readonly nested?: string
  readonly evidence?: boolean
  readonly state?: string
  readonly 'block-hash'?: string
}

/** Reads what is to be verified, verifies it, and does what else the flags ask for. */
export async function runVerify(
  file: string | undefined,
  flags: VerifyFlags,
  context: {readonly now: number; readonly version: string; readonly dataDir: string},
): Promise<VerifyResult> {
  const {loaded, transactions, state} =
    flags.bundle === undefined ? await fromFiles(file, flags) : await fromBundle(flags.bundle)
  if (loaded) expectDigest(loaded, flags['expect-digest'])
  else if (flags.evidence) {
    throw new PlimsollError('VERIFY_NO_PROPOSAL', '--evidence is about a proposal: give its FILE.')
  }
  const codes = await codesOf(flags, state)
  const hints = {...(await hintsOf(flags, context.now)), ...(codes && {codes})}
  const expect = flags.expect === undefined ? undefined : hashOf('expect', flags.expect)
  // The curve's code takes longer to load than all the rest: only where somebody has signed.
  const signed = transactions.some(({input}) => hasSignatures(input))
  const recover = signed ? (await import('../verify/recover.js')).recover : undefined
  const requests = transactions.map(({name, input}) => ({
    name,
    request: {
      input,
      hints,
      ...(recover ? {recover} : {}),
      ...(loaded ? {proposal: loaded.proposal} : {}),
      ...(expect === undefined ? {} : {expect}),
    },
  }))
  const verdicts = requests.map(({name, request}) => ({
    name,
    verdict: verifyTransaction(request),
    claims: request.input.kind === 'calls' ? [] : request.input.claims,
  }))
  const beside = flags.tx === undefined ? [] : builderProblems(await besideIn(flags.tx))
  const judged = withProblems(combined(verdicts, loaded?.proposal, expect), beside)
  const verdict = loaded ? withEvidenceOf(judged, loaded, await evidenceAgain(loaded, flags, context)) : judged
  const selfTest = flags['self-test'] ? (await import('../verify/self-test.js')).selfTest : undefined
  const tests = selfTest ? requests.map(({request}) => selfTest(request)) : undefined
  const bundle = flags['save-bundle'] === undefined ? undefined : await saveGiven(flags, loaded, context.version)
  return {
    ...(loaded ? {file: loaded.file, digest: loaded.digest} : {}),
    ...verdict,
    ...(tests
      ? {
          selfTest: {
            mutants: tests.reduce((sum, {mutants}) => sum + mutants, 0),
            missed: tests.flatMap(({missed}) => missed),
          },
        }
      : {}),
    ...(bundle === undefined ? {} : {bundle}),
  }
}

/** Code that the chain state of the flag or of the bundle has, held against its proofs. */
async function codesOf(flags: VerifyFlags, state: BundledFile | undefined): Promise<CodeFacts | undefined> {
  const given = flags.state === undefined ? state : {file: flags.state}
  return given && (await import('./code-hashes.js')).codeFacts(given, flags['block-hash'])
}

/** The backtest is loaded where somebody asks for it: it is most of Plimsoll. */
async function evidenceAgain(
  loaded: LoadedProposal,
  {evidence}: VerifyFlags,
  {dataDir, version}: {readonly dataDir: string; readonly version: string},
): Promise<Evidence | PlimsollError | undefined> {
  if (!evidence) return undefined
  if (loaded.proposal.evidence === undefined) {
    return new PlimsollError(
      'EVIDENCE_NONE',
      'the proposal has no evidence line: `plimsoll backtest FILE --seal` writes it.',
    )
  }
  try {
    return await (await import('./seal-evidence.js')).gatherEvidence(loaded, dataDir, version)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}

/** Calldata of execTransaction carries them inside. */
function hasSignatures(input: TransactionInput): boolean {
  if (input.kind === 'safe') return input.blob !== undefined || input.signatures.length > 0
  return input.kind === 'calls' && input.calls.some(({data}) => data.startsWith('0x6a761202'))
}

interface Given {
  readonly loaded: LoadedProposal | undefined
  readonly transactions: readonly GivenTransaction[]
  /** The chain state of a bundle. */
  readonly state?: BundledFile
}

async function fromFiles(file: string | undefined, {tx, nested}: VerifyFlags): Promise<Given> {
  if (tx === undefined) {
    throw new PlimsollError('VERIFY_NO_TRANSACTION', 'there is no transaction to verify.', {
      suggestions: ['Give it with --tx: calldata, a file, or the folder that `encode` wrote.'],
    })
  }
  const [loaded, given, others] = await Promise.all([
    file === undefined ? undefined : loadProposal(file),
    readTransactions(tx),
    nested === undefined ? [] : readTransactions(nested),
  ])
  return {loaded, transactions: together(given, [...given, ...others])}
}

async function fromBundle(file: string): Promise<Given> {
  const {readBundle} = await import('../verify/bundle.js')
  const bundle = readBundle(new TextDecoder().decode(await readInput(file, MAX_BUNDLE)), file)
  const {name, text} = bundle.proposal
  const proposal = validProposal(parseSource(new TextEncoder().encode(text), name))
  const inputs = bundle.transactions.flatMap((transaction) => readTransactionFile(transaction.name, transaction.text))
  return {
    ...(bundle.state && {state: bundle.state}),
    loaded: proposal,
    transactions: together(inputs),
  }
}

async function saveGiven(
  {state, tx, 'save-bundle': where = '.'}: VerifyFlags,
  loaded: LoadedProposal | undefined,
  version: string,
): Promise<string> {
  if (!loaded || tx === undefined) {
    throw new PlimsollError('BUNDLE_INCOMPLETE', 'a bundle needs the proposal FILE and --tx.')
  }
  const {saveBundle} = await import('./save-bundle.js')
  return saveBundle(loaded, {state, transactions: await transactionTexts(tx)}, {version, where})
}
