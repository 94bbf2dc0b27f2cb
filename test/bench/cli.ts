import {spawnSync} from 'node:child_process'

import {median, type BenchCase} from './case.js'

const RUNS = 15
const EXAMPLE = 'proposals/aave-v3-weth-liquidation-threshold.yaml'

/** Wall time of one process, seconds. */
function seconds(args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const {status, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe']})
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return Number(process.hrtime.bigint() - start) / 1e9
}

/** How many times the wall time of an empty Node process a command takes: the two in turn, median of the pairwise ratios. */
function ratio(...args: string[]): number {
  seconds(['bin/run.js', ...args])
  return median(Array.from({length: RUNS}, () => seconds(['bin/run.js', ...args]) / seconds(['-e', '0'])))
}

export const cliCases: readonly BenchCase[] = [
  {id: 'cli.version', unit: 'x node -e 0', bar: '<= 2.5', run: () => ratio('--version')},
  {id: 'cli.check', unit: 'x node -e 0', bar: '<= 4', run: () => ratio('check', EXAMPLE)},
  {
    id: 'cli.review',
    unit: 's',
    bar: '<= 1.5',
    run: () => median(Array.from({length: 5}, () => seconds(['bin/run.js', 'review', EXAMPLE]))),
  },
]
