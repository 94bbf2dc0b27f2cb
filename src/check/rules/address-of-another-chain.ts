import {chainId, chainName} from '../../protocols/chains.js'
import {actingAddresses, landmarksAt} from '../places.js'
import type {Rule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const addressOfAnotherChain: Rule = {
  id: 'address-of-another-chain',
  severity: 'error',
  summary: 'an address is known on another chain only',
  rationale:
    'An address copied from the list of another chain belongs to nobody here, or to somebody else; a call to it succeeds ' +
    'and does nothing.',
  failing: example(CHANGE, {rest: safe('nonce: 42', '0x3Be327F22eB4BD8042e6944073b8826dCf357Aa2')}),
  passing: example(CHANGE, {rest: safe()}),
  check({request, definition, value}) {
    definition.assets(request) // throws where the deployment is not on the chain, which wrong-chain reports
    const here = chainId(request.protocol.chain)
    return actingAddresses(value).flatMap(({path, address, use}) => {
      const known = landmarksAt(address).filter(({account}) => account || use === 'contract')
      const [first] = known
      if (!first || known.some((landmark) => landmark.chainId === here)) return []
      const message = `${address} is ${first.title} on ${chainName(first.chainId)}; the proposal is for ${chainName(here)}.`
      return [{path, message}]
    })
  },
}
