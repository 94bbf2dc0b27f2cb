import {listAt, lookAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

/** Index of the venues that need a nonce and have none. */
export function venuesWithoutNonce(value: unknown, refused: readonly (readonly (number | string)[])[]): number[] {
  return listAt(value, ['governance']).flatMap((_item, index) => {
    const path = ['governance', index]
    const meant = refused.some(([first, item, key]) => first === 'governance' && item === index && key === 'nonce')
    const isSafe = lookAt(value, [...path, 'venue']) === 'safe'
    return isSafe && !meant && lookAt(value, [...path, 'nonce']) === undefined ? [index] : []
  })
}

/** Whether a step that makes or reads the transaction is required. */
export const needsTransaction = (value: unknown): boolean =>
  listAt(value, ['require']).some((step) => step === 'encode' || step === 'verify')

export const nonceMissing: FileRule = {
  id: 'nonce-missing',
  severity: 'warning',
  summary: 'the Safe has no nonce',
  rationale:
    'Every hash that signers compare depends on the nonce: without it there is no transaction to encode or verify.',
  failing: example(CHANGE, {rest: safe('safeTxGas: 0')}),
  passing: example(CHANGE, {rest: safe('nonce: 42')}),
  checkFile({value, refused}) {
    if (needsTransaction(value)) return [] // then it is an error, of require-lacks-input
    return venuesWithoutNonce(value, refused).map((index) => ({
      path: ['governance', index, 'venue'],
      key: true,
      message: 'the Safe has no `nonce:`: add its nonce(), plus what is queued before this transaction.',
    }))
  },
}
