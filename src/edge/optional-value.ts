/**
 * Arguments in which a flag may stand without its value: then it gets the one that is usual. A value begins with no dash, and
 * is no proposal (`--bundle FILE.yaml` names the proposal).
 */
export function optionalValue(argv: readonly string[], flag: string, usual: string): string[] {
  return argv.flatMap((word, index) => {
    const next = argv[index + 1]
    const alone = next === undefined || next.startsWith('-') || /\.ya?ml$/i.test(next)
    return word === flag && alone ? [word, usual] : [word]
  })
}
