import {PlimsollError} from '../../errors.js'

/** One point of a payout schedule: at or beyond `at` of the observable, the share `pays` of the limit. */
export interface SchedulePoint {
  readonly at: number
  readonly pays: number
}

/** Between two points: the lower one's payout, or a straight line. */
export type Interpolation = 'linear' | 'steps'

export interface PayoutSchedule {
  readonly points: readonly SchedulePoint[]
  readonly between: Interpolation
}

/** @throws INSURANCE_TERMS unless the points rise, in (0, 1] each, from the first payout on */
export function requireSchedule({points}: PayoutSchedule): void {
  let [at, pays] = [0, 0]
  if (points.length === 0) throw wrong('it has no point')
  for (const point of points) {
    if (!(point.at > at && point.at <= 1)) throw wrong(`\`at\` ${point.at} does not follow ${at}`)
    if (!(point.pays >= pays && point.pays <= 1)) throw wrong(`\`pays\` ${point.pays} does not follow ${pays}`)
    ;({at, pays} = point)
  }
  if (pays === 0) throw wrong('it never pays')
}

const wrong = (what: string): PlimsollError =>
  new PlimsollError('INSURANCE_TERMS', `A payout schedule must rise, within 100%, and pay something: ${what}.`)

/** The share of the limit that the schedule pays at a value of the observable: 0 below the first point, flat beyond the last. */
export function payoutShare({between, points}: PayoutSchedule, observed: number): number {
  let share = 0
  for (let i = 0; i < points.length; i++) {
    const {at, pays} = points[i] as SchedulePoint
    if (observed >= at) {
      share = pays
      continue
    }
    const before = points[i - 1]
    if (between === 'linear' && before !== undefined) {
      share = before.pays + ((pays - before.pays) * (observed - before.at)) / (at - before.at)
    }
    break
  }
  return share
}
