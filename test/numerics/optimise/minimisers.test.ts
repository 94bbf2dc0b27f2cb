import {bfgs} from '../../../src/numerics/optimise/bfgs.js'
import {hessianOf} from '../../../src/numerics/optimise/hessian.js'
import {nelderMead} from '../../../src/numerics/optimise/nelder-mead.js'
import {polish} from '../../../src/numerics/optimise/newton.js'
import type {Objective} from '../../../src/numerics/optimise/problem.js'

/** Rosenbrock's valley, minimum 0 at (1, 1); its Hessian there is (802, -400; -400, 200). */
const rosenbrock: Objective = (x, gradient) => {
  const [a, b] = [x[0]!, x[1]!]
  gradient[0] = -400 * a * (b - a * a) - 2 * (1 - a)
  gradient[1] = 200 * (b - a * a)
  return 100 * (b - a * a) ** 2 + (1 - a) ** 2
}
const free = {lower: [-Infinity, -Infinity], upper: [Infinity, Infinity]}

test('BFGS finds the floor of the valley, and Newton steps polish it', () => {
  const found = bfgs(rosenbrock, [-1.2, 1], {tolerance: 1e-3})
  expect(found.converged).toBe(true)
  const best = polish(rosenbrock, found, free, [802, 200])
  expect(best.converged).toBe(true)
  expect(best.decrement).toBeLessThan(1e-10)
  best.x.forEach((value) => {
    expect(Math.abs(value - 1)).toBeLessThan(1e-9)
  })
  expect(best.hessian!.get(0, 1)).toBeCloseTo(-400, 6)
})

test('a bound that holds the minimum back is found, and named by what is no longer free', () => {
  const bounds = {lower: [-2, -2], upper: [0.5, 2]}
  const found = bfgs(rosenbrock, [-1, 1], {bounds, tolerance: 1e-9})
  expect(found).toMatchObject({converged: true, free: [1]})
  expect([...found.x]).toEqual([0.5, expect.closeTo(0.25, 8)])
})

test('a fixed variable stays, and the others are found around it', () => {
  const bounds = {lower: [2, -10], upper: [2, 10]}
  const found = bfgs(rosenbrock, [2, 0], {bounds, tolerance: 1e-9})
  expect(found).toMatchObject({converged: true, free: [1]})
  expect(found.x[1]).toBeCloseTo(4, 8)
})

test('the search steps back from where the function is not defined', () => {
  // x - ln x on x > 0, minimum 1 at 1; the first full step from 0.01 would leave the domain
  const objective: Objective = (x, gradient) => {
    gradient[0] = 1 - 1 / x[0]!
    return x[0]! > 0 ? x[0]! - Math.log(x[0]!) : Number.NaN
  }
  expect(bfgs(objective, [5], {tolerance: 1e-9}).x[0]).toBeCloseTo(1, 8)
  expect(bfgs(objective, [-1])).toMatchObject({converged: false, reason: expect.stringContaining('not defined')})
})

test('a function without a minimum is not called converged', () => {
  const slope: Objective = (_, gradient) => {
    gradient[0] = 1
    return 0
  }
  const falling: Objective = (x, gradient) => {
    gradient[0] = -1
    return -x[0]!
  }
  expect(bfgs(slope, [0]).converged).toBe(false)
  expect(bfgs(falling, [0], {maxEvaluations: 50})).toMatchObject({converged: false})
  const saddle: Objective = (x, gradient) => {
    gradient[0] = 2 * x[0]!
    gradient[1] = -2 * x[1]!
    return x[0]! ** 2 - x[1]! ** 2
  }
  const start = bfgs(saddle, [0, 0])
  expect(polish(saddle, start, free, [1, 1])).toMatchObject({
    converged: false,
    reason: expect.stringContaining('curvature'),
  })
})

test('difference Hessians have ten digits, and shorten steps that leave the domain', () => {
  const objective: Objective = (x, gradient) => {
    gradient[0] = 1 / x[0]!
    return x[0]! > 0 ? Math.log(x[0]!) : Number.NaN
  }
  const hessian = hessianOf(objective, Float64Array.of(0.5), [0], [0.4])!
  expect(Math.abs(hessian.get(0, 0) / -4 - 1)).toBeLessThan(0.02)
  expect(Math.abs(hessianOf(objective, Float64Array.of(0.5), [0], [1e-3])!.get(0, 0) / -4 - 1)).toBeLessThan(1e-9)
  expect(hessianOf(() => Number.NaN, Float64Array.of(1), [0], [1])).toBeUndefined()
})

test('Nelder and Mead get there without a gradient, around a wall', () => {
  const slope = new Float64Array(2)
  const found = nelderMead((x) => rosenbrock(x, slope), [-1.2, 1])
  expect(found.converged).toBe(true)
  found.x.forEach((value) => {
    expect(value).toBeCloseTo(1, 4)
  })
  const walled = nelderMead((x) => (x[0]! < 1 ? Number.NaN : x[0]! ** 2 + x[1]! ** 2), [3, 3])
  expect(walled.x[0]).toBeCloseTo(1, 4)
  expect(nelderMead(() => Number.NaN, [0]).converged).toBe(false)
})
