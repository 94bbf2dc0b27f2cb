import {brownian, claims, ksStatistic, simulated, tiltedClaims} from '../../helpers/surplus.js'
import {normalCdf} from '../../../src/numerics/special/normal.js'

const law = (loading: number) => ({meanClaim: 1, premium: 1 + loading, rate: 1})

test('the stack agrees with closed forms: Cramer-Lundberg within a horizon, tilted for rare ruin, Brownian', () => {
  const settings = [
    {setting: claims(2, 10, law(0.1)), paths: 800},
    {setting: tiltedClaims(15, 60, law(0.5)), paths: 400},
    {setting: brownian({drift: 0.5, sigma: 1, u: 1}, 4, 12), paths: 800},
  ]
  const scores = settings.flatMap(({paths, setting}, k) =>
    Array.from({length: 12}, (_, seed) => simulated(setting, 100 * k + seed, paths).z),
  )
  // 1% critical value of the Kolmogorov-Smirnov statistic (Stephens 1974).
  expect(ksStatistic(scores, normalCdf)).toBeLessThan(1.628)
})

test('importance sampling shows a chance of one in 30,000 with few paths', () => {
  const setting = tiltedClaims(25, 200, law(0.5))
  const {relative, z} = simulated(setting, 4, 3000)
  expect(setting.known).toBeLessThan(2e-4)
  expect(relative).toBeLessThan(0.05)
  expect(Math.abs(z)).toBeLessThan(4)
})
