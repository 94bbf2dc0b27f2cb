/**
 * Integral over (a, b) by tanh-sinh quadrature (Takahasi & Mori, Publ. RIMS 9 (1974) 721-741): handles integrable
 * singularities at the ends. The step is halved until two results agree to `tolerance`, relatively. `f` also gets the
 * distance from the nearer end, which keeps its digits where x itself has rounded to the end.
 */
export function integrate(f: (x: number, fromEnd: number) => number, a: number, b: number, tolerance = 1e-12): number {
  const half = (b - a) / 2
  const term = (t: number): number => {
    const u = (Math.PI / 2) * Math.sinh(t)
    const distance = (2 * half) / (1 + Math.exp(2 * Math.abs(u)))
    const weight = ((Math.PI / 2) * Math.cosh(t)) / Math.cosh(u) ** 2
    if (!(distance > 0) || !(weight > 0)) return 0
    const value = weight * f(u < 0 ? a + distance : b - distance, distance)
    return Number.isFinite(value) ? value : 0
  }
  const END = 6.5
  let step = 0.5
  let sum = term(0)
  for (let t = step; t <= END; t += step) sum += term(t) + term(-t)
  let result = sum * step * half
  for (let level = 0; level < 9; level++) {
    step /= 2
    for (let t = step; t <= END; t += 2 * step) sum += term(t) + term(-t)
    const refined = sum * step * half
    if (level > 1 && Math.abs(refined - result) <= tolerance * Math.abs(refined)) return refined
    result = refined
  }
  return result
}
