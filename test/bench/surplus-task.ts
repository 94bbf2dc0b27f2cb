import {brownian, claims, pathsFor, simulated, tiltedClaims, type SurplusSetting} from '../helpers/surplus.js'

const SEEDS = 100
const law = (loading: number) => ({meanClaim: 1, premium: 1 + loading, rate: 1})

/** Ten funds whose chance of exhaustion has a closed form, from common to one in ten thousand. */
const SETTINGS: readonly SurplusSetting[] = [
  claims(0, 50, law(0.1)),
  claims(10, 100, law(0.1)),
  claims(5, 50, law(0.3)),
  claims(20, 100, law(-0.1)),
  brownian({drift: 0.5, sigma: 1, u: 1}, 4, 50),
  brownian({drift: 0, sigma: 1, u: 2}, 4, 30),
  brownian({drift: -0.3, sigma: 2, u: 5}, 9, 60),
  tiltedClaims(20, 200, law(0.3)),
  tiltedClaims(40, 400, law(0.3)),
  tiltedClaims(15, 150, law(0.6)),
]
/** Paths of the tilted settings: their weights differ little, so that few serve. */
const TILTED_PATHS = 4000
/** Largest relative standard error that a run may have. */
const RELATIVE = 0.02

export const SURPLUS_RUNS = SETTINGS.length * SEEDS

/** Runs `from … to − 1`: every setting with every seed. */
export function surplusRuns(from: number, to: number): {relative: number; z: number}[] {
  return Array.from({length: to - from}, (_, i) => {
    const setting = SETTINGS[Math.floor((from + i) / SEEDS)]
    if (setting === undefined) throw new RangeError(`run ${from + i} of ${SURPLUS_RUNS}`)
    const paths = setting.name.startsWith('tilted') ? TILTED_PATHS : pathsFor(setting.known, RELATIVE)
    const {relative, z} = simulated(setting, from + i, paths)
    return {relative, z}
  })
}
