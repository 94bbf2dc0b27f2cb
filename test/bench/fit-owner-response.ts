// Fits the owner response of lending books to public records and validates it date by date.
// Run: npx esbuild test/bench/fit-owner-response.ts --bundle --platform=node --format=esm --outfile=dist/fit.js
//      PLIMSOLL_DATA=folder node dist/fit.js
import {columns} from '../../src/report/text.js'
import type {OwnerParameters} from '../../src/backtest/book/response/parameters.js'
import {HOUR, ownerData, type Vault} from './owner-data.js'
import {fitOwners, vaultHours, type OwnerFit, type VaultHour} from './owner-fit.js'
import {actualDebt, forecast, HORIZON, intervalScore, staticDebt, vaultsAt, type Forecast} from './owner-validate.js'

const folder = process.env['PLIMSOLL_DATA']
if (folder === undefined) {
  process.stderr.write('PLIMSOLL_DATA must name the folder of the records: see docs/validation.md.\n')
  process.exit(2)
}
const data = ownerData(folder)
const rows = vaultHours(data)
const print = (lines: readonly string[]): boolean => process.stdout.write(`${lines.join('\n')}\n\n`)
/** Hours after the first price; what a window must threaten to be scored, DAI. */
const FIRST_WINDOW = 24 * 80
const LEAST_THREAT = 2e6
const dayOf = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10)
const millions = (value: number): string => (value / 1e6).toFixed(2)

function fitWithout(time: number): OwnerFit {
  const first = (time - data.start) / HOUR
  return fitOwners(rows.filter(({hour}) => hour < first || hour >= first + HORIZON))
}

function tableOf(list: readonly (readonly [string, Forecast])[]): string[] {
  const body = list.map(([day, {actual, debt, fixed, response}]) => [
    day, millions(debt), millions(fixed), millions(response.low), millions(response.median), millions(response.high), millions(actual),
    millions(intervalScore(response.low, response.high, actual)),
  ]) // prettier-ignore
  return columns(['date', 'debt', 'static', 'low', 'median', 'high', 'actual', 'score'], body, [1, 2, 3, 4, 5, 6, 7])
}

/** Mean interval scores of the response, the static forecast, and haircuts of it fitted on the other dates. */
function scoresOf(list: readonly (readonly [string, Forecast])[]): string[] {
  const mean = (score: (forecast: Forecast, others: readonly Forecast[]) => number): string => {
    const scores = list.map(([, one], i) => score(one, list.flatMap(([, other], k) => (k === i ? [] : [other])))) // prettier-ignore
    return millions(scores.reduce((a, b) => a + b, 0) / scores.length)
  }
  const ratios = (others: readonly Forecast[]): number[] => others.filter(({fixed}) => fixed > 0).map(({actual, fixed}) => actual / fixed) // prettier-ignore
  const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
  return [
    `response                     ${mean(({actual, response: {high, low}}) => intervalScore(low, high, actual))}`,
    `static                       ${mean(({actual, fixed}) => intervalScore(fixed, fixed, actual))}`,
    `haircut, mean ratio          ${mean(({actual, fixed}, others) => {
      const point = average(ratios(others)) * fixed
      return intervalScore(point, point, actual)
    })}`,
    `haircut, range of ratios     ${mean(({actual, fixed}, others) => {
      const all = ratios(others)
      return intervalScore(Math.min(...all) * fixed, Math.max(...all) * fixed, actual)
    })}`,
  ]
}

/** Consecutive windows of the record in which prices threatened something, with the book rebuilt from events. */
function threatened(): {time: number; day: string; vaults: readonly Vault[]}[] {
  const out: {time: number; day: string; vaults: readonly Vault[]}[] = []
  for (let hour = FIRST_WINDOW; hour + HORIZON <= data.open.length; hour += HORIZON) {
    const time = data.start + hour * HOUR
    const vaults = vaultsAt(data, time)
    const fixed = staticDebt(data, time, vaults)
    if (fixed > LEAST_THREAT || actualDebt(data, time, vaults) > LEAST_THREAT / 2) {
      out.push({day: dayOf(time), time, vaults})
    }
  }
  return out
}

interface Variant {
  readonly frailty: number
  readonly below: number
}

/** The two figures that top-ups do not tell, set by liquidations: the mean interval score decides. */
const VARIANTS: readonly Variant[] = [0.1, 0.2, 0.3].flatMap((frailty) => [0.5, 1, 1.5].map((below) => ({below, frailty}))) // prettier-ignore

/**
 * Calm windows dominate the likelihood of the factor that owners share, and crashes are where it matters: a quarter more.
 * A judgement, not an estimate: docs/validation.md says what it costs.
 */
const WIDENED = 1.25

function withVariant(parameters: OwnerParameters, {below, frailty}: Variant): OwnerParameters {
  return {...parameters, common: parameters.common * WIDENED, frailty, response: {...parameters.response, below}}
}

function describe({parameters, response, risk, shift}: OwnerFit, all: readonly VaultHour[]): string[] {
  const list = (values: ArrayLike<number>): string => Array.from(values, (value) => value.toFixed(4)).join(' ')
  return [
    `${all.length} vault-hours; responses ${response.events} in ${response.rows}, log-likelihood ${response.logLikelihood.toFixed(1)}`,
    `response ${list(response.beta)}`,
    `  s.e.   ${list(response.errors)}`,
    `risk ${risk.events}: ${list(risk.beta)}; s.e. ${list(risk.errors)}; shift ${shift.toFixed(3)}`,
    JSON.stringify(parameters),
  ]
}

const whole = fitOwners(rows)
print(describe(whole, rows))
const windows = threatened()
const scored = VARIANTS.map((variant) => {
  const parameters = withVariant(whole.parameters, variant)
  const forecasts = windows.map(({time, vaults}) => forecast(data, time, vaults, parameters, 200))
  return {forecasts, variant}
})

/** The variant of the lowest mean score over the windows that do not touch the horizon after `time`. */
function chosen(time?: number): (typeof scored)[number] {
  const score = ({forecasts}: (typeof scored)[number]): number =>
    forecasts.reduce((sum, {actual, response: {high, low}}, i) => {
      const apart = time === undefined || Math.abs((windows[i]?.time as number) - time) >= HORIZON * HOUR
      return apart ? sum + intervalScore(low, high, actual) : sum
    }, 0)
  return scored.reduce((best, one) => (score(one) < score(best) ? one : best))
}

for (const {forecasts, variant} of scored) {
  const mean = forecasts.reduce((sum, {actual, response: {high, low}}) => sum + intervalScore(low, high, actual), 0) / forecasts.length // prettier-ignore
  print([`frailty ${variant.frailty}, below ${variant.below}: mean score ${millions(mean)}`])
}
const best = chosen()
print([JSON.stringify(withVariant(whole.parameters, best.variant))])
const leftOut = data.snapshots.map(({day, time, vaults}): [string, Forecast] => {
  const {variant} = chosen(time)
  return [day, forecast(data, time, vaults, withVariant(fitWithout(time).parameters, variant))]
})
print(tableOf(leftOut))
print(scoresOf(leftOut))
const every = windows.map(({day}, i): [string, Forecast] => [day, best.forecasts[i] as Forecast])
print(tableOf(every))
print(scoresOf(every))
