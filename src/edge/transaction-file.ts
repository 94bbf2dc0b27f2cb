import {readdir, stat} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../errors.js'
import {readTransactionFile} from '../governance/read/transaction/read-transaction.js'
import {isBuilderFile, type FolderFile} from '../verify/builder-files.js'
import {transactionFiles, type GivenTransaction} from '../verify/folder.js'
import {readInput} from './read-input.js'

const MAX_BYTES = 4 * 1024 * 1024
/** The name of what was given as hex itself. */
const NOT_A_FILE = 'calldata'

/**
 * What `--tx` names: calldata itself, a file of any format that is read, or the folder that `encode` writes: every Safe
 * transaction in it, or where there is none every step whose bytes are known.
 * @throws INPUT_* and TRANSACTION_*
 */
export async function readTransactions(given: string): Promise<GivenTransaction[]> {
  const texts = await transactionTexts(given)
  return texts.flatMap(({name, text}) =>
    name === NOT_A_FILE ? readTransactionFile(name, text) : inFile(name, () => readTransactionFile(name, text)),
  )
}

/** The texts of what `--tx` names. @throws INPUT_*, TRANSACTION_NONE */
export async function transactionTexts(given: string): Promise<{readonly name: string; readonly text: string}[]> {
  if (/^0x[\da-fA-F]*$/.test(given)) return [{name: NOT_A_FILE, text: given}]
  const names = (await namesIn(given)) ?? [given]
  return Promise.all(names.map(async (name) => ({name, text: await textOf(name)})))
}

/** What stands beside the transactions of a folder for the Safe's interface, with them; nothing where a file was named. @throws INPUT_* */
export async function besideIn(given: string): Promise<FolderFile[]> {
  const names = (await namesIn(given)) ?? []
  if (names.length === 0) return []
  const builders = (await readdir(given)).filter(isBuilderFile).sort()
  const all = [...names, ...builders.map((name) => path.join(given, name))]
  return Promise.all(all.map(async (name) => ({name: path.basename(name), text: await textOf(name)})))
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return undefined
  } catch {
    return undefined
  }
  const names = transactionFiles(await readdir(folder))
  if (names.length > 0) return names.map((name) => path.join(folder, name))
  throw new PlimsollError('TRANSACTION_NONE', 'the folder has no safe-transaction.json and no steps.json.', {
    place: {file: folder},
    suggestions: ['Name the file in it that holds the transaction.'],
  })
}

const textOf = async (file: string): Promise<string> => new TextDecoder().decode(await readInput(file, MAX_BYTES))

/** One of the readers on a file's text; what it refuses names the file. */
function inFile<T>(file: string, read: () => T): T {
  try {
    return read()
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
