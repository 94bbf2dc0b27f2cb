const INVERSE_SQRT_TWO_PI = 0.398_942_280_401_432_7
const LOG_SQRT_TWO_PI = 0.918_938_533_204_672_8
const SQRT_TWO = 1.414_213_562_373_095_1
const SPLIT = 0.674_489_75 // where Cody changes from the central to the tail approximation
const ROOT_32 = 5.656_854_249_492_381

// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631-637,
// in the form for the normal integral of his ACM algorithm 715 (ANORM).
const A = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356] as const
const A4 = 0.06568233791820745
const B = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673] as const
const C = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283,
  11602.65143764735, 9842.714838383978,
] as const
const C8 = 1.0765576773720192e-8
const D = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
] as const
const P = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5,
] as const
const P5 = 0.023073441764940174
const Q = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
] as const

/** Phi(z) - 1/2 for |z| <= SPLIT. */
function central(z: number): number {
  const square = z * z
  let top = A4 * square
  let bottom = square
  for (let index = 0; index < 3; index++) {
    top = (top + (A[index] as number)) * square
    bottom = (bottom + (B[index] as number)) * square
  }
  return (z * (top + A[3])) / (bottom + B[3])
}

/** Mills' ratio times the square root of 2 pi: Q(y) exp(y^2/2), for y > SPLIT. */
function scaledTail(y: number): number {
  if (y <= ROOT_32) {
    let top = C8 * y
    let bottom = y
    for (let index = 0; index < 7; index++) {
      top = (top + (C[index] as number)) * y
      bottom = (bottom + (D[index] as number)) * y
    }
    return (top + C[7]) / (bottom + D[7])
  }
  const square = 1 / (y * y)
  let top = P5 * square
  let bottom = square
  for (let index = 0; index < 4; index++) {
    top = (top + (P[index] as number)) * square
    bottom = (bottom + (Q[index] as number)) * square
  }
  const correction = (square * (top + P[4])) / (bottom + Q[4])
  return (INVERSE_SQRT_TWO_PI - correction) / y
}

/** exp(-scale y^2), y >= 0, with the square split as Cody does, so that no digit is lost at large y. */
function gaussian(y: number, scale = 0.5): number {
  const coarse = Math.trunc(y * 16) / 16
  return Math.exp(-scale * coarse * coarse) * Math.exp(-scale * (y - coarse) * (y + coarse))
}

/** Standard normal density. */
export function normalPdf(z: number): number {
  return INVERSE_SQRT_TWO_PI * gaussian(Math.abs(z))
}

/** P(Z <= z): full relative accuracy in the lower tail, down to z = -38. */
export function normalCdf(z: number): number {
  if (Math.abs(z) <= SPLIT) return 0.5 + central(z)
  if (z > 0) return 1 - normalCdf(-z)
  if (z < -40) return 0
  return Number.isNaN(z) ? z : gaussian(-z) * scaledTail(-z)
}

/** P(Z > z): full relative accuracy in the upper tail; never `1 - normalCdf(z)`. */
export function normalSf(z: number): number {
  return normalCdf(-z)
}

/** ln P(Z <= z), finite where the probability itself underflows. */
export function logNormalCdf(z: number): number {
  if (z > -SPLIT) return z > SPLIT ? Math.log1p(-normalCdf(-z)) : Math.log(normalCdf(z))
  return -0.5 * z * z + Math.log(scaledTail(-z))
}

/** Complementary error function, 2 Q(x sqrt 2), to full relative accuracy for large x. */
export function erfc(x: number): number {
  const y = Math.abs(x) * SQRT_TWO
  if (!(y > SPLIT)) return 1 - 2 * central(x * SQRT_TWO)
  if (y > 40) return x < 0 ? 2 : 0
  const tail = 2 * gaussian(Math.abs(x), 1) * scaledTail(y)
  return x < 0 ? 2 - tail : tail
}

// M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
const CENTRE = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}
const MIDDLE = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}
const FAR = {
  top: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  bottom: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
}

function ratio({top, bottom}: {top: readonly number[]; bottom: readonly number[]}, r: number): number {
  let above = 0
  let below = 0
  for (let index = 7; index >= 0; index--) {
    above = above * r + (top[index] as number)
    below = below * r + (bottom[index] as number)
  }
  return above / below
}

function wichura(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(FAR, r - 5)
  return q < 0 ? -z : z
}

/**
 * Standard normal quantile of the lower tail probability p: AS 241, then one Halley step on the log of the tail.
 * For an upper tail q take `-normalQuantile(q)`: `1 - q` would lose the digits of a small q.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN
  if (p > 0.5) return -normalQuantile(1 - p)
  const z = wichura(p)
  if (z < -38) return z
  const step = (normalCdf(z) - p) / normalPdf(z)
  return z - step / (1 + (z * step) / 2)
}

/** Mean of Z given Z below its p-quantile: the (negative) expected shortfall of a standard normal return. */
export function normalTailMean(p: number): number {
  return -Math.exp(-0.5 * normalQuantile(p) ** 2 - LOG_SQRT_TWO_PI) / p
}
