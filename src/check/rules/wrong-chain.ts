import {PlimsollError} from '../../errors.js'
import {chainId} from '../../protocols/chains.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

export const wrongChain: Rule = {
  id: 'wrong-chain',
  severity: 'error',
  summary: 'the chain is not known, or the deployment is on another one',
  rationale:
    'The same call on another chain changes another market, or an address without code, which succeeds and does nothing.',
  failing: GOOD.replace('chain: ethereum', 'chain: base'),
  passing: GOOD,
  check({request, definition}) {
    try {
      chainId(request.protocol.chain)
      definition.assets(request)
      return []
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      return [{path: ['protocol', 'chain'], message: [error.message, ...error.suggestions].join(' ')}]
    }
  },
}
