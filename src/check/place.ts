import type {Path} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'

const ALIGNED = new WeakMap<SourceFile, Map<string, Int32Array>>()

/**
 * Where each character of a text value stands in the file. The source of a value has more characters (indentation, quotes,
 * escapes) in the same order, so the next equal character is taken.
 */
function align(source: SourceFile, path: Path, value: string): Int32Array {
  const offsets = new Int32Array(value.length).fill(-1)
  const [start, end] = source.rangeOf(path) ?? [0, 0]
  let at = start
  for (let index = 0; index < value.length; index++) {
    const found = source.text.indexOf(value.charAt(index), at)
    if (found === -1 || found >= end) break
    // A folded line has a blank where the source has a line end and an indentation, and an escape has no such character.
    if (found - at > 2000) break
    offsets[index] = found
    at = found + 1
  }
  return offsets
}

/**
 * Where a piece of a text value stands in the file. Nothing (the rule's path then says where) when the source spells it
 * otherwise, with an escape or across folded lines.
 */
export function placeInText(
  source: SourceFile,
  path: Path,
  value: string,
  index: number,
  piece: string,
): {offset?: number} {
  const key = path.join('\n')
  const known = ALIGNED.get(source) ?? new Map<string, Int32Array>()
  ALIGNED.set(source, known)
  const offsets = known.get(key) ?? align(source, path, value)
  known.set(key, offsets)
  const offset = offsets[index] ?? -1
  return offset >= 0 && source.text.startsWith(piece, offset) ? {offset} : {}
}
