import {tmpdir} from 'node:os'

import {seriesNames} from '../../src/backtest/backtest.js'
import {fundPool} from '../../src/edge/fund/pool.js'
import {loadProposal} from '../../src/edge/load-proposal.js'
import {loadNamedSeries} from '../../src/edge/series-store.js'
import {fundStudy} from '../../src/insurance/simulation/study.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {protocolNamed} from '../../src/protocols/registry.js'
import {
  brownian,
  claims,
  ksStatistic,
  pathsFor,
  simulated,
  tiltedClaims,
  type SurplusSetting,
} from '../helpers/surplus.js'
import type {BenchCase} from './case.js'

const SEEDS = 100
const EXAMPLE = 'proposals/custom-perpetual-insurance-fund.yaml'
const law = (loading: number) => ({meanClaim: 1, premium: 1 + loading, rate: 1})

/** Ten funds whose chance of exhaustion has a closed form, from common to one in a hundred thousand. */
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
const TILTED_PATHS = 10_000

interface Checked {
  readonly ks: number
  readonly relative: number
}
let checked: Checked | undefined

function check(): Checked {
  if (checked) return checked
  const runs = SETTINGS.flatMap((setting, k) => {
    const paths = setting.name.startsWith('tilted') ? TILTED_PATHS : pathsFor(setting.known)
    return Array.from({length: SEEDS}, (_, seed) => simulated(setting, 1000 * k + seed, paths))
  })
  checked = {
    ks: ksStatistic(
      runs.map(({z}) => z),
      normalCdf,
    ),
    relative: Math.max(...runs.map(({relative}) => relative)),
  }
  return checked
}

/** The example in this process: seconds on one core, whatever else a command costs. */
async function study(workers: number): Promise<number> {
  const {proposal} = await loadProposal(EXAMPLE)
  const request = proposal.backtest
  if (request === undefined) throw new Error('the example has no backtest')
  const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
  const series = await loadNamedSeries(seriesNames(request, values), tmpdir(), 'proposals')
  if (series instanceof Error) throw series
  const start = process.hrtime.bigint()
  const input = {request, values, series}
  const pool = fundPool(input, workers)
  await fundStudy(input, pool.run)
  await pool.close()
  return Number(process.hrtime.bigint() - start) / 1e9
}

export const fundCases: readonly BenchCase[] = [
  {id: 'fund.closed-forms-ks', unit: 'sqrt(n) D', bar: '<= 1.628 (1%)', run: () => check().ks},
  {id: 'fund.closed-forms-relative-error', unit: 'worst', bar: '<= 0.02', run: () => check().relative},
  {id: 'fund.example-two-workers', unit: 's', bar: '<= 10', run: () => study(2)},
]
