import type {RebalancingRow, WithAndWithout} from '../insurance/simulation/model.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {columns, wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80

const percent = (value: number): string => `${(value * 100).toFixed(3)}%`
const change = ({change: {standardError, value}}: WithAndWithout, text: (size: number) => string): string =>
  value === 0 && standardError === 0
    ? 'on no path'
    : `${text(Math.abs(value)) === text(0) ? '' : value > 0 ? '+' : '-'}${text(Math.abs(value))} ±${text(standardError)}`

/** What automation of positions does to each layer: expected draws with and without it, before and after. */
export function rebalancingLines({
  after,
  before,
}: {
  readonly before?: RebalancingRow
  readonly after?: RebalancingRow
}): string[] {
  return [...(before ? side('before', before) : []), ...(after ? side('after', after) : [])]
}

function side(name: 'after' | 'before', row: RebalancingRow): string[] {
  const {acted, action, cost, exhaustion, layers, paidIn, paths, shortened, tooLate, underCollateralised} = row
  const done = action === 'top-up' ? `owners pay in ${money(paidIn)}` : `owners pay ${money(cost)} of slippage`
  const said =
    `${action} ${name} the change, on ${paths.toLocaleString('en-US')} paths: acts on ${money(acted)} a path, ${done}; too late for ${money(tooLate)}; ` +
    (shortened === null
      ? 'nothing is ever below its margin'
      : `time below maintenance margin ${Math.abs(shortened * 100).toFixed(1)}% ${shortened < 0 ? 'longer' : 'shorter'}`)
  const days = (value: number): string => `${value.toFixed(3)} d`
  const rows = layers.filter(({with: active, without}) => Math.max(active, without) >= 1)
  const [head = '', ...lines] = columns(
    ['', 'without', 'with', 'change'],
    [
      line('below margin, all positions', underCollateralised, days),
      ...rows.map((layer) => line(visible(layer.name), layer, money)),
      line('P(exhausted)', exhaustion, percent),
    ],
    [1, 2, 3],
  )
  return [...wrap(said, WIDTH), style.faint(head), ...lines]
}

const line = (label: string, both: WithAndWithout, text: (size: number) => string): string[] => [
  label,
  text(both.without),
  text(both.with),
  change(both, text),
]
