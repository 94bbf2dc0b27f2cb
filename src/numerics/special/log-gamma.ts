const EULER = 0.577_215_664_901_532_9
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8

/** zeta(k) - 1 for k = 2..33: the Taylor coefficients of ln Gamma about 2, times k. */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
  7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
  2.3283118336765053e-10, 1.164155017270052e-10,
]

/** B_2k / (2k(2k-1)): Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400]

/** ln Gamma(2 + z) for |z| <= 1/2: Abramowitz & Stegun 6.1.33 moved from 1 to 2, where it converges like 4^-k. */
function logGammaNearTwo(z: number): number {
  let sum = 0
  for (let index = ZETA_MINUS_ONE.length - 1; index >= 0; index--) {
    const k = index + 2
    sum = ((k % 2 === 0 ? 1 : -1) * (ZETA_MINUS_ONE[index] as number)) / k + sum * z
  }
  return z * (1 - EULER + z * sum)
}

function stirlingSeries(x: number): number {
  const inverse = 1 / x
  const square = inverse * inverse
  let sum = 0
  for (let index = STIRLING.length - 1; index >= 0; index--) sum = (STIRLING[index] as number) + sum * square
  return sum * inverse
}

/**
 * ln Gamma(x), x > 0; NaN for x <= 0. Relative accuracy about 1e-15, also beside its zeros at 1 and 2.
 * Taylor series about 2 (Abramowitz & Stegun 6.1.33), recurrence below 10, Stirling's series from there (6.1.40).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN
  if (x === Infinity) return Infinity
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x)
  if (x < 0.5) return logGammaNearTwo(x) - Math.log1p(x) - Math.log(x)
  if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1)
  let product = 1
  let y = x
  while (y > 2.5) {
    y -= 1
    product *= y
  }
  return Math.log(product) + logGammaNearTwo(y - 2)
}

/** Stirling's error ln Gamma(n + 1) - [(n + 1/2) ln n - n + ln sqrt(2 pi)], n > 0 (Loader 2000, "delta"). */
export function stirlingError(n: number): number {
  if (n >= 10) return stirlingSeries(n)
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI
}

/**
 * Deviance x ln(x/m) + m - x with 0 ln 0 = 0, without cancellation where x is near m
 * (Loader, "Fast and accurate computation of binomial probabilities", 2000: `bd0`). x >= 0, m > 0.
 */
export function deviance(x: number, m: number): number {
  if (x === 0) return m
  const difference = x - m
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference
  const v = difference / (x + m)
  let sum = difference * v
  let term = 2 * x * v
  for (let k = 3; ; k += 2) {
    term *= v * v
    const next = sum + term / k
    if (next === sum) return sum
    sum = next
  }
}
