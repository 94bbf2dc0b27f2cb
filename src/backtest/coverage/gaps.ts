import {PlimsollError} from '../../errors.js'
import type {Series} from '../../market/series.js'

/** @throws BACKTEST_GAP where a bar is missing */
export function refuseGaps({id, time, barSeconds}: Series): void {
  for (let bar = 1; bar < time.length; bar++) {
    const step = (time[bar] ?? 0) - (time[bar - 1] ?? 0)
    if (step === barSeconds) continue
    const when = new Date((time[bar - 1] ?? 0) * 1000).toISOString().slice(0, 16)
    throw new PlimsollError(
      'BACKTEST_GAP',
      `${id} has a gap after ${when}Z, inside the sample: a close-out across it is not known.`,
      {
        suggestions: ['Choose a sample (`from`, `to`) that ends before the gap or starts after it, or another series.'],
      },
    )
  }
}
