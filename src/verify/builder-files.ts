import {readTransactionFile} from '../governance/read/transaction/read-transaction.js'
import type {TransactionInput} from '../governance/read/transaction/model.js'
import {PlimsollError} from '../errors.js'
import type {Verdict} from './model.js'
import {resolve} from './resolve.js'
import {callsOf} from './verify.js'

/** A file of a folder, by its name there. */
export interface FolderFile {
  readonly name: string
  readonly text: string
}

const BUILDER = /^safe-builder(?<number>-\d+)?\.json$/

export const isBuilderFile = (name: string): boolean => BUILDER.test(name)

/** A call as text, for comparison; undefined where it is not said whole. */
const plain = ({to, value, data}: {readonly to?: string; readonly value: bigint; readonly data: string}): string =>
  `${to ?? '?'} ${value} ${data}`.toLowerCase()

/**
 * What is wrong with the Transaction Builder files that stand beside Safe transactions: whoever loads one into the Safe's
 * interface gets the calls in it, whatever the transaction next to it was a match for.
 */
export function builderProblems(files: readonly FolderFile[]): string[] {
  return files.flatMap(({name, text}) => {
    const match = BUILDER.exec(name)
    if (!match) return []
    const partner = `safe-transaction${match.groups?.['number'] ?? ''}.json`
    const other = files.find((file) => file.name === partner)
    if (!other) return [`${name} has no ${partner} beside it, so that nothing says what it is for`]
    try {
      const [own, wanted] = [callsIn(text), callsIn(other.text)]
      const same = own !== undefined && wanted !== undefined && own.join('\n') === wanted.join('\n')
      return same ? [] : [`${name} holds other calls than ${partner}`]
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      return [`${name} beside ${partner}: ${error.message}`]
    }
  })
}

function callsIn(text: string): string[] | undefined {
  const [file] = readTransactionFile('', text)
  const input: TransactionInput | undefined = file?.input
  if (input?.kind === 'calls') return input.problems.length > 0 ? undefined : input.calls.map(plain)
  if (input?.kind !== 'safe') return undefined
  const resolved = resolve(input, {}, {isSafe: false, address: undefined, fields: {}})
  return resolved.kind === 'safe' ? callsOf(resolved.safe.fields).calls?.map(plain) : undefined
}

/** The verdict of a folder, which no file in it may contradict. */
export function withProblems(verdict: Verdict, problems: readonly string[]): Verdict {
  if (problems.length === 0) return verdict
  return {...verdict, verdict: 'MISMATCH', reasons: [...problems, ...verdict.reasons]}
}
