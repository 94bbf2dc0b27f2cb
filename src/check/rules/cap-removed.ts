import {isZero} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {titleOf} from '../settings.js'
import {example} from './examples.js'
import {numberOf} from '../range.js'

export const capRemoved: Rule = {
  id: 'cap-removed',
  severity: 'warning',
  summary: 'a cap becomes 0, which means no cap',
  rationale: 'Who writes 0 often means "nothing more may be supplied"; the contract reads it as "without limit".',
  failing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 0 WETH}'),
  passing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 2_000_000 WETH}'),
  check({settings, request}) {
    if (request.protocol.through === 'risk-steward') return [] // refused there, which has a rule of its own
    return settings.flatMap((setting) => {
      const {path, role, parameter, to, after, asset} = setting
      const value = numberOf(after)
      if (role !== 'cap' || parameter?.zero !== 'unlimited' || to === undefined || !value || !isZero(value)) return []
      return [
        {
          path: [...path, 'to'],
          message: `0 removes the ${titleOf(setting)} of ${asset}: there would be no limit. To stop more, use 1.`,
        },
      ]
    })
  },
}
