import {readdir, stat} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../errors.js'
import type {SafeInput, TransactionInput} from '../governance/read/transaction/model.js'
import {readTransaction} from '../governance/read/transaction/read-transaction.js'
import {readInput} from './read-input.js'

const MAX_BYTES = 4 * 1024 * 1024
const SAFE_FILE = /^safe-transaction(?:-\d+)?\.json$/

/** One transaction to verify, with the file that it is from. */
export interface GivenTransaction {
  readonly name: string
  readonly input: TransactionInput
}

/**
 * What `--tx` names: calldata itself, a file of any format that is read, or the folder that `encode` writes, with every Safe
 * transaction in it.
 * @throws INPUT_* and TRANSACTION_*
 */
export async function readTransactions(given: string): Promise<GivenTransaction[]> {
  if (/^0x[\da-fA-F]*$/.test(given)) return [{name: 'calldata', input: readTransaction(given)}]
  const names = await namesIn(given)
  if (!names) return [{name: given, input: await readFileOf(given)}]
  if (names.length === 0) {
    throw new PlimsollError('TRANSACTION_NONE', 'the folder has no safe-transaction.json.', {
      place: {file: given},
      suggestions: ['Name the file in it that holds the transaction.'],
    })
  }
  const files = await Promise.all(
    names.map(async (name) => ({name: path.join(given, name), input: await readFileOf(path.join(given, name))})),
  )
  // Each may approve another: all of them go along with each.
  const safes = files.flatMap(({input}) => (input.kind === 'safe' ? [input] : []))
  return files.map(({name, input}) => ({name, input: input.kind === 'safe' ? withOthers(input, safes) : input}))
}

/** A Safe transaction with those of other Safes that go with it; several of one Safe follow one another. */
export function withOthers(input: SafeInput, others: readonly SafeInput[]): SafeInput {
  const safeOf = ({scalars}: SafeInput): string => JSON.stringify(scalars.get('safe')).toLowerCase()
  return {...input, related: [...input.related, ...others.filter((other) => safeOf(other) !== safeOf(input))]}
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return undefined
  } catch {
    return undefined
  }
  return (await readdir(folder)).filter((name) => SAFE_FILE.test(name)).sort()
}

async function readFileOf(file: string): Promise<TransactionInput> {
  const text = new TextDecoder().decode(await readInput(file, MAX_BYTES))
  try {
    return readTransaction(text)
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    const {code, message, suggestions, exit} = error
    throw new PlimsollError(code, message, {suggestions, exit, place: {file}})
  }
}

/** Calldata itself, or from a file. @throws INPUT_*, DECODE_NOT_HEX */
export async function calldataOf(given: string): Promise<string> {
  const text = /^0x[\da-fA-F]*$/.test(given)
    ? given
    : new TextDecoder().decode(await readInput(given, MAX_BYTES)).trim()
  if (/^0x(?:[\da-fA-F]{2})*$/.test(text)) return text.toLowerCase()
  throw new PlimsollError('DECODE_NOT_HEX', 'the calldata is not hex with 0x in front and an even number of digits.', {
    suggestions: ['For a transaction in JSON use `plimsoll verify --tx FILE`.'],
  })
}
