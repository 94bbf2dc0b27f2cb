// Maximum likelihood of the owner response on vault-hours at risk.
import {cholesky, Matrix, solveCholesky} from '../../src/numerics/linear.js'
import {logGamma} from '../../src/numerics/special/log-gamma.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {nearnessOf, sizeOf, type OwnerParameters} from '../../src/backtest/book/response/parameters.js'
import {HOUR, type OwnerData} from './owner-data.js'

export const RATIO = 1.3
const WINDOW = 72
/** ln health factor beyond which owners are not at risk; below which a vault has been seized and only dust is left. */
const [FARTHEST, SEIZED] = [0.6, -0.2]
/** Owners near the threshold tell the spread between owners; further off it is mostly idleness. */
const NEAR = 0.15
/** A change of the ratio by less is rounding. */
const LEAST_CHANGE = 0.005
/** Hours in a row below 1 after which a record is taken to be incomplete. */
const LONGEST_BELOW = 3
const COLUMNS = 7
const RISK_COLUMNS = 3

export interface VaultHour {
  readonly vault: string
  readonly hour: number
  /** ln health factor at the hour's opening, and an hour before with the same loan. */
  readonly d: number
  readonly before: number
  readonly gain: number
  readonly repaid: boolean
  readonly debt: number
  readonly fallHour: number
  readonly fallDay: number
  readonly liquidated: boolean
}

export function vaultHours({events, open, start}: OwnerData): VaultHour[] {
  const rows: VaultHour[] = []
  const price = (hour: number): number => open[Math.max(0, hour)] as number
  for (const [vault, list] of events) {
    let [collateral, debt, at, below] = [0, 0, 0, 0]
    for (let hour = Math.floor(((list[0]?.time ?? 0) - start) / HOUR) + 1; hour < open.length; hour++) {
      const time = start + hour * HOUR
      for (; at < list.length && (list[at]?.time as number) < time; at++) {
        collateral += list[at]?.collateral as number
        debt += list[at]?.debt as number
      }
      if (at === list.length && debt < 100) break
      if (debt < 100 || collateral <= 0.001) continue
      const d = Math.log((collateral * price(hour)) / (RATIO * debt))
      below = d < 0 ? below + 1 : 0
      if (d > FARTHEST || d < SEIZED || below > LONGEST_BELOW) continue
      let [c, b, repaid, added, liquidated] = [collateral, debt, 0, 0, false]
      for (let k = at; k < list.length && (list[k]?.time as number) < time + HOUR; k++) {
        const event = list[k] as (typeof list)[number]
        if (event.type === 'liquidation') liquidated = true
        else [c, b] = [c + event.collateral, b + event.debt]
        if (event.type === 'repay') repaid -= event.debt
        if (event.type === 'deposit') added += event.collateral * price(hour)
      }
      const gain = liquidated ? 0 : b < 1 ? 3 : c <= 0 ? 0 : Math.log(c / b / (collateral / debt))
      rows.push({
        before: Math.log((collateral * price(hour - 1)) / (RATIO * debt)),
        d, debt, gain, hour, liquidated, repaid: repaid > added, vault,
        fallDay: Math.max(0, Math.log(price(hour - 24) / price(hour))),
        fallHour: Math.max(0, Math.log(price(hour - 1) / price(hour))),
      }) // prettier-ignore
    }
  }
  return rows
}

function featuresOf({d, debt, fallDay, fallHour}: VaultHour): number[] {
  const [below, size] = [d < 0 ? 1 : 0, sizeOf(debt)]
  return [1, nearnessOf(d), below, fallHour, fallDay, size, below * size]
}

export interface Regression {
  readonly beta: Float64Array
  readonly errors: readonly number[]
  readonly logLikelihood: number
  readonly rows: number
  readonly events: number
}

interface Scoring {
  readonly logLikelihood: number
  readonly score: Float64Array
  readonly information: Matrix
}

