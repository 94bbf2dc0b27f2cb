import type {Path} from './model.js'

/** A setting somewhere in a change, with its path below the root. */
export interface PlacedSetting {
  readonly path: Path
  readonly name: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly keep: string | undefined
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** Every `{from, to}` or `{keep}` in a change, however deep, in file order. */
export function settingsOf(node: unknown, path: Path): PlacedSetting[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return []
  const map = node as Record<string, unknown>
  if ('to' in map || 'keep' in map) {
    const name = String(path.at(-1))
    return [{path, name, from: text(map['from']), to: text(map['to']), keep: text(map['keep'])}]
  }
  return Object.entries(map).flatMap(([key, value]) => settingsOf(value, [...path, key]))
}
