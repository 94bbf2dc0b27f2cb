import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {StressReport} from '../../src/report/stress-screen.js'
import {ROOT, scratchFolder} from '../helpers/cli.js'
import {plimsoll} from '../helpers/run.js'

const folder = scratchFolder()
const write = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}
const perpetual = readFileSync(path.join(ROOT, 'proposals/custom-perpetual-maintenance-margin.yaml'), 'utf8')
const PROPOSAL = write(
  'perp.yaml',
  perpetual
    .replace('prices: ETH-USDT-1h-2024-08', 'prices: ETH-USDT')
    .replace('horizon: 1h', 'horizon: 1d')
    .replace(
      /accept:\n.*\n/,
      'book: {source: synthetic, seed: 7, count: 100}\n  accept: {badDebt: "<= 2% of open interest"}\n',
    ),
)
const json = async (...args: string[]) =>
  JSON.parse((await plimsoll('stress', ...args, '--json')).stdout) as StressReport
const finished = () => {
  const code = process.exitCode
  process.exitCode = undefined
  return code
}

test('crises that are embedded by the hour are replayed by the hour; a missed criterion exits 1', async () => {
  const report = await json(PROPOSAL, '--scenario', 'covid-2020-03', '--scenario', 'august-2023')
  expect(finished()).toBe(1)
  const [covid, august] = report.scenarios
  expect(covid).toMatchObject({bars: 96, barSeconds: 3600, from: '2020-03-11', verdict: {criterion: false}})
  expect(august).toMatchObject({bars: 3, barSeconds: 86_400})
  expect(covid!.after.static.worstDays[0]!.date).toMatch(/^2020-03-1[23]$/)
  expect(covid!.sample).toMatchObject([{asset: 'ETH', series: 'ETH-USD-1h-2020-03'}])
  expect(report.reverse).toEqual([])
  expect(await json(PROPOSAL, '--scenario', 'covid-2020-03', '--scenario', 'august-2023')).toEqual(report)
  finished()
})

test('all named scenarios and the reverse stress fit 80 columns', async () => {
  const {stdout} = await plimsoll('stress', PROPOSAL)
  expect(finished()).toBe(1)
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(stdout).toMatch(/gap-30-outage +-30\.0% +1h/)
  expect(stdout).toMatch(/not run: correlation-1: /)
  expect(stdout).toMatch(/gap-down +-\d\d\.\d\d% misses the criterion/)
})

test('a scenario from a file, and one that no market can', async () => {
  const file = write('own.yaml', 'scenario: dip\ntitle: Prices open five per cent lower\ngap: {by: -5%}\n')
  const report = await json(PROPOSAL, '--scenario', file)
  expect(finished()).toBeUndefined()
  expect(report.scenarios[0]).toMatchObject({name: 'dip', moves: {ETH: {low: expect.closeTo(-0.05, 12) as number}}})
  const wrong = write('wrong.yaml', 'scenario: dip\ntitle: Nothing\ngap: {by: -5}\n')
  const {error, stderr} = await plimsoll('stress', PROPOSAL, '--scenario', wrong)
  expect(stderr).toMatch(/wrong\.yaml:3:\d+: /)
  expect(error?.oclif?.exit).toBe(2)
})

test.each<[string, string[], RegExp]>([
  ['a name that is none', [PROPOSAL, '--scenario', 'covid-2020-04'], /Did you mean covid-2020-03/],
  ['no file', [], /Say which proposal/],
])('%s: exit 2', async (_, args, text) => {
  const {error, stderr} = await plimsoll('stress', ...args)
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(text)
  expect(error?.oclif?.exit).toBe(2)
})

test('a proposal without a book meets a synthetic one, and is told so', async () => {
  const file = path.join(ROOT, 'proposals/aave-v3-weth-liquidation-threshold.yaml')
  const report = await json(file, '--scenario', 'gap-30')
  expect(report).toMatchObject({kind: 'lending', seed: 7, source: 'synthetic'})
  expect(report.assumptions[0]).toMatch(/names no book: a synthetic one stands in/)
})

test('lists what has a name', async () => {
  const {stdout} = await plimsoll('stress', '--list')
  expect(stdout).toMatch(/ftx-2022-11 +November 2022: FTX fails/)
})
