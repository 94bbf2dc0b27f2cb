import {style} from './style.js'

/** Hashes by name, a block for each item. */
export function hashesScreen(result: object): string {
  const items = [result].flat() as readonly object[]
  return items
    .map((item, index) => {
      const entries = Object.entries(item)
      const width = Math.max(...entries.map(([name]) => name.length))
      const lines = entries.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`)
      return [...(Array.isArray(result) ? [style.strong(`item ${index}`)] : []), ...lines].join('\n')
    })
    .join('\n')
}
