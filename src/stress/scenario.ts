import {PlimsollError} from '../errors.js'
import {parseDuration} from '../units/duration.js'
import {parseRatio} from '../units/ratio.js'
import {toNumber} from '../units/rational.js'
import type {PriceMove, Scenario} from './model.js'

interface Days {
  readonly from: string
  readonly to: string
}

/** A scenario as its file has it and its schema allows it. */
export interface ScenarioFile {
  readonly scenario: string
  readonly title: string
  readonly history?: Days
  readonly gap?: {readonly by: string; readonly assets?: readonly string[]}
  readonly volatility?: {readonly times: string} & Partial<Days>
  readonly correlation?: Days
  readonly lasts?: string
  readonly depeg?: {readonly asset?: string; readonly by: string; readonly over: string; readonly lasts: string}
  readonly outage?: {readonly lasts: string}
  readonly liquidity?: {readonly withdrawn: string}
}

const ratio = (text: string): number => toNumber(parseRatio(text))

/** @throws STRESS_SCENARIO where a scenario does nothing, two things at once, or what no market can */
export function scenarioOf(file: ScenarioFile): Scenario {
  const {depeg, gap, lasts, liquidity, outage, scenario: name, title} = file
  const prices = pricesOf(file)
  if (prices.kind === 'still' && depeg === undefined) {
    throw wrong(name, 'does nothing to prices', 'Give it one of history, gap, volatility, correlation or depeg.')
  }
  const withdrawn = liquidity && ratio(liquidity.withdrawn)
  if (withdrawn !== undefined && !(withdrawn >= 0 && withdrawn < 1)) {
    throw wrong(name, `withdraws ${liquidity?.withdrawn ?? ''} of all depth`, 'Some must be left: give less than 100%.')
  }
  return {
    name,
    named: false,
    prices,
    title,
    ...(gap?.assets && {assets: gap.assets}),
    ...(lasts !== undefined && {lastsSeconds: parseDuration(lasts)}),
    ...(depeg && {depeg: depegOf(name, depeg)}),
    ...(outage && {outageSeconds: parseDuration(outage.lasts)}),
    ...(withdrawn !== undefined && {withdrawn}),
  }
}

function pricesOf({correlation, gap, history, scenario: name, volatility}: ScenarioFile): PriceMove {
  const given = Object.entries({correlation, gap, history, volatility}).filter(([, value]) => value !== undefined)
  if (given.length > 1) {
    throw wrong(name, `says ${given.map(([key]) => key).join(' and ')} of the same prices`, 'Give one of them.')
  }
  if (history) return {kind: 'history', ...ordered(name, history)}
  if (correlation) return {kind: 'correlation', ...ordered(name, correlation)}
  if (volatility) {
    const {from, times: text, to} = volatility
    const times = ratio(text)
    if (!(times > 0)) throw wrong(name, `multiplies returns by ${text}`, 'Give more than 0x.')
    if ((from === undefined) !== (to === undefined)) throw wrong(name, 'names one day of two', 'Give `from` and `to`.')
    return {kind: 'volatility', times, ...(from !== undefined && to !== undefined && ordered(name, {from, to}))}
  }
  if (!gap) return {kind: 'still'}
  const by = ratio(gap.by)
  if (!(by > -1 && by !== 0)) throw wrong(name, `moves prices by ${gap.by}`, 'Give more than -100%, and not 0%.')
  return {by, kind: 'gap'}
}

function ordered(name: string, {from, to}: Days): Days {
  if (from > to) throw wrong(name, `ends on ${to}, before it begins on ${from}`, 'Exchange the days.')
  return {from, to}
}

function depegOf(name: string, {asset, by, lasts, over}: NonNullable<ScenarioFile['depeg']>) {
  const [overSeconds, lastsSeconds] = [parseDuration(over), parseDuration(lasts)]
  const lost = ratio(by)
  if (!(lost > 0 && lost < 1)) throw wrong(name, `has an asset lose ${by}`, 'Give more than 0% and less than 100%.')
  if (overSeconds > lastsSeconds)
    throw wrong(name, 'has an asset back before it fell', 'Let it last longer than it falls.')
  return {by: lost, lastsSeconds, overSeconds, ...(asset !== undefined && {asset})}
}

function wrong(name: string, what: string, suggestion: string): PlimsollError {
  return new PlimsollError('STRESS_SCENARIO', `The scenario ${name} ${what}.`, {suggestions: [suggestion]})
}
