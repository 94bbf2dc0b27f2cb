import {settingsOf} from '../../proposal/settings.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const noChange: Rule = {
  id: 'no-change',
  severity: 'error',
  summary: 'nothing is changed',
  rationale: 'A proposal in which every setting is `keep` has no transaction to sign.',
  failing: example('- asset: WETH\n  reserveFactor: {keep: 15%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'),
  check({request, refused}) {
    return request.changes.flatMap((change, index) => {
      const settings = settingsOf(change, ['changes', index])
      const refusedHere = refused.some(([root, item]) => root === 'changes' && (item === undefined || item === index))
      // A call that carries literals only (a switch, an address) is a change of its own.
      if (refusedHere || settings.length === 0 || settings.some(({to}) => to !== undefined)) return []
      return [{path: ['changes', index], message: 'this item changes nothing: no setting has a `to`.'}]
    })
  },
}
