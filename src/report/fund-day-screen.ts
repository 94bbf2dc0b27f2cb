import type {AdlShare, DayReplay} from '../insurance/simulation/replay-day.js'
import type {DayReport} from './fund-day-report.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {columns, wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`
const moved = (value: number): string => `${value > 0 ? '+' : ''}${percent(value)}`

/** One day on a stack, on one screen of at most 80 columns. */
export function dayScreen({
  asset,
  assumptions,
  file,
  openInterest,
  proposalDigest,
  series,
  sides,
  title,
}: DayReport): string {
  const [any] = sides as readonly [DayReplay, ...DayReplay[]]
  const about = `${any.date}: ${asset} (${series}) low ${moved(any.low)}, high ${moved(any.high)}, close ${moved(any.close)}; open interest ${money(openInterest)}`
  return [
    style.strong(visible(title)),
    style.faint(visible(file)),
    style.faint(`sha256 ${proposalDigest}`),
    ...wrap(about, WIDTH),
    ...sides.flatMap((side) => ['', ...sideLines(side)]),
    '',
    ...wrap(visible(`assumed: ${assumptions.join('; ')}`), WIDTH).map((line) => style.faint(line)),
  ].join('\n')
}

function sideLines({adl, badDebt, layers, notional, profits, side, winners}: DayReplay): string[] {
  const [head = '', ...rows] = columns(
    ['layer', 'capacity', 'paid'],
    layers.map(({capacity, name, paid}) => [
      visible(name),
      capacity === null ? 'no limit' : money(capacity),
      money(paid),
    ]),
    [1, 2],
  )
  const said = `${side} the change: ${money(notional)} closed out, ${money(badDebt)} beyond margin; ${winners} winners had gained ${money(profits)}`
  return [...wrap(said, WIDTH).map((line) => style.strong(line)), style.faint(head), ...rows, ...adlLines(adl)]
}

function adlLines(adl: readonly AdlShare[]): string[] {
  if (adl.length === 0) return ['nothing reached auto-deleveraging']
  const [head = '', ...rows] = columns(
    ['ADL by', 'taken', 'hit', 'largest cut', 'top five gave', 'Gini', 'overshoot'],
    adl.map(({gini, largestHaircut, overshoot, policy, taken, topFive, touched}) => [
      ...[
        policy,
        money(taken),
        percent(touched),
        percent(largestHaircut),
        percent(topFive),
        Math.max(0, gini).toFixed(2),
      ],
      `${overshoot.toFixed(1)}x`,
    ]),
    [1, 2, 3, 4, 5, 6],
  )
  return [style.faint(head), ...rows]
}
