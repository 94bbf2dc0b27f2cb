// Runs the benchmarks: a table, or with --json one array of {id, value, unit, bar}; --only AREA picks one area.
import {parseArgs} from 'node:util'

import {bookCases} from './book.js'
import {columns} from '../../src/report/text.js'
import type {BenchCase} from './case.js'
import {checkCases} from './check.js'
import {cliCases} from './cli.js'
import {coverageCases} from './coverage.js'
import {fundCases} from './fund.js'
import {signerCases} from './signer.js'
import {volatilityCases} from './volatility.js'

const CASES: readonly BenchCase[] = [
  ...bookCases,
  ...checkCases,
  ...cliCases,
  ...coverageCases,
  ...fundCases,
  ...signerCases,
  ...volatilityCases,
]

const {values} = parseArgs({options: {json: {type: 'boolean'}, only: {type: 'string'}}})
const chosen = CASES.filter(
  ({id}) => values.only === undefined || id === values.only || id.startsWith(`${values.only}.`),
)
if (chosen.length === 0) {
  const areas = [...new Set(CASES.map(({id}) => id.split('.')[0]))].join(', ')
  process.stderr.write(`bench: nothing is called \`${values.only ?? ''}\`; areas: ${areas}\n`)
  process.exit(2)
}

const results: {id: string; value: number; unit: string; bar: string | undefined}[] = []
for (const benchCase of chosen) {
  if (process.stderr.isTTY) process.stderr.write(`${benchCase.id} ...\n`)
  results.push({id: benchCase.id, value: await benchCase.run(), unit: benchCase.unit, bar: benchCase.bar})
}

if (values.json) {
  process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
} else {
  const rows = results.map(({id, value, unit, bar}) => [id, value.toPrecision(4), unit, bar ?? ''])
  process.stdout.write(`${columns(['id', 'value', 'unit', 'bar'], rows, [1]).join('\n')}\n`)
}
