import {PlimsollError} from '../../errors.js'
import {customUnit} from '../../protocols/custom/units.js'
import type {Path} from '../../proposal/model.js'
import type {Change} from '../../protocols/model.js'
import {withoutSettings} from '../../protocols/setting.js'
import {setterNamed} from '../../protocols/setters.js'
import {formatQuantity} from '../../units/quantity.js'
import {add, divide, floor, multiply, rational, type Rational} from '../../units/rational.js'
import {isDoubtful, numberOf} from '../range.js'
import type {Report, Rule, RuleContext} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

function stepOf({parameter, unit}: ReadSetting): Rational | undefined {
  if (parameter) return parameter.range.step
  return unit === undefined ? undefined : rational(1n, customUnit(unit).perOne)
}

/** A value between two steps of the parameter, whatever it is about. */
function betweenSteps(setting: ReadSetting): Report[] {
  const {path, asset, after, to, keep} = setting
  const [value, step] = [numberOf(after), stepOf(setting)]
  if (!after || !value || !step) return []
  const count = divide(value, step)
  if (count.d === 1n) return []
  const lower = multiply(rational(floor(count)), step)
  const [below, above] = [lower, add(lower, step)].map((near) =>
    formatQuantity({...after, value: near} as typeof after),
  )
  const message = `the contract cannot hold ${to ?? keep ?? ''} as the ${titleOf(setting)} of ${asset}; the nearest that fit are ${below} and ${above}.`
  return [{path: [...path, to === undefined ? 'keep' : 'to'], message}]
}

/** Why the contract's integer cannot be the text; undefined when it can, or when something else is in the way. */
function refusal(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof PlimsollError) return error.code === 'UNITS_DOES_NOT_FIT' ? error.message : undefined
    throw error
  }
}

/** One text of a setting by itself: in a change of its own, or, of a call, beside arguments that are all 0. */
function alone(change: Change, {path, name}: ReadSetting, text: string): Change {
  if (path.length === 3) {
    const literals = Object.fromEntries(Object.entries(change).filter(([, value]) => typeof value !== 'object'))
    return {...literals, [name]: {to: text}}
  }
  return {...change, arguments: onlySetting(change['arguments'], path.slice(3), text)}
}

function onlySetting(node: unknown, path: Path, text: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return {...(node as object), from: undefined, keep: undefined, to: text}
  const own = onlySetting((node as Record<string, unknown>)[step], rest, text)
  const others = withoutSettings(node, 0)
  return Array.isArray(others) ? others.with(Number(step), own) : {...(others as object), [step]: own}
}

/** A value that the contract's own integer cannot be: its decimals, its bits, its range. */
function outsideInteger(setting: ReadSetting, {request, definition}: RuleContext): Report[] {
  const change = request.changes[setting.index]
  if (!change) return []
  return (['from', 'to', 'keep'] as const).flatMap((key) => {
    const text = setting[key]
    if (text === undefined) return []
    const own = {...request, changes: [alone(change, setting, text)]}
    const message = refusal(() =>
      setting.parameter ? definition.governedValues(own) : setterNamed(definition.name).calls(own),
    )
    return message === undefined ? [] : [{path: [...setting.path, key], message}]
  })
}

export const doesNotFit: Rule = {
  id: 'does-not-fit',
  severity: 'error',
  summary: 'the contract cannot hold a value: it falls between two that fit, or beyond the last',
  rationale: 'Somebody would have to round, and the number on chain would not be the number that was voted on.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 15.125%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 15.12%}'),
  check(context) {
    return context.settings.flatMap((setting) => {
      if (isDoubtful(setting)) return []
      const between = betweenSteps(setting)
      return between.length > 0 ? between : outsideInteger(setting, context)
    })
  },
}
