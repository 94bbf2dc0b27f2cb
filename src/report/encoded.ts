import type {EncodedFields} from '../governance/encode.js'
import {style} from './style.js'
import {visible} from './visible.js'

/** What was encoded, for a screen. */
export interface Encoded extends EncodedFields {
  /** sha256 of the proposal file. */
  readonly digest: string
  /** The folder that was written, and its files. */
  readonly out?: string
  readonly files: readonly string[]
}

export function encodedScreen({digest, calls, safeTransaction: safe, hashes, out, files}: Encoded): string {
  const transaction = safe
    ? [
        '',
        style.strong(`Safe ${safe.version} ${safe.safe}, nonce ${safe.nonce}`),
        `  to          ${safe.to}${safe.operation === 1 ? ' (delegatecall)' : ''}`,
        `  data        ${safe.data}`,
      ]
    : ['', style.warn('no venue is named under `governance:`, so there are calls but no transaction')]
  const named = hashes
    ? [
        `  domain      ${hashes.domainHash}`,
        `  message     ${hashes.messageHash}`,
        `  safeTxHash  ${hashes.safeTxHash}`,
      ]
    : []
  return [
    style.faint(`proposal sha256 ${digest}`),
    ...calls.flatMap(({title, to, data}, index) => [
      '',
      style.strong(visible(`${index + 1}. ${title}`)),
      `  to          ${to}`,
      `  data        ${data}`,
    ]),
    ...transaction,
    ...named,
    ...(out === undefined ? [] : ['', `written to ${out}: ${files.join(', ')}`]),
  ].join('\n')
}
