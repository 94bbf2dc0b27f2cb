import {nearest} from '../../nearest.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const unknownAsset: Rule = {
  id: 'unknown-asset',
  severity: 'error',
  summary: 'the asset is not listed on this deployment',
  rationale: 'A change to an asset that the market does not list reverts, or hits another asset than the text says.',
  failing: example('- asset: WETHH\n  reserveFactor: {from: 15%, to: 20%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'),
  check({request, definition}) {
    const known = definition.assets(request)
    if (!known) return []
    return request.changes.flatMap((change, index) => {
      const {asset} = change
      if (typeof asset !== 'string' || known.includes(asset)) return []
      const close = nearest(asset, known)
      const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''
      return [
        {
          path: ['changes', index, 'asset'],
          message: `${asset} is not listed on ${definition.describe(request)}.${hint}`,
        },
      ]
    })
  },
}
