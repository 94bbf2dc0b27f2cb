import type {Change, OracleRow} from '../insurance/simulation/model.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {columns, wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80

const share = (value: number | null): string => (value === null ? 'none of no losses' : `${(value * 100).toFixed(2)}%`)
const signed = (value: number, text: (size: number) => string): string =>
  value === 0 ? text(0) : `${value > 0 ? '+' : '-'}${text(Math.abs(value))}`
const NEVER = 'on no path'
const none = ({standardError, value}: Change): boolean => value === 0 && standardError === 0
const usd = (change: Change): string =>
  none(change) ? NEVER : `${signed(change.value, money)} ±${money(change.standardError)}`
const points = (change: Change): string => {
  const {standardError, value} = change
  if (none(change)) return NEVER
  return `${signed(value, (size) => (size * 100).toFixed(3))}% ±${(standardError * 100).toFixed(3)}%`
}
/** A dollar on average: less is not worth a line. */
const SMALLEST = 1

/** What the oracle network does to each layer: expected draws against confirmation at once, before and after. */
export function oracleLines(oracle: {readonly before?: OracleRow; readonly after: OracleRow}): string[] {
  const {after, before} = oracle
  return [...(before ? side('before', before) : []), ...side('after', after)]
}

function side(name: 'after' | 'before', row: OracleRow): string[] {
  const {exhaustion, falseAlarms, falselyPaid, feeds, lateShare, layers, losses, neverShare, required} = row
  const said =
    `oracle ${name} the change, ${required} of ${feeds} feeds: ${losses.toFixed(2)} days with a loss a path, ` +
    `${share(lateShare)} confirmed on a later day, ${share(neverShare)} never; ${falseAlarms.toFixed(3)} false alarms a path, ${money(falselyPaid)} paid on them`
  const moved = layers.filter(({falsely, late}) => [late, falsely].some(({value}) => Math.abs(value) >= SMALLEST))
  if (moved.length === 0) return wrap(`${said}; nothing that a layer pays depends on it`, WIDTH)
  const [head = '', ...lines] = columns(
    ['against confirmation at once', 'late or never', 'false'],
    [
      ...moved.map(({falsely, late, name: layer}) => [visible(layer), usd(late), usd(falsely)]),
      ['P(exhausted)', points(exhaustion.late), points(exhaustion.falsely)],
    ],
    [1, 2],
  )
  return [...wrap(said, WIDTH), style.faint(head), ...lines]
}