function scoring(x: Float64Array, y: Uint8Array, beta: Float64Array): Scoring {
  const k = beta.length
  const information = new Matrix(k, k)
  const score = new Float64Array(k)
  let logLikelihood = 0
  for (let i = 0; i < y.length; i++) {
    let eta = 0
    for (let a = 0; a < k; a++) eta += (x[i * k + a] as number) * (beta[a] as number)
    const hazard = Math.exp(Math.max(-30, Math.min(eta, 3)))
    const p = -Math.expm1(-hazard)
    const ratio = (hazard * (1 - p)) / p
    logLikelihood += y[i] === 1 ? Math.log(p) : -hazard
    const residual = y[i] === 1 ? ratio : -hazard
    for (let a = 0; a < k; a++) {
      const xa = x[i * k + a] as number
      if (xa === 0) continue
      score[a] = (score[a] as number) + residual * xa
      for (let b = 0; b <= a; b++) information.add(a, b, ratio * hazard * xa * (x[i * k + b] as number))
    }
  }
  for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) information.set(b, a, information.get(a, b))
  return {information, logLikelihood, score}
}

/** Complementary log-log regression by Fisher scoring with halved steps: P(event in an hour) = 1 - exp(-exp(x'beta)). */
function cloglog(x: Float64Array, y: Uint8Array, k: number): Regression {
  const events = y.reduce((sum, value) => sum + value, 0)
  let beta = new Float64Array(k)
  beta[0] = Math.log(events / y.length)
  let now = scoring(x, y, beta)
  for (let step = 0; step < 50; step++) {
    const factor = cholesky(now.information)
    if (factor === undefined) throw new Error('The regression is not identified.')
    const move = solveCholesky(factor, now.score)
    let part = 1
    let next = now
    for (; part > 1e-6; part /= 2) {
      next = scoring(x, y, beta.map((value, a) => value + part * (move[a] as number))) // prettier-ignore
      if (next.logLikelihood >= now.logLikelihood) break
    }
    beta = beta.map((value, a) => value + part * (move[a] as number))
    const gained = next.logLikelihood - now.logLikelihood
    now = next
    if (gained < 1e-7) break
  }
  const factor = cholesky(now.information)
  if (factor === undefined) throw new Error('The regression is not identified.')
  const errors = Array.from({length: k}, (_, a) => {
    const unit = new Float64Array(k)
    unit[a] = 1
    return Math.sqrt(solveCholesky(factor, unit)[a] as number)
  })
  return {beta, errors, events, logLikelihood: now.logLikelihood, rows: y.length}
}

function regress(
  rows: readonly VaultHour[],
  k: number,
  features: (row: VaultHour) => number[],
  event: (row: VaultHour) => boolean,
): Regression {
  const x = new Float64Array(rows.length * k)
  for (const [i, row] of rows.entries()) x.set(features(row), i * k)
  return cloglog(
    x,
    Uint8Array.from(rows, (row) => (event(row) ? 1 : 0)),
    k,
  )
}

/** Mean and standard deviation of the logarithms of positive amounts. */
function logNormal(amounts: readonly number[]): {location: number; scale: number} {
  const logs = amounts.map((amount) => Math.log(amount))
  const location = logs.reduce((a, b) => a + b, 0) / logs.length
  const scale = Math.sqrt(logs.reduce((sum, value) => sum + (value - location) ** 2, 0) / logs.length)
  return {location, scale}
}

/** Probit of liquidation on how far below the threshold the market stood an hour before. */
function oracleOf(rows: readonly VaultHour[]): OwnerParameters['oracle'] {
  const near = rows.filter(({before, gain, liquidated}) => Math.abs(before) < 0.06 && (liquidated || gain === 0))
  let best = {deviation: 0, mean: 0}
  let most = -Infinity
  for (let mean = -0.02; mean <= 0.0401; mean += 0.001) {
    for (let deviation = 0.002; deviation <= 0.0401; deviation += 0.001) {
      let sum = 0
      for (const {before, liquidated} of near) {
        const p = Math.min(1 - 1e-9, Math.max(1e-9, normalCdf((-before - mean) / deviation)))
        sum += Math.log(liquidated ? p : 1 - p)
      }
      if (sum > most) [best, most] = [{deviation, mean}, sum]
    }
  }
  return {deviation: Number(best.deviation.toFixed(3)), mean: Number(best.mean.toFixed(3))}
}

/** Gauss-Hermite-like nodes of a standard normal: equal steps with normal weights. */
const NODES = Array.from({length: 33}, (_, k) => -4 + k / 4)
const WEIGHTS = NODES.map((z) => Math.exp((-z * z) / 2))
const WEIGHT = WEIGHTS.reduce((a, b) => a + b, 0)

/**
 * Marginal likelihood of counts of responses by vault and window: Poisson given a gamma factor of the vault (mean 1,
 * variance theta, integrated in closed form) and a log-normal factor of the window (on a grid). A shift of the mean is
 * profiled out, as the regression that ignores both factors is centred on the mean of counts.
 */
