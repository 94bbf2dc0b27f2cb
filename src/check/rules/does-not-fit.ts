import {customUnit} from '../../protocols/custom/units.js'
import {formatQuantity} from '../../units/quantity.js'
import {add, divide, floor, multiply, rational, type Rational} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'
import {isDoubtful, numberOf} from '../range.js'

function stepOf({parameter, unit}: ReadSetting): Rational | undefined {
  if (parameter) return parameter.range.step
  return unit === undefined ? undefined : rational(1n, customUnit(unit).perOne)
}

export const doesNotFit: Rule = {
  id: 'does-not-fit',
  severity: 'error',
  summary: 'a value falls between two that the contract can hold',
  rationale: 'Somebody would have to round, and the number on chain would not be the number that was voted on.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 15.125%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 15.12%}'),
  check({settings}) {
    return settings.flatMap((setting) => {
      const {path, asset, after, to, keep} = setting
      const [value, step] = [numberOf(after), stepOf(setting)]
      if (!after || !value || !step || isDoubtful(setting)) return []
      const count = divide(value, step)
      if (count.d === 1n) return []
      const lower = multiply(rational(floor(count)), step)
      const [below, above] = [lower, add(lower, step)].map((near) =>
        formatQuantity({...after, value: near} as typeof after),
      )
      const message = `the contract cannot hold ${to ?? keep ?? ''} as the ${titleOf(setting)} of ${asset}; the nearest that fit are ${below} and ${above}.`
      return [{path: [...path, to === undefined ? 'keep' : 'to'], message}]
    })
  },
}
