import {customProblems} from '../../protocols/custom/set.js'
import type {Rule} from '../rule.js'
import {customExample} from './examples.js'

const CONTRACTS = `market:
  address: "0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072"
  abi:
    - function setLimits((bytes32 id, uint16 maintenance, bool isolated)[] limits)`

const changes = (isolated: string): string =>
  `- asset: ETH
  contract: market
  function: setLimits
  arguments:
    limits:
      - id: {text: "ETH"}
        maintenance: {from: 2%, to: 5%, unit: bps, role: maintenanceMargin}
        ${isolated}`

export const unfitArgument: Rule = {
  id: 'unfit-argument',
  severity: 'error',
  summary: 'an argument of a call is missing, unknown or not of the type that the ABI gives it',
  rationale:
    'Calldata is made from the arguments as the ABI names and types them, structs and lists included: what does not fit cannot ' +
    'be encoded, and a struct with its values in another order would set one for the other.',
  failing: customExample(changes('isolated: "no"'), {contracts: CONTRACTS}),
  passing: customExample(changes('isolated: false'), {contracts: CONTRACTS}),
  check({request, definition, refused}) {
    if (definition.name !== 'custom') return []
    return customProblems(request).filter(
      ({path: [, index]}) =>
        !refused.some(([root, item]) => root === 'changes' && (item === undefined || item === index)),
    )
  },
}
