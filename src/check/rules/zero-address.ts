import {actingAddresses} from '../places.js'
import type {FileRule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const zeroAddress: FileRule = {
  id: 'zero-address',
  severity: 'error',
  summary: 'a venue or a contract has the zero address',
  rationale: 'Nobody acts from the zero address, and a call to it succeeds without doing anything.',
  failing: example(CHANGE, {rest: safe('nonce: 42', `0x${'0'.repeat(40)}`)}),
  passing: example(CHANGE, {rest: safe()}),
  checkFile({value}) {
    return actingAddresses(value)
      .filter(({address}) => /^0x0+$/.test(address))
      .map(({path, use}) => ({path, message: `the zero address is no ${use}: write the address that is meant.`}))
  },
}
