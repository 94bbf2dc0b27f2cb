/** Coefficients of the asymptotic series of ln Γ(x + 1/2) - ln Γ(x) - ln(x)/2 in odd powers of 1/x. */
const SERIES = [-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432]
const ASYMPTOTIC_FROM = 24

/**
 * ln Γ(x + 1/2) - ln Γ(x) and its derivative ψ(x + 1/2) - ψ(x), for x > 0. The difference of two log-gammas would lose
 * its digits for large x: it is what scales a Student-t density with x = nu / 2.
 */
export function logGammaHalfStep(x: number): {value: number; slope: number} {
  let value = 0
  let slope = 0
  let at = x
  for (; at < ASYMPTOTIC_FROM; at++) {
    value -= Math.log1p(0.5 / at)
    slope += 0.5 / (at * (at + 0.5))
  }
  // value: ln Γ(at+1/2)/Γ(at) grows by ln(1 + 1/(2 at)) with each step of `at`; slope shrinks by the derivative of that.
  let power = 1 / at
  const square = power * power
  value += 0.5 * Math.log(at)
  slope += 0.5 / at
  SERIES.forEach((coefficient, i) => {
    value += coefficient * power
    slope -= (2 * i + 1) * coefficient * power * (1 / at)
    power *= square
  })
  return {value, slope}
}
