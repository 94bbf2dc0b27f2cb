import type {CloseOut} from './book-loss.js'
import type {LogBars} from './paths/log-bars.js'

const {expm1} = Math

/**
 * How far each day of a path goes against longs and against shorts, as fractions of its opening, in the sense of a book's rules:
 * to its extremes, or to its close. Worked out once for all stacks that the path is taken through.
 */
export class Moves {
  readonly fall: Float64Array
  readonly rise: Float64Array
  private readonly at: CloseOut['at']

  constructor(days: number, at: CloseOut['at']) {
    this.at = at
    this.fall = new Float64Array(days)
    this.rise = new Float64Array(days)
  }

  /** Takes over a path of as many days. */
  read({close, high, low}: LogBars): void {
    const {fall, rise} = this
    const down = this.at === 'close' ? close : low
    const up = this.at === 'close' ? close : high
    for (let t = 0; t < fall.length; t++) {
      fall[t] = -expm1(down[t] as number)
      rise[t] = expm1(up[t] as number)
    }
  }
}
