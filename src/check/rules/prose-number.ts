import type {Claim} from '../prose/claims.js'
import type {Fact} from '../prose/facts.js'
import {almost, isExplained, says} from '../prose/match.js'
import type {ProseNumber} from '../prose/numbers.js'
import {readProse} from '../prose/read.js'
import {placeInText} from '../place.js'
import type {Report, Rule} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

const CHANGE =
  '- asset: WETH\n  ltv: {from: 80.5%, to: 80%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}'

const valueOf = ({setting, when}: Fact): string =>
  (when === 'before' ? setting?.from : (setting?.to ?? setting?.keep)) ?? ''

function told({text}: ProseNumber, about: Iterable<ReadSetting>, close: ReturnType<typeof almost>): string {
  if (close) return `the text says ${text}, which ${close.how} the ${close.fact.label}, ${valueOf(close.fact)}.`
  const values = [...about].map((setting) => {
    const {from, to, keep} = setting
    return `${titleOf(setting)} of ${setting.asset} ${keep === undefined ? `${from === undefined ? '' : `${from} -> `}${to ?? ''}` : `kept at ${keep}`}`
  })
  if (values.length === 0) return `the text says nonce ${text}, which is no nonce of the file.`
  const more = values.length > 3 ? ', ...' : ''
  return `the text says ${text}, which nothing in the file explains (${values.slice(0, 3).join(', ')}${more}).`
}

/** What it almost is: best of what the text speaks about. */
const closest = (
  number: ProseNumber,
  settings: ReadonlySet<ReadSetting>,
  facts: readonly Fact[],
): ReturnType<typeof almost> =>
  almost(
    number,
    facts.filter(({setting}) => setting && settings.has(setting)),
  ) ?? almost(number, facts)

/** A pair that is right but for its order is of another rule. */
function isTurned({number, partner, ...claim}: Claim, facts: readonly Fact[]): boolean {
  return partner !== undefined && isExplained({...claim, when: undefined, number: partner, partner: number}, facts)
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
    const {parts, facts, tooLong} = readProse(context)
    if (tooLong) {
      const message =
        'CANNOT TELL: title and summary are too long to be held against so many changes. Shorten the summary.'
      return [{path: ['summary'], severity: 'warning', message}]
    }
    return parts.flatMap(({path, text, claims, open}): Report[] => {
      const ends = new Set(claims.map(({partner}) => partner))
      const wrong = claims.filter((claim) => {
        if (isExplained(claim, facts) || isTurned(claim, facts)) return false
        return claim.partner !== undefined || !ends.has(claim.number)
      })
      const meant = wrong.map(({number, partner, settings, mode}) => {
        const culprit =
          partner && isExplained({...wrong[0], number, partner: undefined} as Claim, facts) ? partner : number
        if (mode === 'nonce') return {number, about: [], close: undefined}
        return {number: culprit, about: settings, close: closest(culprit, settings, facts)}
      })
      const slips = open
        .filter((number) => !facts.some((fact) => says(number, fact)))
        .map((number) => ({number, about: [], close: almost(number, facts)}))
        .filter(({close}) => close !== undefined)
      return [...meant, ...slips].map(({number, about, close}) => ({
        path,
        ...placeInText(context.source, path, text, number.start, text.slice(number.start, number.end).trim()),
        message: told(number, about, close),
      }))
    })
  },
}
