import {tmpdir} from 'node:os'

import {seriesNames} from '../../src/backtest/backtest.js'
import {fundPool} from '../../src/edge/fund/pool.js'
import {loadProposal} from '../../src/edge/load-proposal.js'
import {loadNamedSeries} from '../../src/edge/series-store.js'
import {fundStudy} from '../../src/insurance/simulation/study.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {protocolNamed} from '../../src/protocols/registry.js'
import {ksStatistic} from '../helpers/surplus.js'
import type {BenchCase} from './case.js'
import {SURPLUS_RUNS, type surplusRuns} from './surplus-task.js'
import {onThreads} from './threads.js'

const EXAMPLE = 'proposals/custom-perpetual-insurance-fund.yaml'

interface Checked {
  readonly ks: number
  readonly relative: number
}
let checked: Checked | undefined

/** Closed forms against the simulation, once for both figures. */
async function check(): Promise<Checked> {
  if (checked) return checked
  const {answers} = await onThreads({
    atOnce: 5,
    count: SURPLUS_RUNS,
    name: 'surplus-worker',
    threads: 2,
  })
  const runs = answers as ReturnType<typeof surplusRuns>
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
  {id: 'fund.closed-forms-ks', unit: 'sqrt(n) D', bar: '<= 1.628 (1%)', run: async () => (await check()).ks},
  {id: 'fund.closed-forms-relative-error', unit: 'worst', bar: '<= 0.02', run: async () => (await check()).relative},
  {id: 'fund.example-two-workers', unit: 's', bar: '<= 10', run: () => study(2)},
]
