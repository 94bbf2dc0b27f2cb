import type {EncodedFields} from '../governance/encode.js'
import type {AddressProvenance} from '../governance/explain-addresses.js'
import type {Step} from '../governance/model.js'
import {style} from './style.js'
import {visible} from './visible.js'

/** What was encoded, for a screen. */
export interface Encoded extends EncodedFields {
  /** sha256 of the proposal file. */
  readonly digest: string
  /** The folder that was written, and its files. */
  readonly out?: string
  readonly files: readonly string[]
  /** The bundle that was written. */
  readonly bundle?: string
}

const field = (name: string, text: string): string => `  ${name.padEnd(11)} ${text}`

export function encodedScreen({digest, calls, steps, safeTransaction: safe, out, files, bundle}: Encoded): string {
  const venues = steps.some(({venue}) => venue)
  const signed = safe
    ? ['', style.strong(`Safe ${safe.version} ${safe.safe}, nonce ${safe.nonce}`)]
    : venues
      ? []
      : ['', style.warn('no venue is named under `governance:`, so there are calls but no transaction')]
  return [
    style.faint(`proposal sha256 ${digest}`),
    ...calls.flatMap(({title, to, data}, index) => [
      '',
      style.strong(visible(`${index + 1}. ${title}`)),
      field('to', to),
      field('data', data),
    ]),
    ...signed,
    ...(safe
      ? [field('to', `${safe.to}${safe.operation === 1 ? ' (delegatecall)' : ''}`), field('data', safe.data)]
      : []),
    ...(venues ? steps.flatMap(stepLines) : []),
    ...(out === undefined ? [] : ['', `written to ${out}: ${files.join(', ')}`]),
    ...(bundle === undefined ? [] : ['', `bundle ${visible(bundle)}`]),
  ].join('\n')
}

const SHORT: Readonly<Record<string, string>> = {domainHash: 'domain', messageHash: 'message'}

function stepLines({step, title, sender, transaction, opens, closes, hashes, safeTransaction}: Step): string[] {
  return [
    '',
    style.strong(visible(`step ${step}: ${title}`)),
    field('sent by', sender.address ?? sender.role),
    ...opens.map(({text}) => field('not before', text)),
    ...closes.map(({text}) => field('not after', text)),
    ...(transaction ? [field('to', transaction.to), field('data', transaction.data)] : []),
    ...(safeTransaction === undefined ? [] : [field('to sign', safeTransaction)]),
    ...Object.entries(hashes).map(([name, value]) => field(SHORT[name] ?? name, value)),
  ]
}

/** Where addresses come from, for a screen; below what was encoded. */
export const provenanceScreen = (explained: readonly AddressProvenance[]): string =>
  [
    '',
    '',
    ...explained.flatMap(({address, lines}) => [style.strong(address), ...lines.map((line) => `  ${visible(line)}`)]),
  ].join('\n')
