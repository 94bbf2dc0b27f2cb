import {quantileOfSorted, sorted} from '../../numerics/quantile.js'
import type {Waterfall} from '../waterfall.js'
import {exhaustedIn} from './job.js'
import type {Fan, FundOutcome, LayerRow} from './model.js'
import type {Attachment} from './attachments.js'
import {proportion} from './proportion.js'
import type {Records} from './records.js'
import {drawRisk, RISK_LEVELS} from './tail-risk.js'
import {timeToExhaustion, timeToRecovery} from './times.js'

/** The figures of a stack from the table of its paths. */
export function outcomeOf(
  records: Records,
  {funds, stack}: {readonly funds: readonly number[]; readonly stack: Waterfall},
  attachments: readonly Attachment[],
  days: number,
): FundOutcome {
  const {exhausted, layers, paid, paths, recovered} = records
  const draws = new Float64Array(paths)
  for (let row = 0; row < paths; row++) {
    for (let k = funds[0] as number; k < layers; k++)
      draws[row] = (draws[row] as number) + (paid[row * layers + k] as number)
  }
  const ascending = sorted(draws)
  return {
    exhaustion: proportion(exhaustedIn(records), paths),
    layers: stack.layers.map(({degenerate, kind, name}, k): LayerRow => {
      const draw = meanOf(column(paid, layers, k))
      return {
        name,
        kind,
        ...(attachments[k] as Attachment),
        used: proportion(sum(column(records.used, layers, k)), paths),
        exhausted: proportion(sum(column(records.beyond, layers, k)), paths),
        expectedDraw: draw.mean,
        standardError: draw.standardError,
        cost: meanOf(column(records.cost, layers, k)).mean,
        ...(degenerate !== undefined && {degenerate}),
      }
    }),
    draw: {...meanOf(draws), risk: RISK_LEVELS.map((level) => drawRisk(ascending, level))},
    timeToExhaustion: timeToExhaustion(exhausted),
    recovery: timeToRecovery(exhausted, recovered, days),
  }
}

const FAN_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** Quantiles of the fund's balance at each date. */
export function fanOf({balance, dates, paths}: Records, days: readonly number[]): Fan {
  const ascending = days.map((_, date) => sorted(column(balance, dates, date).slice(0, paths)))
  return {
    days,
    levels: FAN_LEVELS,
    balance: FAN_LEVELS.map((level) => ascending.map((values) => quantileOfSorted(values, level, 1))),
  }
}

function column(table: Float64Array | Uint8Array, width: number, k: number): Float64Array {
  const values = new Float64Array(table.length / width)
  for (let row = 0; row < values.length; row++) values[row] = table[row * width + k] as number
  return values
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

function meanOf(values: Float64Array): {mean: number; standardError: number} {
  const mean = sum(values) / values.length
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  return {mean, standardError: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length)}
}
