const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', {maximumFractionDigits: decimals, minimumFractionDigits: decimals})

/** `12.12m`, `950.00k`, `31`: quote units, three or more significant digits. */
export function money(value: number): string {
  for (const [unit, size] of [
    ['bn', 1e9],
    ['m', 1e6],
    ['k', 1e3],
  ] as const) {
    if (Math.abs(value) >= size) return `${grouped(value / size, 2)}${unit}`
  }
  return grouped(value, 0)
}
