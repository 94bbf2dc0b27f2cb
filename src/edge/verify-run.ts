import path from 'node:path'
import {readFile} from 'node:fs/promises'

import {writeFileAtomic} from './atomic.js'
import {checkSource} from '../check/check.js'
import {PlimsollError} from '../errors.js'
import {readTransaction} from '../governance/read/transaction/read-transaction.js'
import type {TransactionInput} from '../governance/read/transaction/model.js'
import type {LoadedProposal} from '../proposal/model.js'
import {parseSource} from '../proposal/parse.js'
import {combined} from '../verify/combine.js'
import type {VerifyResult} from '../verify/self-test.js'
import {verifyTransaction} from '../verify/verify.js'
import {hashOf} from './flag-values.js'
import {expectDigest, loadProposal, validProposal} from './load-proposal.js'
import {readInput} from './read-input.js'
import {hintsOf, type TransactionFlags} from './transaction-flags.js'
import {readTransactions, withOthers, type GivenTransaction} from './transaction-file.js'

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
}

/** Reads what is to be verified, verifies it, and does what else the flags ask for. */
export async function runVerify(
  file: string | undefined,
  flags: VerifyFlags,
  context: {readonly now: number; readonly version: string},
): Promise<VerifyResult> {
  const {loaded, transactions} =
    flags.bundle === undefined ? await fromFiles(file, flags) : await fromBundle(flags.bundle)
  if (loaded) expectDigest(loaded, flags['expect-digest'])
  const hints = await hintsOf(flags, context.now)
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
  const verdict = combined(verdicts, loaded?.proposal, expect)
  const selfTest = flags['self-test'] ? (await import('../verify/self-test.js')).selfTest : undefined
  const tests = selfTest ? requests.map(({request}) => selfTest(request)) : undefined
  const bundle = flags['save-bundle'] === undefined ? undefined : await saveBundle(flags, loaded, context.version)
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

/** Calldata of execTransaction carries them inside. */
function hasSignatures(input: TransactionInput): boolean {
  if (input.kind === 'safe') return input.blob !== undefined || input.signatures.length > 0
  return input.kind === 'calls' && input.calls.some(({data}) => data.startsWith('0x6a761202'))
}

interface Given {
  readonly loaded: LoadedProposal | undefined
  readonly transactions: readonly GivenTransaction[]
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
  const safes = others.flatMap(({input}) => (input.kind === 'safe' ? [input] : []))
  const transactions = given.map(({name, input}) => ({
    name,
    input: input.kind === 'safe' ? withOthers(input, safes) : input,
  }))
  return {loaded, transactions}
}

async function fromBundle(file: string): Promise<Given> {
  const {readBundle} = await import('../verify/bundle.js')
  const bundle = readBundle(new TextDecoder().decode(await readInput(file, MAX_BUNDLE)), file)
  const {name, text} = bundle.proposal
  const {proposal} = validProposal(checkSource(parseSource(new TextEncoder().encode(text), name)))
  const inputs = bundle.transactions.map((transaction) => ({
    name: transaction.name,
    input: readTransaction(transaction.text),
  }))
  const safes = inputs.flatMap(({input}) => (input.kind === 'safe' ? [input] : []))
  return {
    loaded: proposal,
    transactions: inputs.map(({name: from, input}) => ({
      name: from,
      input: input.kind === 'safe' ? withOthers(input, safes) : input,
    })),
  }
}

async function saveBundle(
  {tx, 'save-bundle': folder = '.'}: VerifyFlags,
  loaded: LoadedProposal | undefined,
  version: string,
): Promise<string> {
  if (!loaded || tx === undefined) {
    throw new PlimsollError('BUNDLE_INCOMPLETE', 'a bundle needs the proposal FILE and --tx.')
  }
  const [{bundled, writeBundle}, {shownInBundle}] = await Promise.all([
    import('../verify/bundle.js'),
    import('../verify/bundle-contents.js'),
  ])
  const given = await readTransactions(tx)
  const transactions = await Promise.all(
    given.map(async ({name}) => bundled(path.basename(name), name === 'calldata' ? tx : await readFile(name, 'utf8'))),
  )
  const proposal = bundled(path.basename(loaded.file), loaded.text)
  if (proposal.sha256 !== loaded.digest) {
    throw new PlimsollError(
      'BUNDLE_BYTES',
      'the proposal is not valid UTF-8, so that a bundle could not carry its bytes.',
      {place: {file: loaded.file}},
    )
  }
  const {name, text} = writeBundle(
    {proposal, transactions},
    {
      ...shownInBundle(
        given.map(({input}) => input),
        loaded.proposal,
      ),
      version,
    },
  )
  const file = path.join(folder, name)
  await writeFileAtomic(file, text)
  return file
}
