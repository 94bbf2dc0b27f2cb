import type {Path} from '../../proposal/model.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const changedTwice: Rule = {
  id: 'changed-twice',
  severity: 'error',
  summary: 'two changes are about the same thing',
  rationale:
    'The second undoes or repeats the first, and which of the two numbers holds in the end depends on their order. Two ' +
    'names for one contract hide it.',
  failing: example(
    '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}\n- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}',
  ),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}\n  supplyCap: {from: 1m WETH, to: 2m WETH}'),
  check({request, definition, source}) {
    const seen = new Map<string, Path>()
    return request.changes.flatMap((change, index) => {
      const identity = definition.identity(change, request)
      const path: Path = ['changes', index]
      const first = identity === undefined || identity === '' ? undefined : seen.get(identity)
      if (identity !== undefined && !first) seen.set(identity, path)
      if (!first) return []
      const line = source.locate(first).line ?? 1
      const what = typeof change['asset'] === 'string' ? change['asset'] : 'this'
      return [{path, message: `${what} is changed in line ${line} already: put everything about it into one item.`}]
    })
  },
}
