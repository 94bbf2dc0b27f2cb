import {chainId} from '../../protocols/chains.js'
import {listAt, lookAt, textAt} from '../look.js'
import type {Rule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

/** Each Safe transaction that a file means, as chain, Safe and nonce. */
function slotsOf(value: unknown, chain: number | string): {index: number; slot: string}[] {
  return listAt(value, ['governance']).flatMap((_item, index) => {
    const [address, nonce] = [
      textAt(value, ['governance', index, 'address']),
      lookAt(value, ['governance', index, 'nonce']),
    ]
    const nonces: unknown[] = [nonce].flat()
    if (address === undefined || !nonces.every((one) => typeof one === 'number')) return []
    return nonces.map((one) => ({index, slot: `${chainId(chain)} ${address.toLowerCase()} ${one}`}))
  })
}

export const pendingNonce: Rule = {
  id: 'pending-nonce',
  severity: 'error',
  summary: 'another open proposal uses the same nonce of the same Safe',
  rationale:
    'Only one of the two transactions can ever be executed, and signatures for the other are lost. Needs `--pending`.',
  failing: example(CHANGE, {rest: safe('nonce: 42')}),
  passing: example(CHANGE, {rest: safe('nonce: 43')}),
  world: {pending: example('- asset: USDC\n  reserveFactor: {from: 10%, to: 12%}', {rest: safe('nonce: 42')})},
  check({request, value, pending = []}) {
    const own = slotsOf(value, request.protocol.chain)
    return pending.flatMap(({file, proposal}) => {
      const taken = new Set(slotsOf(proposal, proposal.protocol.chain).map(({slot}) => slot))
      return own
        .filter(({slot}) => taken.has(slot))
        .map(({index}) => ({
          path: ['governance', index, 'nonce'],
          message: `${file} uses this nonce of this Safe too: only one of the two can be executed.`,
        }))
    })
  },
}
