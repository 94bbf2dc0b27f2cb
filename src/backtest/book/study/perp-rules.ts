import {PlimsollError} from '../../../errors.js'
import {toNumber} from '../../../units/rational.js'
import type {Maintenance} from '../perps/maintenance.js'
import {ratioOf, usdOf} from './figures-of-request.js'
import {valueOf, type Building} from './rule-values.js'
import type {RuleSet} from './rules.js'

/** Undefined when the file does not say a value before. @throws BOOK_RULES */
export function perpRules(building: Building): RuleSet | undefined {
  const {assumptions, common, request, subjects} = building
  const maintenance = new Map<string, Maintenance>()
  let most = Infinity
  let penalty = 0
  for (const subject of subjects) {
    const margin = valueOf(building, subject, 'maintenanceMargin')
    const initial = valueOf(building, subject, 'initialMargin')
    if (!margin) {
      throw new PlimsollError(
        'BOOK_RULES',
        `The maintenance margin of ${subject} is not given, so nobody knows who is liquidated.`,
        {
          suggestions: ['Add it to the changes with the role maintenanceMargin, as `keep` if it stays.'],
        },
      )
    }
    if (!margin.value || (initial && !initial.value)) return undefined
    const rate = toNumber(margin.value)
    maintenance.set(subject, maintenanceOf(building, subject, rate, initial?.value && toNumber(initial.value)))
    most = Math.min(most, 1 / toNumber(initial?.value ?? margin.value))
    const premium = valueOf(building, subject, 'liquidationBonus')?.value
    if (premium) penalty = Math.max(penalty, toNumber(premium))
    else if (request.penalty !== undefined) penalty = Math.max(penalty, ratioOf(request.penalty))
    else assumptions.push('no liquidation penalty')
  }
  const {partial, penaltyToFund, remainder} = request
  const rules = {
    maintenance: [...maintenance.values()][0] as Maintenance,
    penalty,
    ...common,
    ...(partial && {
      partial: {fraction: ratioOf(partial.fraction), minNotional: usdOf('A partial liquidation', partial.from)},
    }),
    ...(penaltyToFund !== undefined && {penaltyToFund: ratioOf(penaltyToFund)}),
    ...(remainder && {remainder}),
  }
  const haircuts = new Map(Object.entries(request.haircuts ?? {}).map(([asset, text]) => [asset, ratioOf(text)]))
  return {capitalEfficiency: most, haircuts, kind: 'perpetual', maintenance, rules}
}

function maintenanceOf(
  {request: {marginScaling, tiers}}: Building,
  subject: string,
  rate: number,
  initial: number | undefined,
): Maintenance {
  if (tiers && marginScaling) {
    throw new PlimsollError('BOOK_RULES', 'Margin grows by `tiers` or by `marginScaling`: give one of them.')
  }
  if (tiers) {
    const above = tiers.map(({from, margin}) => ({from: usdOf('A margin tier', from), rate: ratioOf(margin)}))
    return {kind: 'tiers', tiers: [{from: 0, rate}, ...above]}
  }
  if (!marginScaling) return {kind: 'flat', rate}
  if (initial === undefined) {
    throw new PlimsollError('BOOK_RULES', `\`marginScaling\` scales initial margin, which ${subject} does not give.`, {
      suggestions: ['Add it to the changes with the role initialMargin, as `keep` if it stays.'],
    })
  }
  return {
    fraction: rate / initial,
    initial,
    kind: 'open-interest',
    lowerCap: usdOf('Open interest', marginScaling.lowerCap),
    upperCap: usdOf('Open interest', marginScaling.upperCap),
  }
}
