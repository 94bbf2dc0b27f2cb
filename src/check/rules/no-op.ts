import {settingsOf} from '../../proposal/settings.js'
import {sameValue} from '../../units/same.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const noOp: Rule = {
  id: 'no-op',
  severity: 'error',
  summary: '`from` equals `to`',
  rationale: 'Voters are asked to approve a change that changes nothing; usually one of the two numbers is a slip.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 1500bps}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'),
  check({request}) {
    return request.changes
      .flatMap((change, index) => settingsOf(change, ['changes', index]))
      .flatMap(({path, name, from, to}) =>
        from !== undefined && to !== undefined && sameValue(from, to)
          ? [
              {
                path: [...path, 'to'],
                message: `${name} goes from ${from} to ${to}: that is no change. Use \`keep\` for a value that stays.`,
              },
            ]
          : [],
      )
  },
}
