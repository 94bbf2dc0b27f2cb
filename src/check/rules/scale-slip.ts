import {formatRatio} from '../../units/ratio.js'
import {formatExact} from '../../units/rational.js'
import {unitSlip} from '../plausible.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

const PARTS: Readonly<Record<string, string>> = {'100': 'a hundredth', '10000': 'a ten-thousandth'}

export const scaleSlip: Rule = {
  id: 'scale-slip',
  severity: 'error',
  summary: 'a ratio moves by about 100 or 10,000 times',
  rationale:
    'No governed ratio moves that far in one step, but a value in another unit does: `0.83%` or `8300%` for `83%`, `83%` for ' +
    '`83bps`. The contract would take many of them.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 0.2%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'),
  check({settings}) {
    return settings.flatMap(({path, from, to, before, after, parameter, role}) => {
      if (to === undefined || before?.kind !== 'ratio' || after?.kind !== 'ratio') return []
      if (parameter === undefined && role === 'none') return []
      const slip = unitSlip(before.value, after.value)
      if (!slip) return []
      const meant = formatRatio(slip.meant)
      const times = formatExact(slip.times)
      const what =
        slip.direction === 'below'
          ? `${PARTS[times] ?? `1/${times}`} of ${meant}`
          : `${formatExact(slip.times, {group: ','})} times ${meant}`
      const message = `from ${from ?? ''} to ${to}: that is ${formatRatio(after.value)}, ${what}. Did you mean ${meant}?`
      return [{path: [...path, 'to'], message}]
    })
  },
}
