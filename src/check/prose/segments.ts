/** A sentence, an item of a list, a heading, or a row of a table: offsets into the text. */
export interface Segment {
  readonly start: number
  readonly end: number
  /** Whether it goes on where the segment before it ends: in the same paragraph or item. */
  readonly continues?: boolean
  /** The cells of a table row, and the heading of each; undefined for prose. */
  readonly cells?: readonly {readonly start: number; readonly end: number; readonly heading: string}[]
}

const SEPARATOR = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$/
const SENTENCE_END = /[.!?](?=\s+["'([]?[A-Z\d*_`-])|;(?=\s)|[.!?](?=\s*$)/g
const NEW_BLOCK = /^[ \t]*(?:[-*+•][ \t]|#{1,6}[ \t]|$)/

interface Line {
  readonly start: number
  readonly text: string
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const line of text.split('\n')) {
    lines.push({start, text: line})
    start += line.length + 1
  }
  return lines
}

function cellsOf({start, text}: Line): {start: number; end: number}[] {
  const cells: {start: number; end: number}[] = []
  let from = text.search(/\S/)
  if (text[from] === '|') from++
  for (let at = from; at <= text.length; at++) {
    if (at < text.length && (text[at] !== '|' || text[at - 1] === '\\')) continue
    if (at > from || at < text.length) cells.push({start: start + from, end: start + at})
    from = at + 1
  }
  return cells
}

function sentences(text: string, start: number, end: number): Segment[] {
  const part = text.slice(start, end)
  const ends = [...part.matchAll(SENTENCE_END)].map(({index}) => start + index + 1)
  return [...ends, end].flatMap((stop, index) => {
    const from = ends[index - 1] ?? start
    return stop > from ? [{start: from, end: stop, continues: index > 0}] : []
  })
}

/** No sentence and no row is longer; what is, is cut, so that reading one stays cheap. */
const LONGEST = 1000

function cut(segment: Segment): Segment[] {
  const {start, end} = segment
  if (end - start <= LONGEST) return [segment]
  const pieces = Math.ceil((end - start) / LONGEST)
  return Array.from({length: pieces}, (_, index) => ({
    start: start + index * LONGEST,
    end: Math.min(end, start + (index + 1) * LONGEST),
  }))
}

/** Cuts a Markdown text into what belongs together. */
export function segmentsOf(text: string): Segment[] {
  return blocksOf(text).flatMap(cut)
}

function blocksOf(text: string): Segment[] {
  const lines = linesOf(text)
  const segments: Segment[] = []
  let blockStart: number | undefined
  const flush = (end: number): void => {
    if (blockStart !== undefined) segments.push(...sentences(text, blockStart, end))
    blockStart = undefined
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? {start: 0, text: ''}
    if (
      line.text.includes('|') &&
      SEPARATOR.test(lines[index + 1]?.text ?? '') &&
      (lines[index + 1]?.text.includes('-') ?? false)
    ) {
      flush(line.start)
      const headings = cellsOf(line).map((cell) => text.slice(cell.start, cell.end).trim())
      for (index += 2; lines[index]?.text.includes('|'); index++) {
        const row = lines[index] ?? line
        const cells = cellsOf(row).map((cell, column) => ({...cell, heading: headings[column] ?? ''}))
        segments.push({start: row.start, end: row.start + row.text.length, cells})
      }
      index--
      continue
    }
    if (NEW_BLOCK.test(line.text)) flush(line.start)
    if (line.text.trim() !== '') blockStart ??= line.start
    if (/^#{1,6}[ \t]/.test(line.text)) flush(line.start + line.text.length)
  }
  flush(text.length)
  return segments
}
