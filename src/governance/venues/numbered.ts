/** Several values of one name, for lists of hashes: `txHash`, or `txHash1`, `txHash2`... where there is more than one. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  const named = values.map((value, index): [string, string] => [
    values.length === 1 ? name : `${name}${index + 1}`,
    value,
  ])
  return Object.fromEntries(named)
}
