import {compare} from '../../units/rational.js'
import {textAt} from '../look.js'
import {placeInText} from '../place.js'
import {isExplained} from '../prose/match.js'
import {readProse} from '../prose/read.js'
import {namesOf} from '../prose/words.js'
import type {Report, Rule, RuleContext} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'
import {isDoubtful, numberOf} from '../range.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'
const UP = /\b(?:rais(?:e[sd]?|ing)|increas(?:e[sd]?|ing)|lift(?:s|ed|ing)?)\b/i
const DOWN = /\b(?:lower(?:s|ed|ing)?|reduc(?:e[sd]?|ing|tion)|decreas(?:e[sd]?|ing)|cut(?:s|ting)?)\b/i

/** +1 up, -1 down, 0 when it does not move or cannot be compared. */
function directionOf(setting: ReadSetting): number {
  const {before, after, to} = setting
  const [from, next] = [numberOf(before), numberOf(after)]
  return to === undefined || !from || !next || isDoubtful(setting) ? 0 : compare(next, from)
}

/** The title says up where everything that it names goes down, or the other way round. */
function inTitle({value, settings}: RuleContext): Report[] {
  const title = textAt(value, ['title']) ?? ''
  const [up, down] = [UP.test(title), DOWN.test(title)]
  if (up === down) return []
  const named = settings.filter((setting) => title.search(namesOf(setting, [])) !== -1)
  if (/\b(?:leverage|risks?|buffers?|exposure)\b/i.test(title)) return [] // which go the other way
  const moves = named.map(directionOf).filter((direction) => direction !== 0)
  if (moves.length === 0 || !moves.every((direction) => direction === (up ? -1 : 1))) return []
  return [
    {path: ['title'], message: `the title says ${up ? 'up' : 'down'}, but the file moves it ${up ? 'down' : 'up'}.`},
  ]
}

/** "from 82.5% to 83%" where the file goes from 83% to 82.5%. */
function inPairs(context: RuleContext): Report[] {
  const {parts, facts} = readProse(context)
  return parts.flatMap(({path, text, claims}) =>
    claims.flatMap((claim): Report[] => {
      const {number, partner, settings} = claim
      if (!partner || isExplained(claim, facts)) return []
      if (!isExplained({...claim, number: partner, partner: number}, facts)) return []
      const [setting] = [...settings]
      const what = setting && settings.size === 1 ? `the ${titleOf(setting)}` : 'the file'
      const message = `the text goes from ${number.text} to ${partner.text}, but ${what} goes the other way.`
      return [{path, ...placeInText(context.source, path, text, number.start, number.text), message}]
    }),
  )
}

export const proseDirection: Rule = {
  id: 'prose-direction',
  severity: 'error',
  summary: 'the text says up where the change goes down, or the other way round',
  rationale:
    'Lowering a threshold liquidates people, raising one puts the market at risk: a voter must know which of the two it is.',
  failing: example(CHANGE, {title: 'Lower the reserve factor of WETH'}),
  passing: example(CHANGE, {title: 'Raise the reserve factor of WETH'}),
  check(context) {
    return [...inTitle(context), ...inPairs(context)]
  },
}
