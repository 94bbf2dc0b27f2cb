import {ROLE_BOUNDS} from '../plausible.js'
import type {Rule} from '../rule.js'
import {customExample} from './examples.js'

const changes = (value: string): string =>
  `- asset: ETH\n  contract: market\n  function: setMargin\n  arguments:\n    value: ${value}`

export const roleUnit: Rule = {
  id: 'role-unit',
  severity: 'error',
  summary: 'the role of a value and its unit do not belong together',
  rationale:
    'The backtest reads the value by its role. A maintenance margin of `500` in the unit raw is read as 50,000%, and every ' +
    'figure that follows is nonsense.',
  failing: customExample(changes("{from: '200', to: '500', unit: raw, role: maintenanceMargin}")),
  passing: customExample(changes('{from: 2%, to: 5%, unit: bps, role: maintenanceMargin}')),
  check({settings}) {
    return settings.flatMap(({path, role, unit, after, parameter}) => {
      if (parameter || unit === undefined || role === 'none' || !after) return []
      const isShare = ROLE_BOUNDS[role] !== undefined
      if (isShare ? after.kind === 'ratio' : after.kind === 'amount' || after.kind === 'number') return []
      const wanted = isShare ? 'a ratio (`5%` in the unit bps, say)' : 'an amount'
      return [
        {
          path,
          key: true,
          message: `a ${role} is ${wanted}; in the unit ${unit} this is none. Take another unit, or \`role: none\`.`,
        },
      ]
    })
  },
}
