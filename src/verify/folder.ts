import {readTransactionFile} from '../governance/read/transaction/read-transaction.js'
import type {SafeInput, TransactionInput} from '../governance/read/transaction/model.js'
import type {Proposal} from '../proposal/model.js'
import {builderProblems, withProblems} from './builder-files.js'
import {combined} from './combine.js'
import type {Verdict} from './model.js'
import {verifyTransaction} from './verify.js'

/** One transaction to verify, with the file that it is from. */
export interface GivenTransaction {
  readonly name: string
  readonly input: TransactionInput
}

const SAFE_FILE = /^safe-transaction(?:-\d+)?\.json$/

/** The files of an artefact folder that are verified: every Safe transaction, or where there is none the steps. */
export function transactionFiles(names: readonly string[]): string[] {
  const safes = names.filter((name) => SAFE_FILE.test(name)).sort()
  return safes.length > 0 ? safes : names.filter((name) => name === 'steps.json')
}

/** Transactions that were given together: each of a Safe goes along with those of the other Safes, which it may approve. */
export function together(
  given: readonly GivenTransaction[],
  others: readonly GivenTransaction[] = given,
): GivenTransaction[] {
  const safes = others.flatMap(({input}) => (input.kind === 'safe' ? [input] : []))
  return given.map(({name, input}) => ({name, input: input.kind === 'safe' ? withOthers(input, safes) : input}))
}

/** A Safe transaction with those of other Safes that go with it; several of one Safe follow one another. */
function withOthers(input: SafeInput, others: readonly SafeInput[]): SafeInput {
  const safeOf = ({scalars}: SafeInput): string => JSON.stringify(scalars.get('safe')).toLowerCase()
  return {...input, related: [...input.related, ...others.filter((other) => safeOf(other) !== safeOf(input))]}
}

/**
 * The verdict on the files of an artefact folder, as `verify --tx FOLDER` gives it; undefined where none of them holds a
 * transaction whose bytes are known.
 * @throws TRANSACTION_* when a file is none
 */
export function verifyFolder(
  proposal: Proposal,
  files: readonly {readonly name: string; readonly content: string}[],
): Verdict | undefined {
  const wanted = transactionFiles(files.map(({name}) => name))
  const given = files
    .filter(({name}) => wanted.includes(name))
    .flatMap(({name, content}) => readTransactionFile(name, content))
  if (given.length === 0) return undefined
  const verdicts = together(given).map(({name, input}) => ({
    name,
    verdict: verifyTransaction({input, proposal}),
    claims: input.kind === 'calls' ? [] : input.claims,
  }))
  const texts = files.map(({name, content}) => ({name, text: content}))
  return withProblems(combined(verdicts, proposal), builderProblems(texts))
}
