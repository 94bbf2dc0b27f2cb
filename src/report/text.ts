/** Breaks text at blanks so that no line is longer than `width`, where that is possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** `label  value` rows, values aligned and wrapped to the width. */
export function definitions(rows: readonly (readonly [label: string, value: string])[], width: number): string[] {
  const indent = Math.max(0, ...rows.map(([label]) => label.length)) + 2
  return rows.flatMap(([label, value]) =>
    wrap(value, Math.max(width - indent, 16)).map((line, i) => (i === 0 ? label : '').padEnd(indent) + line),
  )
}

/** Columns under their heads, two blanks apart; columns named in `right` are aligned to the right. */
export function columns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)))
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

const BLOCKS = '▁▂▃▄▅▆▇█'

/** A line of blocks, one for each of `width` equal spans of values (or one a value when there are fewer): their means. */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const spans = Math.min(values.length, Math.max(1, Math.floor(width)))
  const means = Array.from({length: spans}, (_, k) => {
    const [start, end] = [Math.floor((k * values.length) / spans), Math.floor(((k + 1) * values.length) / spans)]
    let sum = 0
    for (let i = start; i < end; i++) sum += values[i] ?? 0
    return sum / (end - start)
  })
  const [low, high] = [Math.min(...means), Math.max(...means)]
  const step = high > low ? (BLOCKS.length - 1) / (high - low) : 0
  return means.map((mean) => BLOCKS[Math.round((mean - low) * step)]).join('')
}
