import {isExplained, says} from '../prose/match.js'
import {readProse, type Prose} from '../prose/read.js'
import {textAt} from '../look.js'
import {isDoubtful} from '../range.js'
import type {Rule} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

const IN_WORDS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:doubl\w+|twice)\b/i, 2],
  [/\btripl\w+\b/i, 3],
  [/\b(?:quadrupl\w+)\b/i, 4],
  [/\b(?:halv\w+|by half)\b/i, 0.5],
]

/** Whether the new value is said in words: no cap, doubled, halved. */
function inWords({before, after}: ReadSetting, text: string): boolean {
  if (!after || !('value' in after) || typeof after.value !== 'object') return false
  if (after.value.n === 0n)
    return /\b(?:no (?:\w+ )?cap|uncapped|without a cap|remov\w+|zero|disabl\w+|unlimited)\b/i.test(text)
  if (!before || !('value' in before) || typeof before.value !== 'object' || before.value.n === 0n) return false
  const times = (Number(after.value.n) * Number(before.value.d)) / (Number(after.value.d) * Number(before.value.n))
  return IN_WORDS.some(([words, factor]) => times === factor && words.test(text))
}

/** Whether the text gives a wrong number for it, which prose-number says. */
const isToldWrongly = (setting: ReadSetting, {parts, facts}: Prose): boolean =>
  parts.some(({claims}) => claims.some((claim) => claim.settings.has(setting) && !isExplained(claim, facts)))

function isTold(setting: ReadSetting, {parts, factsOf}: Prose): boolean {
  const own = factsOf.get(setting) ?? []
  const targets = own.filter(
    ({standing, when, label}) => when === 'after' && (standing === 'stated' || label.startsWith('1 + bonus')),
  )
  const steps = own.filter(({standing}) => standing === 'step')
  return parts.some(
    ({numbers, claims, text}) =>
      numbers.some((number) => targets.some((fact) => says(number, fact))) ||
      claims.some(
        ({number, mode, settings}) =>
          mode === 'any' && settings.has(setting) && steps.some((fact) => says(number, fact)),
      ) ||
      inWords(setting, text),
  )
}

export const changeNotTold: Rule = {
  id: 'change-not-told',
  severity: 'warning',
  summary: 'the summary does not mention a change',
  rationale: 'A change that stands only in the numbers is one that most readers approve without knowing.',
  failing: example(`${CHANGE}\n  supplyCap: {from: 1m WETH, to: 1.5m WETH}`, {
    summary: 'Moves the reserve factor from 15% to 20%.',
  }),
  passing: example(`${CHANGE}\n  supplyCap: {from: 1m WETH, to: 1.5m WETH}`, {
    summary: 'Moves the reserve factor from 15% to 20% and the supply cap from 1,000,000 to 1,500,000 WETH.',
  }),
  check(context) {
    if ((textAt(context.value, ['summary']) ?? '').trim() === '') return [] // summary-missing says so
    const prose = readProse(context)
    if (prose.parts.length === 0) return [] // too long, or the schema refuses a change: others say so
    return context.settings
      .filter(({to, after}) => to !== undefined && after !== undefined && after.kind !== 'text')
      .filter((setting) => !isDoubtful(setting) && !isTold(setting, prose) && !isToldWrongly(setting, prose))
      .map((setting) => ({
        path: setting.path,
        key: true,
        message: `title and summary do not say that the ${titleOf(setting)} of ${setting.asset} becomes ${setting.to ?? ''}.`,
      }))
  },
}
