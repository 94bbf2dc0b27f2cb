// Fits the owner response of lending books to public records and validates it date by date.
// Run: npx esbuild test/bench/fit-owner-response.ts --bundle --platform=node --format=esm --outfile=dist/fit.js
//      PLIMSOLL_DATA=folder node dist/fit.js
import {columns} from '../../src/report/text.js'
import {HOUR, ownerData, type OwnerData} from './owner-data.js'
import {fitOwners, vaultHours, type OwnerFit, type VaultHour} from './owner-fit.js'
import {forecast, HORIZON, intervalScore, vaultsAt, type Forecast} from './owner-validate.js'

const folder = process.env['PLIMSOLL_DATA']
if (folder === undefined) {
  process.stderr.write('PLIMSOLL_DATA must name the folder of the records: see docs/validation.md.\n')
  process.exit(2)
}
const data = ownerData(folder)
const rows = vaultHours(data)
const print = (lines: readonly string[]): boolean => process.stdout.write(`${lines.join('\n')}\n\n`)
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

function windows(from: OwnerData, fit: OwnerFit): [string, Forecast][] {
  const out: [string, Forecast][] = []
  for (let hour = 24 * 20; hour + HORIZON <= from.open.length; hour += HORIZON) {
    const time = from.start + hour * HOUR
    const one = forecast(from, time, vaultsAt(from, time), fit.parameters, 400)
    if (one.fixed > 0 || one.actual > 0) out.push([new Date(time * 1000).toISOString().slice(0, 10), one])
  }
  return out
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
const leftOut = data.snapshots.map(({day, time, vaults}): [string, Forecast] => [day, forecast(data, time, vaults, fitWithout(time).parameters)]) // prettier-ignore
print(tableOf(leftOut))
print(scoresOf(leftOut))
const every = windows(data, whole)
print(tableOf(every))
print(scoresOf(every))
