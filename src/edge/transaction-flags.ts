import {PlimsollError} from '../errors.js'
import {readField} from '../governance/read/fields.js'
import type {Hints} from '../verify/model.js'
import {addressOf, chainOf} from './flag-values.js'
import {pinsFrom} from './pins-file.js'

/** Flags that say what the format of a transaction leaves out. */
export interface TransactionFlags {
  readonly safe?: string
  readonly chain?: string
  readonly 'safe-version'?: string
  readonly nonce?: string
  readonly to?: string
  readonly owners?: string
  readonly threshold?: string
  readonly abi?: string
}

/** What the flags say about the transaction where its format does not. @throws VERIFY_FLAG */
export async function hintsOf(flags: TransactionFlags, now: number): Promise<Hints> {
  const field = (name: 'chainId' | 'nonce' | 'safe' | 'version', flag: string, text: string | undefined): object => {
    if (text === undefined) return {}
    const read = readField(name, {text})
    if ('value' in read) return {[name]: read.value}
    throw new PlimsollError('VERIFY_FLAG', `--${flag} \`${text}\` ${read.problem}.`)
  }
  const chain = flags.chain === undefined ? undefined : chainOf(flags.chain)
  const owners = flags.owners?.split(',').map((owner) => addressOf('owners', owner.trim()))
  if (flags.threshold !== undefined && !/^[1-9]\d{0,3}$/.test(flags.threshold)) {
    throw new PlimsollError('VERIFY_FLAG', `--threshold \`${flags.threshold}\` is not a number of owners.`)
  }
  return {
    now,
    ...field('chainId', 'chain', chain),
    ...field('nonce', 'nonce', flags.nonce),
    ...field('safe', 'safe', flags.safe),
    ...field('version', 'safe-version', flags['safe-version']),
    ...(flags.to === undefined ? {} : {to: addressOf('to', flags.to)}),
    ...(owners ? {owners} : {}),
    ...(flags.threshold === undefined ? {} : {threshold: Number(flags.threshold)}),
    ...(flags.abi === undefined ? {} : {pins: await pinsFrom(flags.abi, flags.to)}),
  }
}
