import {dotted} from '../dotted.js'
import type {Path} from './model.js'

/** A setting somewhere in a change, with its path below the root. */
export interface PlacedSetting {
  readonly path: Path
  /** The parameter, or the argument of a call: `config.factors[2]`. */
  readonly name: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly keep: string | undefined
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** Every `{from, to}` or `{keep}` in a change, however deep, in file order. */
export function settingsOf(node: unknown, path: Path): PlacedSetting[] {
  if (typeof node !== 'object' || node === null) return []
  const map = node as Record<string, unknown>
  if ('to' in map || 'keep' in map) {
    return [{path, name: nameAt(path), from: text(map['from']), to: text(map['to']), keep: text(map['keep'])}]
  }
  const entries: [number | string, unknown][] = Array.isArray(node) ? [...node.entries()] : Object.entries(map)
  return entries.flatMap(([key, value]) => settingsOf(value, [...path, key]))
}

function nameAt(path: Path): string {
  const call = path.indexOf('arguments')
  return call < 0 || call === path.length - 1 ? String(path.at(-1)) : dotted(path.slice(call + 1))
}
