import type {Path} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'

/** How often `piece` stands in `text` before `end`. */
function countBefore(text: string, piece: string, end: number): number {
  let count = 0
  for (let at = text.indexOf(piece); at !== -1 && at < end; at = text.indexOf(piece, at + 1)) count++
  return count
}

/**
 * Where a piece of a text value stands in the file: the same occurrence in the source of that value. Nothing (the rule's
 * path then says where) when the source spells it otherwise, with an escape or across folded lines.
 */
export function placeInText(
  source: SourceFile,
  path: Path,
  value: string,
  index: number,
  piece: string,
): {offset?: number} {
  const range = source.rangeOf(path)
  if (!range || piece === '') return {}
  const [start, end] = range
  let offset = source.text.indexOf(piece, start)
  for (let skip = countBefore(value, piece, index); skip > 0 && offset !== -1; skip--) {
    offset = source.text.indexOf(piece, offset + 1)
  }
  return offset === -1 || offset >= end ? {} : {offset}
}
