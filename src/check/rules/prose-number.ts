import {almost, says, type Fact} from '../prose/facts.js'
import type {ProseNumber} from '../prose/numbers.js'
import {readProse} from '../prose/read.js'
import {placeInText} from '../place.js'
import type {Report, Rule} from '../rule.js'
import {example} from './examples.js'

const CHANGE =
  '- asset: WETH\n  ltv: {from: 80.5%, to: 80%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}'

function told({text}: ProseNumber, facts: readonly Fact[], close: ReturnType<typeof almost>): string {
  if (close) {
    const {setting, label} = close.fact
    const value = label.endsWith(', from') ? setting?.from : (setting?.to ?? setting?.keep)
    return `the text says ${text}, which ${close.how} the ${label}: ${value ?? ''}.`
  }
  const stated = facts.filter(({standing, setting}) => standing === 'stated' && setting?.to !== undefined)
  const values = [...new Set(stated.map(({setting}) => setting?.to ?? ''))].slice(0, 4).join(', ')
  return `the text says ${text}, which no change in the file explains (it sets ${values}).`
}

export const proseNumber: Rule = {
  id: 'prose-number',
  severity: 'error',
  summary: 'a number in the title or summary is not what the file does',
  rationale:
    'People vote on the prose and sign the numbers. Every figure that the text gives for a parameter of the file must be a ' +
    'value of the file, or follow from it: a step, a percentage, a buffer.',
  failing: example(CHANGE, {
    summary:
      'Lowers the liquidation threshold from 83% to 82.6% and the LTV from 80.5% to 80%. The new threshold is 82.5%.',
  }),
  passing: example(CHANGE, {
    summary:
      'Lowers the liquidation threshold by 50 bps to 82.5% and the LTV from 80.5% to 80%; the buffer grows from 12.85% to 13.38%.',
  }),
  check(context) {
    const {parts, facts} = readProse(context)
    return parts.flatMap(({path, text, claimed, open}): Report[] => {
      const wrong = [
        ...claimed.map((number) => ({number, close: almost(number, facts), sure: true})),
        ...open.map((number) => ({number, close: almost(number, facts), sure: false})),
      ].filter(({number, close, sure}) => (sure || close !== undefined) && !facts.some((fact) => says(number, fact)))
      return wrong.map(({number, close}) => ({
        path,
        ...placeInText(context.source, path, text, number.start, text.slice(number.start, number.end).trim()),
        message: told(number, facts, close),
      }))
    })
  },
}
