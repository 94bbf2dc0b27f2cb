import {PlimsollError} from '../../errors.js'
import {checkedAddress} from '../../protocols/checked-address.js'
import type {NamedContract} from '../../protocols/model.js'

const CONTRACT = /^(?<name>[^=]+)=(?<address>[^,]+)(?:,(?<decimals>.*))?$/
/** As `contracts:` takes them. */
const MOST_DECIMALS = 36

/**
 * The contracts that `--contract` brings along, by name.
 * @throws DRAFT_BAD_FLAG for one that is not `NAME=ADDRESS[,DECIMALS]` or is given twice
 */
export function givenContracts(flags: {
  readonly contract?: readonly string[] | undefined
}): Readonly<Record<string, NamedContract>> {
  const contracts: Record<string, NamedContract> = {}
  for (const text of flags.contract ?? []) {
    const groups = CONTRACT.exec(text)?.groups
    const {name = '', address = '', decimals} = groups ?? {}
    const problem = groups
      ? (addressProblem(address) ?? (decimals === undefined ? undefined : decimalsProblem(decimals)))
      : 'write it as in --contract NAME=ADDRESS, or NAME=ADDRESS,DECIMALS.'
    if (problem !== undefined) throw new PlimsollError('DRAFT_BAD_FLAG', `--contract \`${text}\`: ${problem}`)
    if (Object.hasOwn(contracts, name)) throw new PlimsollError('DRAFT_BAD_FLAG', `--contract gives ${name} twice.`)
    contracts[name] = {address, ...(decimals === undefined ? {} : {decimals: Number(decimals)})}
  }
  return contracts
}

/** What is wrong with the text of an address. */
export function addressProblem(text: string): string | undefined {
  try {
    checkedAddress(text)
    return undefined
  } catch (error) {
    if (error instanceof PlimsollError) return [error.message, ...error.suggestions].join(' ')
    throw error
  }
}

/** What is wrong with a number of decimals. */
export const decimalsProblem = (text: string): string | undefined =>
  /^\d+$/.test(text) && Number(text) <= MOST_DECIMALS
    ? undefined
    : `\`${text}\` is no number of decimals: a whole number, ${MOST_DECIMALS} at most.`
