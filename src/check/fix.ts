/** A piece of text to put in place of what stands between two offsets. */
export interface Fix {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with every fix made that does not overlap an earlier one; nothing else moves. */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  const pieces: string[] = []
  let done = 0
  for (const fix of fixes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (fix.start < done) continue
    pieces.push(text.slice(done, fix.start), fix.text)
    done = fix.end
  }
  return pieces.join('') + text.slice(done)
}
