const HEIGHT = 9

/** Quantiles over time: `bands[i]` belongs to the i-th of five levels, lowest first; all of the length of `at`. */
export interface FanChart {
  readonly bands: readonly (readonly number[])[]
  /** Labels of the first and the last date. */
  readonly from: string
  readonly to: string
}

/**
 * A fan of five quantiles as rows of text: `·` between the outer two, `▒` between the inner two, `━` the median. The scale
 * begins at 0.
 * @param label how a value is written on the axis
 * @param width of the whole chart
 */
export function fanChart({bands, from, to}: FanChart, width: number, label: (value: number) => string): string[] {
  const [low = [], lower = [], middle = [], upper = [], high = []] = bands
  const top = Math.max(...high, 1)
  const axis = Math.max(...[0, top / 2, top].map((value) => label(value).length))
  const columns = Math.max(1, Math.min(low.length, width - axis - 2))
  const at = (values: readonly number[], column: number): number =>
    Math.round(((values[Math.floor((column * low.length) / columns)] ?? 0) / top) * (HEIGHT - 1))
  const rows = Array.from({length: HEIGHT}, (_, k) => HEIGHT - 1 - k).map((row) => {
    const tick = row === 0 ? 0 : row === HEIGHT - 1 ? top : row === (HEIGHT - 1) / 2 ? top / 2 : undefined
    const cells = Array.from({length: columns}, (_, column) => {
      if (at(middle, column) === row) return '━'
      if (row >= at(lower, column) && row <= at(upper, column)) return '▒'
      return row >= at(low, column) && row <= at(high, column) ? '·' : ' '
    })
    return `${(tick === undefined ? '' : label(tick)).padStart(axis)} │${cells.join('')}`.trimEnd()
  })
  const space = Math.max(1, columns - from.length - to.length)
  return [
    ...rows,
    `${' '.repeat(axis)} └${'─'.repeat(columns)}`,
    `${' '.repeat(axis + 2)}${from}${' '.repeat(space)}${to}`,
  ]
}
