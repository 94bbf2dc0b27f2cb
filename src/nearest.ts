/** How many letters must be typed, dropped or changed to get from one word to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/**
 * The known names that a mistyped one may have meant, nearest first, at most three. Case and separators do not count; a
 * name that contains the typed one is near.
 */
export function nearest(name: string, known: readonly string[]): string[] {
  const bare = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const wanted = bare(name.slice(0, 64))
  const off = (candidate: string): number => {
    const edits = distance(wanted, bare(candidate))
    return wanted.length > 2 && bare(candidate).includes(wanted) ? Math.min(edits, 1) : edits
  }
  return known
    .map((candidate) => ({candidate, off: off(candidate)}))
    .filter((match) => match.off <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.off - b.off || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({candidate}) => candidate)
}
