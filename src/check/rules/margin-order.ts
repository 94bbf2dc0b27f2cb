import {formatRatio} from '../../units/ratio.js'
import {compare} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {customExample} from './examples.js'
import {bySubject} from './subjects.js'

const changes = (maintenance: string): string => `- asset: ETH
  contract: market
  function: setMargins
  arguments:
    initial: {from: 5%, to: 4%, unit: bps, role: initialMargin}
    maintenance: {from: 2%, to: ${maintenance}, unit: bps, role: maintenanceMargin}`

export const marginOrder: Rule = {
  id: 'margin-order',
  severity: 'error',
  summary: 'the initial margin is not above the maintenance margin',
  rationale: 'A position opened with the least margin could be liquidated at once.',
  failing: customExample(changes('4.5%')),
  passing: customExample(changes('2.5%')),
  check({values}) {
    return bySubject(values, ['initialMargin', 'maintenanceMargin']).flatMap(([initial, maintenance]) => {
      if (!initial || !maintenance || compare(initial.after, maintenance.after) > 0) return []
      const message = `the initial margin of ${initial.subject} (${formatRatio(initial.after)}) is not above its maintenance margin (${formatRatio(maintenance.after)}).`
      return [{path: initial.path, message}]
    })
  },
}