function spread(rows: readonly VaultHour[], {beta}: Regression): {frailty: number; common: number; shift: number} {
  const cells = new Map<string, {window: number; mean: number; count: number}>()
  for (const row of rows) {
    if (row.d > NEAR) continue
    const window = Math.floor(row.hour / WINDOW)
    const cell = cells.get(`${row.vault}/${window}`) ?? {count: 0, mean: 0, window}
    const eta = featuresOf(row).reduce((sum, value, a) => sum + value * (beta[a] as number), 0)
    cell.mean += Math.exp(eta)
    if (row.gain > LEAST_CHANGE) cell.count++
    cells.set(`${row.vault}/${window}`, cell)
  }
  const windows = new Map<number, {mean: number; count: number}[]>()
  for (const {window, ...cell} of cells.values()) windows.set(window, [...(windows.get(window) ?? []), cell])
  const likelihood = (frailty: number, common: number, shift: number): number => {
    const shape = 1 / frailty
    const constants = NODES.map((z) => Math.exp(common * z + shift))
    let total = 0
    for (const list of windows.values()) {
      const logs = constants.map((scale) => {
        let sum = 0
        for (const {count, mean} of list) {
          const m = mean * scale
          sum += logGamma(count + shape) - logGamma(shape) + count * Math.log(m) - (count + shape) * Math.log1p(frailty * m) + count * Math.log(frailty) // prettier-ignore
        }
        return sum
      })
      const top = Math.max(...logs)
      total += top + Math.log(logs.reduce((sum, value, k) => sum + (WEIGHTS[k] as number) * Math.exp(value - top), 0) / WEIGHT) // prettier-ignore
    }
    return total
  }
  let best = {common: 0.5, frailty: 2, shift: 0}
  let most = likelihood(best.frailty, best.common, best.shift)
  for (let step = 0.4; step > 0.02; step /= 2) {
    for (let moved = true; moved;) {
      moved = false
      for (const [a, b, c] of [
        [1, 0, 0],
        [-1, 0, 0],
        [0, 1, 0],
        [0, -1, 0],
        [0, 0, 1],
        [0, 0, -1],
      ] as const) {
        // prettier-ignore
        const next = {
          common: best.common * Math.exp(step * b),
          frailty: best.frailty * Math.exp(step * a),
          shift: best.shift + (step * c) / 2,
        }
        const value = likelihood(next.frailty, next.common, next.shift)
        if (value <= most) continue
        ;[best, most, moved] = [next, value, true]
      }
    }
  }
  return best
}

export interface OwnerFit {
  readonly parameters: OwnerParameters
  readonly response: Regression
  readonly risk: Regression
  readonly shift: number
}

/** @param rows vault-hours to learn from */
export function fitOwners(rows: readonly VaultHour[]): OwnerFit {
  const free = rows.filter(({liquidated}) => !liquidated)
  const response = regress(free, COLUMNS, featuresOf, ({gain}) => gain > LEAST_CHANGE)
  const bold = free.filter(({d}) => d > 0)
  const risk = regress(bold, RISK_COLUMNS, ({d, fallDay}) => [1, d, fallDay], ({gain}) => gain < -LEAST_CHANGE) // prettier-ignore
  const {common, frailty, shift} = spread(free, response)
  const [constant = 0, nearness = 0, below = 0, fallHour = 0, fallDay = 0, size = 0, belowSize = 0] = response.beta
  const [riskConstant = 0, distance = 0, riskFall = 0] = risk.beta
  const responses = free.filter(({d, gain}) => gain > LEAST_CHANGE && d < NEAR)
  const extra = responses.map(({d, gain}) => d + gain - Math.max(0, d)).filter((amount) => amount > 0.001)
  const levers = bold.filter(({gain}) => gain < -LEAST_CHANGE).map(({gain}) => -gain)
  return {
    parameters: {
      common,
      frailty,
      lever: logNormal(levers),
      oracle: oracleOf(rows),
      response: {below, belowSize, constant: constant + shift, fallDay, fallHour, nearness, size},
      restore: {...logNormal(extra), repaid: responses.filter(({repaid}) => repaid).length / responses.length},
      risk: {constant: riskConstant, distance, fallDay: riskFall},
    },
    response,
    risk,
    shift,
  }
}
