import {formatQuantity} from '../../units/quantity.js'
import {compare, ONE, subtract, type Rational} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {numberOf, outside, rangeOf} from '../range.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

function hint({role}: ReadSetting, value: Rational): string {
  if (role !== 'liquidationBonus' || compare(value, ONE) < 0) return ''
  return ` Did you mean ${formatQuantity({kind: 'ratio', value: subtract(value, ONE)})}?`
}

export const outOfRange: Rule = {
  id: 'out-of-range',
  severity: 'error',
  summary: 'a value lies outside what the parameter can be',
  rationale: 'The call would revert, or set a value that nobody can mean; each parameter says which of the two.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 85%, to: 120%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 85%, to: 100bps}', {through: 'configurator'})
    .replace('100bps', '90%')
    .replace('100bps', '90%'),
  check({settings}) {
    return settings.flatMap((setting) => {
      const texts = setting.keep === undefined ? (['from', 'to'] as const) : (['keep'] as const)
      return texts.flatMap((key) => {
        const quantity = key === 'from' ? setting.before : setting.after
        const value = numberOf(quantity)
        const text = setting[key]
        if (text === undefined || !value || !outside(setting, quantity)) return []
        const {min, max, why} = rangeOf(setting) ?? {min: value, max: value, why: ''}
        const shown = (end: Rational): string =>
          formatQuantity(
            quantity?.kind === 'amount'
              ? {...quantity, value: end}
              : {kind: quantity?.kind === 'ratio' ? 'ratio' : 'number', value: end},
          )
        const limits = compare(min, max) === 0 ? `${shown(min)} or more` : `${shown(min)} to ${shown(max)}`
        const message = `the ${titleOf(setting)} of ${setting.asset} cannot be ${text} (${limits}): ${why}.${hint(setting, value)}`
        return [{path: [...setting.path, key], message}]
      })
    })
  },
}
