import type {Place} from '../errors.js'

/** The text with quotes around the bare number at a place: what YAML refuses there is meant as text. Undefined when there is none. */
export function quoteNumber(text: string, {line, column}: Place): string | undefined {
  if (line === undefined || column === undefined) return undefined
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return undefined
    start = end + 1
  }
  start += column - 1
  const [number] = /^(?:0x[\da-f]+|\d+)(?=\s|[,}\]]|$)/i.exec(text.slice(start)) ?? []
  return number === undefined ? undefined : `${text.slice(0, start)}"${number}"${text.slice(start + number.length)}`
}
