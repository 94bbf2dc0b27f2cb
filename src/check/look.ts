import type {Path} from '../proposal/model.js'

/** What stands at a path of a value that may be anything; undefined when the path leads nowhere. */
export function lookAt(value: unknown, path: Path): unknown {
  let node = value
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined
    node = (node as Record<number | string, unknown>)[step]
  }
  return node
}

export function textAt(value: unknown, path: Path): string | undefined {
  const found = lookAt(value, path)
  return typeof found === 'string' ? found : undefined
}

export function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = lookAt(value, path)
  return Array.isArray(found) ? found : []
}

export function mapAt(value: unknown, path: Path): Readonly<Record<string, unknown>> {
  const found = lookAt(value, path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {}
}

/** Every text of a value with its path, in file order. */
export function textsIn(value: unknown, path: Path = []): {path: Path; text: string}[] {
  if (typeof value === 'string') return [{path, text: value}]
  if (typeof value !== 'object' || value === null) return []
  const entries: [number | string, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([step, inner]) => textsIn(inner, [...path, step]))
}
