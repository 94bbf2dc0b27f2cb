import type {MarginStudy, VariantStudy} from '../backtest/margin/study.js'
import {columns, wrap} from './text.js'

const WIDTH = 80

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`
const change = (share: number): string => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}%`
const formatP = (p: number | undefined): string =>
  p === undefined ? '-' : p >= 1e-4 ? p.toFixed(4) : p.toExponential(1)

type Row = readonly [label: string, cell: (variant: VariantStudy) => string]

const ROWS: readonly Row[] = [
  ['breaches', ({breaches}) => String(breaches)],
  ['coverage', ({coverage}) => percent(coverage)],
  ['mean breach', ({meanBreach}) => percent(meanBreach)],
  ['largest breach', ({maxBreach}) => percent(maxBreach)],
  ['mean margin', ({mean}) => percent(mean)],
  ['mean cost', ({cost}) => change(cost)],
  ['peak to trough', ({peakToTrough}) => peakToTrough.toFixed(2)],
]

function rowsOf({variants, impulseOf}: MarginStudy): Row[] {
  const [first] = variants
  return [
    ...ROWS.slice(0, 2),
    ...(first?.levels ?? []).map(({level}, i): Row => [
      `p-value at ${Number((100 * level).toPrecision(6))}%`,
      ({levels}) => formatP(levels[i]?.test.pValue),
    ]),
    ...ROWS.slice(2),
    ...(first?.rises ?? []).map(({observations}, i): Row => [
      `most in ${observations} ${observations === 1 ? 'bar' : 'bars'}`,
      ({rises}) => {
        const most = rises[i]?.rise?.maxRelative
        return most === undefined ? '-' : change(most)
      },
    ]),
    ...(first?.impulse ?? []).map(({observations}, i): Row => [
      `x${impulseOf} vol, ${observations} on`,
      ({impulse}) => `x${(impulse[i]?.ratio ?? Number.NaN).toFixed(3)}`,
    ]),
  ]
}

/** The margin and its three tools side by side, at most 80 columns. */
export function marginText(name: string, study: MarginStudy): string {
  const {variants, side, confidence, horizonBars, lambda, from, to, historyBars} = study
  const windows = variants[0]?.observations ?? 0
  const bars = horizonBars === 1 ? '1 bar' : `${horizonBars} bars, windows overlap`
  return [
    ...wrap(
      `${name}, ${side}: EWMA margin (decay ${lambda}) at ${Number((100 * confidence).toPrecision(6))}%, close-out ${bars}; ${windows} windows from ${from} to ${to}.`,
      WIDTH,
    ),
    '',
    ...columns(
      ['', ...variants.map(({title}) => title)],
      rowsOf(study).map(([label, cell]) => [label, ...variants.map(cell)]),
      variants.map((_, i) => i + 1),
    ),
    '',
    ...wrap(
      `(a), (b), (c): the tools of EMIR RTS 153/2013, art. 28. (b) takes the worst ${historyBars} bars so far, (c) all bars so far. ` +
        'A small p-value says that coverage is below the level by more than chance. `most in` is the largest rise of the margin; ' +
        'the last lines are its response when volatility doubles out of a long calm.',
      WIDTH,
    ),
  ].join('\n')
}
