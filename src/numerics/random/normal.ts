import type {Stream} from './stream.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {abs, exp, imul, log, sqrt} = Math

/**
 * Ziggurat of Marsaglia and Tsang (2000) with 256 layers. Layer index and position come from different bits, and the
 * position has 53 of them: the defects of the original 32-bit version (Leong et al. 2005) do not arise.
 */
const LAYERS = 256
/** Where the tail begins, and the area of each layer (the base layer includes the tail). */
const TAIL = 3.6541528853610088
const AREA = 0.004928673233974655
/** A position is a signed 56-bit integer. */
const SCALE = 2 ** 55

/** Width of layer i over `SCALE`; position below which it lies wholly under the density; density at its edge. */
const width = new Float64Array(LAYERS)
const inside = new Float64Array(LAYERS)
const height = new Float64Array(LAYERS)

const density = (x: number): number => exp(-0.5 * x * x)

function build(): void {
  let edge = TAIL
  const baseWidth = AREA / density(TAIL)
  width[0] = baseWidth / SCALE
  inside[0] = (TAIL / baseWidth) * SCALE
  height[0] = 1
  width[LAYERS - 1] = TAIL / SCALE
  height[LAYERS - 1] = density(TAIL)
  for (let i = LAYERS - 2; i >= 1; i--) {
    const inner = sqrt(-2 * log(AREA / edge + density(edge)))
    inside[i + 1] = (inner / edge) * SCALE
    width[i] = inner / SCALE
    height[i] = density(inner)
    edge = inner
  }
  inside[1] = 0
}
build()

/** A standard normal variate. */
export function normal(random: Stream): number {
  const word = random.int32()
  const layer = word & 0xff
  const position = (word >> 8) * 0x1_0000_0000 + (random.int32() >>> 0)
  const x = position * (width[layer] as number)
  if (abs(position) < (inside[layer] as number)) return x
  return rare(random, layer, x)
}

/** The one draw in a hundred that falls outside the inner rectangle of its layer. */
function rare(random: Stream, layer: number, x: number): number {
  if (layer === 0) {
    for (;;) {
      const beyond = -log(random.uniformOpen()) / TAIL
      if (-2 * log(random.uniformOpen()) > beyond * beyond) return x < 0 ? -TAIL - beyond : TAIL + beyond
    }
  }
  const low = height[layer] as number
  const top = layer === 1 ? 1 : (height[layer - 1] as number)
  return low + random.uniform() * (top - low) < density(x) ? x : normal(random)
}

/**
 * Fills `out` with standard normal variates, those that as many calls of `normal` would give. The two draws of
 * `Stream.int32` are written out, with the state in variables of the loop: it is half the time of a simulation.
 */
export function fillNormal(random: Stream, out: Float64Array): Float64Array {
  let [a, b, c, d] = random.state()
  for (let i = 0; i < out.length; i++) {
    let fives = imul(b, 5)
    const word = imul((fives << 7) | (fives >>> 25), 9)
    let c1 = c ^ a
    let d1 = d ^ b
    a ^= d1
    c = c1 ^ (b << 9)
    b ^= c1
    d = (d1 << 11) | (d1 >>> 21)
    fives = imul(b, 5)
    const low = imul((fives << 7) | (fives >>> 25), 9)
    c1 = c ^ a
    d1 = d ^ b
    a ^= d1
    c = c1 ^ (b << 9)
    b ^= c1
    d = (d1 << 11) | (d1 >>> 21)
    const layer = word & 0xff
    const position = (word >> 8) * 0x1_0000_0000 + (low >>> 0)
    const x = position * (width[layer] as number)
    if (abs(position) < (inside[layer] as number)) {
      out[i] = x
      continue
    }
    random.resume(a, b, c, d)
    out[i] = rare(random, layer, x)
    ;[a, b, c, d] = random.state()
  }
  random.resume(a, b, c, d)
  return out
}
