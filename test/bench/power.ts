// Prints docs/size-and-power.md's tables: rejection rates of every test of `plimsoll coverage`, by simulation.
import {parseArgs} from 'node:util'

import {CELLS, type CellResult, SCENARIOS, type Scenario, simulateCell} from './size-power.js'

const {values} = parseArgs({
  options: {
    only: {type: 'string'},
    samples: {type: 'string', default: '1000'},
    seed: {type: 'string', default: '1'},
  },
})
const [samples, seed] = [Number(values.samples), Number(values.seed)]
if (!(Number.isInteger(samples) && samples >= 1 && Number.isInteger(seed) && seed >= 0)) {
  process.stderr.write('power: --samples is a whole number from 1, --seed one from 0\n')
  process.exit(2)
}

const percent = (share: number): string => (100 * share).toFixed(1)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(name: string, scenario: Scenario, results: readonly CellResult[]): string[] {
  const tests = [...(results[0]?.rates.keys() ?? [])]
  const heads = CELLS.map(({periods, p}) => `${String(periods)}, ${String(100 * p)}%`)
  const cell = ({rejected, absent}: {rejected: number; absent: number}): string =>
    absent >= 0.005 ? `${percent(rejected)} (${percent(absent)})` : percent(rejected)
  return [
    `## ${name}: ${scenario.title}`,
    '',
    row(['test', ...heads]),
    row(['---', ...CELLS.map(() => '---:')]),
    row(['_share of hits_', ...results.map(({hitRate}) => `_${(100 * hitRate).toFixed(2)}_`)]),
    ...tests.map((id) => row([id, ...results.map(({rates}) => cell(rates.get(id) ?? {rejected: 0, absent: 1}))])),
    '',
  ]
}

for (const scenario of SCENARIOS.filter(({id}) => values.only === undefined || id === values.only)) {
  const results = CELLS.map((cell) => {
    if (process.stderr.isTTY) process.stderr.write(`${scenario.id} ${String(cell.periods)} ${String(cell.p)} ...\n`)
    return simulateCell(scenario, cell, samples, seed)
  })
  const name = scenario.horizonBars > 1 ? `windows of ${String(scenario.horizonBars)} bars` : 'one bar'
  process.stdout.write(`${table(name, scenario, results).join('\n')}\n`)
}
