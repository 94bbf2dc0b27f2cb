import {compare, divide, isZero, rational, toNumber} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {titleOf} from '../settings.js'
import {example} from './examples.js'

const MOST = rational(4n)

export const capJump: Rule = {
  id: 'cap-jump',
  severity: 'warning',
  summary: 'a cap moves by more than four times',
  rationale:
    'A digit too many or too few makes a cap ten times as large or small, and nothing on chain objects. Risk stewards are ' +
    'held to doubling; a larger step deserves a sentence.',
  failing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 18_000_000 WETH}'),
  passing: example('- asset: WETH\n  supplyCap: {from: 1_800_000 WETH, to: 3_600_000 WETH}'),
  check({settings}) {
    return settings.flatMap((setting) => {
      const {path, role, to, before, after, asset} = setting
      if (role !== 'cap' || to === undefined || before?.kind !== 'amount' || after?.kind !== 'amount') return []
      if (before.unit !== after.unit || isZero(before.value) || isZero(after.value)) return []
      const [larger, smaller] = compare(after.value, before.value) > 0 ? [after, before] : [before, after]
      const times = divide(larger.value, smaller.value)
      if (compare(times, MOST) <= 0) return []
      const much = toNumber(times).toLocaleString('en-US', {maximumFractionDigits: 1})
      const message =
        larger === after
          ? `the ${titleOf(setting)} of ${asset} becomes ${much} times what it is.`
          : `the ${titleOf(setting)} of ${asset} is cut to 1/${much}; below what is in use it only blocks more.`
      return [{path: [...path, 'to'], message}]
    })
  },
}
