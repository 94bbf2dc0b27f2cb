/** `12.12m`, `950.00k`, `31`: quote units. */
export function moneyText(value: number): string {
  if (value < 0) return `-${moneyText(-value)}`
  for (const [unit, size] of [
    ['bn', 1e9],
    ['m', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size) return `${grouped(value / size, 2)}${unit}`
  }
  return grouped(value, 0)
}

const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', {maximumFractionDigits: decimals, minimumFractionDigits: decimals})
