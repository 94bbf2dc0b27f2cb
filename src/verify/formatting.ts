/** A text as it may have been before a formatter, and what to change to get there. */
export interface Unformatted {
  readonly said: readonly string[]
  readonly text: string
}

type Change = readonly [said: string, apply: (text: string) => string]
const NOTHING: Change = ['', (text) => text]

const FENCE = /^\s*(?:```|~~~)/
const RULE = /^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/
const BLOCK = /^\s*(?:$|#{1,6}\s|\||>|(?:[-*+]|\d{1,9}[.)])\s)/
/** Lines that no text continues. */
const CLOSED = /^\s*(?:$|#{1,6}\s|\|)/
/** A quoted line with text in it. */
const QUOTE = /^>\s?(?=[^\s>#|])/

/** Whether a line continues the paragraph, list item or quote of the line before. */
function continues(before: string | undefined, line: string): boolean {
  if (
    before === undefined ||
    CLOSED.test(before) ||
    RULE.test(before) ||
    FENCE.test(before) ||
    / {2}$|\\$/.test(before)
  )
    return false
  if (QUOTE.test(line)) return QUOTE.test(before)
  return !BLOCK.test(line) && !RULE.test(line) && !FENCE.test(line)
}

/** The lines, each with whether it continues the one before; nothing inside fences does. */
function marked(text: string): {line: string; isContinued: boolean}[] {
  let isFenced = false
  let before: string | undefined
  return text.split('\n').map((line) => {
    const isContinued = !isFenced && continues(before, line)
    if (FENCE.test(line)) isFenced = !isFenced
    before = isFenced ? undefined : line
    return {line, isContinued}
  })
}

/** Every paragraph, list item and quote on one line. */
function joined(text: string): string {
  const lines: string[] = []
  for (const {line, isContinued} of marked(text)) {
    if (isContinued) lines.push(`${lines.pop() ?? ''} ${line.replace(QUOTE, '').trimStart()}`)
    else lines.push(line)
  }
  return lines.join('\n')
}

/** The cells of tables without the blanks that align them, and the rule below their heads rewritten. */
function tables(text: string, ruleOf: (dashes: string) => string, pad: string): string {
  return text.replaceAll(/^\|.*\|$/gm, (row) => {
    const cells = row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
    const isRule = cells.every((cell) => /^:?-+:?$/.test(cell))
    return isRule
      ? `|${cells.map((cell) => pad + cell.replace(/-+/, ruleOf) + pad).join('|')}|`
      : `| ${cells.join(' | ')} |`
  })
}

/** Columns as wide as their widest cell, where formatters make three of one. */
const narrowed = (text: string): string =>
  text.replaceAll(/(?:^\|.*\|$\n?)+/gm, (table) => {
    const rows = table.split('\n').map((row) => row.split('|'))
    const columns = rows[0]?.length ?? 0
    for (let column = 1; column < columns - 1; column++) {
      const contents = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => !/^-+$/.test(cell))
      const width = Math.max(1, ...contents.map((cell) => cell.length))
      if (width >= 3) continue
      for (const row of rows) {
        const cell = row[column]?.trim()
        if (cell !== undefined) row[column] = ` ${/^-+$/.test(cell) ? '-'.repeat(width) : cell.padEnd(width)} `
      }
    }
    return rows.map((row) => row.join('|')).join('\n')
  })

/** What formatters of Markdown do, undone, one axis a line; front ends of governors write the title with a blank behind it. */
const AXES: readonly (readonly Change[])[] = [
  [
    ['the newline at the end taken away', (text) => text.replace(/\n+$/, '')],
    NOTHING,
    ['a newline at the end', (text) => `${text.replace(/\n+$/, '')}\n`],
  ],
  [NOTHING, ['lines joined (a paragraph reflowed)', joined]],
  [
    NOTHING,
    ['no empty line after the title', (text) => text.replace(/^(#{1,6} .*)\n\n+/, '$1\n')],
    ['no empty lines after headings', (text) => text.replaceAll(/^(#{1,6} .*)\n\n+/gm, '$1\n')],
  ],
  [NOTHING, ['a blank after the title', (text) => text.replace(/^(#{1,6} .*\S)$/m, '$1 ')]],
  [NOTHING, ['`*` for `-` as bullets', (text) => text.replaceAll(/^(\s*)-(?=\s)/gm, '$1*')]],
  [
    NOTHING,
    ['`*` for `_` around emphasis', (text) => text.replaceAll(/(?<![_\w])_(?![_\s])([^_\n]+)_(?![_\w])/g, '*$1*')],
  ],
  [
    NOTHING,
    ['narrow table columns', narrowed],
    ['tables not aligned', (text) => tables(text, () => '---', ' ')],
    ['tables not aligned', (text) => tables(text, () => '---', '')],
  ],
  [NOTHING, ['backslashes before punctuation taken away', (text) => text.replaceAll(/\\([_*[\]()#+.!~<>-])/g, '$1')]],
]

/** Every way to undo what a formatter does, the likeliest first on each axis; no text twice. */
export function* unformatted(text: string): Generator<Unformatted> {
  const seen = new Set<string>()
  function* along(axis: number, state: Unformatted): Generator<Unformatted> {
    const changes = AXES[axis]
    if (!changes) {
      if (!seen.has(state.text)) yield state
      seen.add(state.text)
      return
    }
    const done = new Set<string>()
    for (const [said, apply] of changes) {
      const changed = apply(state.text)
      if (done.has(changed)) continue
      done.add(changed)
      yield* along(axis + 1, {said: changed === state.text ? state.said : [...state.said, said], text: changed})
    }
  }
  yield* along(0, {said: [], text})
}

const WIDTHS = [72, 80, 88, 100, 120]
const FEW = 4

/** The column at which a formatter has cut the lines of a text; undefined where none has. */
export function wrappedAt(text: string): number | undefined {
  const lines = marked(text)
  const cuts = lines.flatMap(({line, isContinued}, index) => {
    const before = lines[index - 1]?.line
    const [word = ''] = line.trimStart().split(/\s/)
    return isContinued && before !== undefined ? [{before: before.length, next: before.length + 1 + word.length}] : []
  })
  if (cuts.length < FEW) return undefined
  return WIDTHS.find((width) => {
    const fits = cuts.filter(({before, next}) => before <= width && next > width)
    return fits.length >= 0.7 * cuts.length
  })
}
