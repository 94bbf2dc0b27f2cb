import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const refusedByAuthority: Rule = {
  id: 'refused-by-authority',
  severity: 'error',
  summary: 'the contract on the way refuses such a change whatever its limits are',
  rationale:
    'A risk steward cannot set the reserve factor or the liquidation protocol fee, set anything to 0, or start from 0: the ' +
    'transaction that was signed would revert.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}', {through: 'risk-steward'}),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}', {through: 'configurator'}),
  check({request, definition}) {
    return definition.refusals?.(request) ?? []
  },
}
