/** Edits (insert, delete, replace) between two words, ignoring case. */
function distance(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  let row = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The names that a misspelt one probably meant, best first, at most three; one that contains it counts as near. */
export function nearest(name: string, names: readonly string[]): string[] {
  const contained = (other: string): boolean => name.length > 2 && other.toLowerCase().includes(name.toLowerCase())
  const score = (other: string): number => Math.min(distance(name, other), contained(other) ? 1 : Infinity)
  return names
    .map((other) => ({other, far: score(other)}))
    .filter(({far}) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({other}) => other)
}
