/**
 * Euler's 16-bit decimal float: the low 6 bits are an exponent e, the high 10 a mantissa m, for an amount of
 * 10^e x m / 100. Raw 0 means no limit. Source: src/EVault/shared/types/AmountCap.sol of euler-vault-kit at 5b98b42.
 */
const MOST = 1023n
const EXPONENTS = 63n

/** No limit: what raw 0 stands for, in place of an amount of whole tokens. */
export const UNLIMITED = 2n ** 256n - 1n

/** The raw cap of an amount in the token's smallest units; undefined where three to four digits do not suffice. */
export function encodeAmountCap(units: bigint): bigint | undefined {
  if (units === 0n) return 1n // mantissa 0 with an exponent: a cap of nothing, where raw 0 would be none
  let [mantissa, exponent] = [units, 2n]
  while (mantissa % 10n === 0n && mantissa >= 1000n) [mantissa, exponent] = [mantissa / 10n, exponent + 1n]
  return mantissa <= MOST && exponent <= EXPONENTS ? (mantissa << 6n) | exponent : undefined
}

/** The nearest amounts below and above that can be encoded. */
export function nearestCaps(units: bigint): readonly [bigint, bigint] {
  let scale = 1n
  while (units / scale > MOST) scale *= 10n
  const mantissa = units / scale
  // 1000 to 1023 have a fourth digit: 1023 lies between 1020 and 1030 of the next power of ten.
  const fourth = (MOST * scale) / 10n
  const below =
    scale > 1n && fourth <= units ? (mantissa * scale > fourth ? mantissa * scale : fourth) : mantissa * scale
  return [below, mantissa < MOST ? (mantissa + 1n) * scale : 1030n * scale]
}
