import type {Step} from '../model.js'
import {DayLoss, type Column, type Horizon} from './path-run.js'
import {emptyStep, openStack} from './path-stack.js'
import type {LogBars} from './paths/log-bars.js'
import {OUTPUTS, type Outputs} from './piecewise.js'

/** Where a layer begins to pay and how much it has, USD; null: no limit. */
export interface Attachment {
  readonly attach: number | null
  readonly capacity: number | null
}

/** The day of history whose close-outs leave most unpaid; where none does, the one that goes furthest. */
export function worstDay({book}: Column, {close, high, low}: LogBars): number {
  const out = new Float64Array(OUTPUTS.length)
  let [worst, most, furthest] = [0, -1, -1]
  for (let t = 0; t < close.length; t++) {
    book.day(low[t] as number, high[t] as number, close[t] as number, out)
    const range = Math.max(-(low[t] as number), high[t] as number)
    if ((out[0] as number) < most || (out[0] === most && range <= furthest)) continue
    ;[worst, most, furthest] = [t, out[0] as number, range]
  }
  return worst
}

/** The layers of an opening stack as they stand on a day of history, before anything is paid. */
export function attachmentsOf(column: Column, history: LogBars, day: number, horizon: Horizon): Attachment[] {
  const {book, stack} = column
  const [low, high, close] = [history.low[day] as number, history.high[day] as number, history.close[day] as number]
  const out = new Float64Array(OUTPUTS.length)
  book.day(low, high, close, out)
  const falling = -low >= high
  const loss = new DayLoss(book, true).of(out, 0, falling)
  loss.at(Math.exp(falling ? low : high))
  const open = openStack(stack, 0, {openInterest: book.openInterest, seed: horizon.seed, stepSeconds: 86_400})
  const step = dayStep(column, {low, high, close}, horizon, out)
  open.step(step)
  let attach = 0
  return open.layers.map((layer) => {
    const capacity = layer.capacity(step, loss)
    const row = {attach: Number.isFinite(attach) ? attach : null, capacity: Number.isFinite(capacity) ? capacity : null}
    attach += capacity
    return row
  })
}

/** The first step of a path that is this day. Moves are logarithms over the close before. */
export function dayStep(
  {book, revenue, tokenBeta}: Column,
  {close, high, low}: {readonly close: number; readonly high: number; readonly low: number},
  {startVariance}: Horizon,
  day: Outputs,
): Step {
  const falling = -low >= high
  return {
    ...emptyStep(),
    years: 1 / 365,
    price: Math.exp(close),
    adverse: Math.exp(falling ? low : high),
    token: Math.exp(tokenBeta * (falling ? low : close)),
    openInterest: book.openInterest,
    volatility: Math.sqrt(startVariance * 365),
    revenue: revenue / 365,
    penalties: day[2] as number,
  }
}
