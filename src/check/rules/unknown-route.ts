import type {Rule} from '../rule.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const onMetis = (protocol: string): string =>
  example(CHANGE, {through: protocol})
    .replace('chain: ethereum', 'chain: metis')
    .replace('AaveV3Ethereum', 'AaveV3Metis')

export const unknownRoute: Rule = {
  id: 'unknown-route',
  severity: 'error',
  summary: 'the way that the change takes is closed, or its version is not known',
  rationale:
    'Generations of risk stewards differ in their functions: the calldata for one reverts on another, or worse, is read as ' +
    'something else.',
  failing: onMetis('risk-steward'),
  passing: onMetis('risk-steward\n  version: "3.6"'),
  check({request, definition}) {
    const problem = definition.routeProblem?.(request)
    return problem ? [problem] : []
  },
}
