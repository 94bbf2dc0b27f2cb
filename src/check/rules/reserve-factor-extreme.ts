import {equal, isZero, ONE} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const reserveFactorExtreme: Rule = {
  id: 'reserve-factor-extreme',
  severity: 'warning',
  summary: 'the reserve factor becomes 0% or 100%',
  rationale:
    'At 100% suppliers earn nothing and leave; at 0% the treasury earns nothing, and no payload of the config engine can set it.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 100%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 25%}'),
  check({settings}) {
    return settings.flatMap(({path, parameter, to, after, asset}) => {
      if (parameter?.id !== 'reserveFactor' || to === undefined || after?.kind !== 'ratio') return []
      const all = equal(after.value, ONE)
      if (!all && !isZero(after.value)) return []
      const message = all
        ? `with a reserve factor of 100% nobody who supplies ${asset} earns anything.`
        : `with a reserve factor of 0% the treasury earns nothing on ${asset}.`
      return [{path: [...path, 'to'], message}]
    })
  },
}
