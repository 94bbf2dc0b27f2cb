import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {parquetWriteBuffer} from 'hyparquet-writer'

import type {BacktestReport} from '../../src/report/backtest-report.js'
import {ROOT, scratchFolder} from '../helpers/cli.js'
import {plimsoll} from '../helpers/run.js'

const folder = scratchFolder()
const WETH = path.join(ROOT, 'proposals/aave-v3-weth-liquidation-threshold.yaml')
const write = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

const maker = (book = '{source: vaults.csv}', horizon = '2h') =>
  write(
    `maker-${book.length}-${horizon}.yaml`,
    `plimsoll: 1
title: Raise the liquidation ratio of Maker ETH-B
protocol: {name: custom, chain: ethereum}
contracts:
  spot:
    address: "0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3"
    abi: ["function file(bytes32 ilk, bytes32 what, uint256 data)"]
changes:
  - asset: ETH-B
    contract: spot
    function: file
    arguments:
      ilk: {text: ETH-B}
      what: {text: mat}
      data: {from: 130%, to: 140%, unit: ray, role: collateralRatio}
backtest:
  prices: ETH-USDT
  horizon: ${horizon}
  confidence: 99%
  book: ${book}
  accept: {badDebt: "<= 0.05% of debt"}
`,
  )

/** Two days of hours: 2000, then from 10:00 on 1000, then from 30:00 on 2000 again. */
const hours = Array.from({length: 48}, (_, h) => (h >= 10 && h < 30 ? 1000 : 2000))
const stamp = (h: number) => new Date(Date.UTC(2024, 0, 1, h)).toISOString()
const prices = (list = hours) =>
  `timestamp,open,high,low,close\n${list.map((p, h) => `${stamp(h)},${p},${p},${p},${p}`).join('\n')}\n`
const PRICES = write('prices.csv', prices())
const VAULTS = write('vaults.csv', 'vault,eth,dai\nsafe,10,5000\nthin,1,1460\nhit,2,1600\nbroke,1,1200\n')
const MAP = 'id=vault,collateral_amount=eth,debt_amount=dai'
const BASE = ['--positions', VAULTS, '--prices', PRICES, '--from', '2024-01-01', '--to', '2024-01-02']
const tail = BASE.slice(2)
const json = async (...args: string[]) =>
  JSON.parse((await plimsoll('backtest', ...args, '--json')).stdout) as BacktestReport

test('a book of Maker vaults, worked out by hand', async () => {
  const {book, criteria} = await json(maker(), ...BASE, '--map', MAP)
  // At 1000: ratios safe 2.0, thin 0.685, hit 1.25, broke 0.83. At 2000: thin 1.3699, below 140% and above 130%.
  expect(book!.before!.atExecution.ids).toEqual([])
  expect(book!.after.atExecution).toEqual({count: 1, exposure: 1460, ids: ['thin'], sizes: [1460]})
  expect(book!.newAtExecution).toEqual(['thin'])
  const [before, after] = [book!.before!.static, book!.after.static]
  expect([before.liquidations, before.liquidatedNotional]).toEqual([3, 4260])
  // The oracle says 1000 an hour after 10:00, the auction ends an hour later: 460 and 200 stay unpaid.
  expect(before.badDebt).toBeCloseTo(660, 9)
  expect(before.badDebtShare).toBeCloseTo(660 / 9260, 12)
  expect(before.secondsToClose).toEqual({max: 3600, mean: 3600})
  expect(book!.before!.losses.time).toEqual(['2024-01-01T12:00Z'])
  // After the change, `thin` is sold at 2000 and pays: only `broke` leaves 200.
  expect(after.liquidations).toBe(3)
  expect(after.badDebt).toBeCloseTo(200, 9)
  // Owners who defend themselves lose no more than those who do nothing.
  expect(book!.after.response!.liquidations.high).toBeLessThanOrEqual(after.liquidations)
  expect(book!.after.response!.liquidatedNotional.high).toBeLessThanOrEqual(after.liquidatedNotional)
  expect(book!.responseReason).toMatch(/fitted to Maker ETH-B vaults/)
  expect(criteria).toEqual([expect.objectContaining({name: 'badDebt', status: 'missed', figure: 200 / 9260})])
})

test('the screen has at most 80 columns, says what it assumed, and exits 1 when a criterion is missed', async () => {
  const {stdout} = await plimsoll('backtest', maker(), ...BASE, '--map', MAP)
  expect(process.exitCode).toBe(1)
  process.exitCode = undefined
  expect(stdout).toMatch(/liquidated +3 +3\n/)
  expect(stdout).toMatch(/made liquidatable by the change: thin \(1.46k\)/)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain("1h late (Maker's oracle module)")
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('JSON and other names give the same book', async () => {
  const rows = [['safe', 10, 5000], ['thin', 1, 1460], ['hit', 2, 1600], ['broke', 1, 1200]] // prettier-ignore
  const items = rows.map(([id, collateral_amount, debt_amount]) => ({
    id, collateral_asset: 'ETH', collateral_amount, debt_asset: 'DAI', debt_amount,
  })) // prettier-ignore
  const file = write('vaults.json', JSON.stringify(items))
  const fromJson = await json(maker(), ...tail, '--positions', file)
  const fromCsv = await json(maker(), ...BASE, '--map', `${MAP},collateral_asset==ETH,debt_asset==DAI`)
  expect(fromJson.book!.after).toEqual(fromCsv.book!.after)
  expect(fromJson.book!.digest).toBe(fromCsv.book!.digest)
  expect(fromJson.book!.assumptions).toContain('debt in DAI is valued at 1 USD')
})

test.each(['UNCOMPRESSED', 'SNAPPY'] as const)(
  'Parquet (%s) gives the same book, read by row groups',
  async (codec) => {
    const columnData = [
      {name: 'vault', data: ['safe', 'thin', 'hit', 'broke'], type: 'STRING' as const},
      {name: 'eth', data: [10, 1, 2, 1], type: 'DOUBLE' as const},
      {name: 'dai', data: [5000n, 1460n, 1600n, 1200n], type: 'INT64' as const},
    ]
    const bytes = (data: typeof columnData) =>
      new Uint8Array(parquetWriteBuffer({codec, columnData: data, rowGroupSize: 3}))
    const file = path.join(folder, `${codec}.parquet`)
    writeFileSync(file, bytes(columnData))
    const parquet = await json(maker(), ...tail, '--positions', file, '--map', MAP)
    const csv = await json(maker(), ...BASE, '--map', MAP)
    expect(parquet.book!.after).toEqual(csv.book!.after)
    expect(parquet.book!.digest).toBe(csv.book!.digest)
    const spoilt = columnData.map((column) => ({...column, data: [...column.data]}) as typeof column)
    spoilt[1]!.data[3] = -1
    spoilt[0]!.data[2] = 'safe'
    writeFileSync(file, bytes(spoilt))
    const {error, stderr} = await plimsoll('backtest', maker(), ...tail, '--positions', file, '--map', MAP)
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /2 of 4 rows.*row 3: the id safe is that of row 1 too; row 4: collateral_amount is `-1`/,
    )
    expect(error?.oclif?.exit).toBe(2)
  },
)

test('a perpetual book, worked out by hand', async () => {
  const perp = readFileSync(path.join(ROOT, 'proposals/custom-perpetual-maintenance-margin.yaml'), 'utf8')
    .replace('accept:\n', 'book: {source: p.csv, latency: 0s}\n  accept:\n')
    .replace('coverage: ">= 85%"', 'badDebt: "<= 1% of open interest"')
  const positions = 'id,market,side,size,entry_price,collateral\nl,ETH-USD,long,1,2000,60\ns,ETH,short,1,2000,1500\n'
  const file = write('perp.yaml', perp)
  const {book} = await json(file, ...tail, '--positions', write('perp.csv', positions))
  // 1% of 2000 is below the margin of 60, 5% above it. Opened beyond its threshold at 1000, the long loses 940 more.
  expect(book!.newAtExecution).toEqual(['l'])
  expect(book!.before!.static.badDebt).toBeCloseTo(940, 9)
  expect(book!.before!.static.badDebtShare).toBeCloseTo(940 / 2000, 12)
  expect(book!.after.static).toMatchObject({badDebt: 0, liquidations: 1})
  expect(book!.after.capitalEfficiency).toBe(20)
})

test('a file with its day is opened on every day, at the prices of that day', async () => {
  const book = maker('{source: vaults.csv, taken: 2024-01-01}')
  const {book: study} = await json(book, ...BASE.slice(0, 4), '--map', MAP)
  process.exitCode = undefined
  // The second day opens at 1000, which the book sees as its 2000: prices stand still for the four hours of both.
  expect(study).toMatchObject({mode: 'rolling', positions: 4, source: VAULTS, horizonSeconds: 4 * 3600})
  expect(study!.after.distribution).toMatchObject({starts: 2, worst: 0})
  expect(study!.after.losses.time).toEqual(['2024-01-01', '2024-01-02'])
  expect(study!.after.static).toMatchObject({liquidations: 1, badDebt: 0})
  expect(study!.before!.static.liquidations).toBe(0)
  expect(study!.after.distribution!.liquidationsAtRisk.valueAtRisk).toBeCloseTo(1460, 9)
  const {stderr} = await plimsoll(
    'backtest',
    maker('{source: v, taken: 2023-12-31}'),
    ...BASE.slice(0, 4),
    '--map',
    MAP,
  )
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/no bar at the start of 2023-12-31, the day of the book/)
})

test('a criterion may ask for owners who respond; without a response it is not judged', async () => {
  const text = readFileSync(maker(), 'utf8').replace('% of debt"', '% of debt with response"')
  const file = write('responding.yaml', text)
  const {book, criteria} = await json(file, ...BASE, '--map', MAP)
  const figure = book!.after.response!.badDebt.high / book!.exposure
  expect(criteria[0]).toMatchObject({figure, text: '<= 0.05% of debt with response'})
  const asleep = write('asleep.yaml', text.replace('source: vaults.csv', 'source: vaults.csv, response: {speed: 0x}'))
  const slow = await json(asleep, ...BASE, '--map', MAP)
  expect(slow.book!.responseReason).toMatch(/at 0 of their pace/)
  expect(slow.book!.after.response!.badDebt.median).toBeGreaterThanOrEqual(book!.after.response!.badDebt.median)
  const rolling = write('rolling.yaml', text.replace('source: vaults.csv', 'source: vaults.csv, taken: 2024-01-01'))
  const judged = await json(rolling, ...BASE.slice(0, 4), '--map', MAP)
  process.exitCode = undefined
  expect(judged.criteria[0]).toMatchObject({status: 'not judged'})
})

test('a synthetic book is opened every day, the same on every run, and review judges it', async () => {
  const text = readFileSync(WETH, 'utf8')
    .replace('from: 2018-01-01', 'from: 2020-01-01\n  to: 2020-12-31')
    .replace(
      /accept:[\s\S]*(?=require)/,
      'book: {source: synthetic, seed: 7, count: 200}\n  accept: {badDebt: "<= 1bps of debt"}\n',
    )
  const file = write('synthetic.yaml', text)
  const first = await json(file)
  const {book} = first
  expect(await json(file)).toEqual(first)
  const {distribution, losses, static: figures} = book!.after
  expect(book).toMatchObject({mode: 'rolling', seed: 7, positions: 200, exposureIs: 'debt'})
  expect(book!.exposure).toBeCloseTo(1e8, 0)
  expect(distribution!.starts).toBe(365) // 366 days, two a start
  expect(distribution!.worstStarts[0]!.date).toMatch(/^2020-03-1[12]$/)
  const mean = losses.loss.reduce((sum, loss) => sum + loss, 0) / 365
  expect(figures.badDebt).toBeCloseTo(mean, 6)
  const worst = [...losses.loss].sort((a, b) => b - a)
  expect(distribution!.expectedShortfall).toBeCloseTo((worst[0]! + worst[1]! + worst[2]! + 0.65 * worst[3]!) / 3.65, 6)
  const {stdout} = await plimsoll('review', file)
  process.exitCode = undefined
  expect(stdout).toMatch(/backtest {2}FAIL {4}badDebt <= 0\.01% of debt missed/)
  expect(stdout).toMatch(/opened every day/)
})

test('a margin that follows volatility beside a fixed one of the same mean', async () => {
  const text = readFileSync(path.join(ROOT, 'proposals/custom-perpetual-maintenance-margin.yaml'), 'utf8')
    .replace('prices: ETH-USDT-1h-2024-08', 'prices: ETH-USDT\n  from: 2021-05-01\n  to: 2021-05-31')
    .replace('horizon: 1h', 'horizon: 1d')
    .replace(
      'accept:',
      'book: {source: synthetic, seed: 3, count: 200, dynamicMargin: {model: ewma, times: 2x, cap: 20%, delay: 2d}}\n  accept:',
    )
  const {book} = await json(write('dynamic.yaml', text))
  process.exitCode = undefined
  const {fixed, margins, policy, starts} = book!.dynamicMargin!
  expect(starts).toBe(30)
  expect(margins['ETH']).toMatchObject({from: '2021-05-01', most: 0.2})
  const {least, mean, most} = margins['ETH']!
  expect(least < mean && mean < most).toBe(true)
  expect([policy, fixed].map(({capitalEfficiency}) => capitalEfficiency)).toEqual([1 / mean, 1 / mean])
  expect(policy.static.liquidatedNotional).not.toBe(fixed.static.liquidatedNotional)
  const finer = await plimsoll('backtest', write('fine.yaml', text.replace('delay: 2d', 'delay: 36h')))
  expect(finer.stderr).toMatch(/finer than the bar/)
})

const refused = (...args: string[]) => plimsoll('backtest', ...args)
const gap = write('gap.csv', prices().replace(/^.*2024-01-01T20.*\n/m, ''))
const bad = write('bad.csv', `${readFileSync(VAULTS, 'utf8')}neg,1,-5\nnan,NaN,5\nhit,1,5\nshort,1\n`)
const hundredth = write(
  'hundredth.csv',
  `vault,eth,dai\n${Array.from({length: 3000}, (_, i) => `v${i},1,${i % 100 === 99 ? -1 : 500}`).join('\n')}\n`,
)
const doge = write('doge.csv', 'id,collateral_asset,collateral_amount,debt_asset,debt_amount\na,DOGE,1,USD,1\n')
test.each<[string, string[], RegExp]>([
  [
    'prices that end too early',
    [maker(), ...BASE.slice(0, -1), '2024-01-09', '--map', MAP],
    /is not all of 2024-01-01 to/,
  ],
  [
    'prices shorter than the horizon',
    [maker('{source: v}', '90d'), ...BASE.slice(0, -2), '--map', MAP],
    /not all of 90d/,
  ],
  ['a gap', [maker(), '--positions', VAULTS, '--prices', gap, ...BASE.slice(4), '--map', MAP], /1 bar is missing/],
  [
    'a delay finer than the bar',
    [maker('{source: v, oracle: {delay: 30min}}'), ...BASE, '--map', MAP],
    /finer than the bar/,
  ],
  [
    'bad rows',
    [maker(), ...tail, '--positions', bad, '--map', MAP],
    /4 of 8 rows.*line 6: debt_amount is `-5`.*line 7: .*NaN.*line 8: the id hit is that of line 4.*line 9: 2 cells/,
  ],
  [
    'one row in a hundred broken, each named',
    [maker(), ...tail, '--positions', hundredth, '--map', MAP],
    /30 of 3000 rows.*line 101: debt_amount is `-1`.*; and 10 more \(lines 2101, 2201, .*, 3001\)/,
  ],
  [
    'an unknown market',
    [
      path.join(ROOT, 'proposals/custom-perpetual-maintenance-margin.yaml'),
      ...tail,
      '--positions',
      write('doge-perp.csv', 'id,market,side,size,entry_price,collateral\na,DOGE-USD,long,1,1,1\n'),
    ],
    /market DOGE-USD \(1 row\)/,
  ],
  ['an unknown asset', [maker(), ...tail, '--positions', doge], /collateral DOGE \(1 row\)/],
  ['a header of no book', [maker(), ...BASE], /lacks id, collateral_amount, debt_amount/],
  ['a field that is none', [maker(), ...BASE, '--map', 'debt_amout=dai'], /Did you mean debt_amount/],
  ['a column that is not there', [maker(), ...BASE, '--map', 'id=name'], /no column `name`/],
  [
    'damaged Parquet',
    [maker(), ...tail, '--positions', write('p.parquet', 'PAR1')],
    /this Parquet file cannot be read: /,
  ],
  ['no day', [maker(), ...BASE.slice(0, 4), '--map', MAP], /say which with --from/],
  ['no date', [maker(), ...BASE.slice(0, 4), '--from', '2024-02-31x', '--map', MAP], /is not a date/],
  [
    'a book of another kind',
    [
      WETH,
      ...tail,
      '--positions',
      write('perps.csv', 'id,market,side,size,entry_price,collateral\na,ETH,long,1,1,1\n'),
    ],
    /perpetual book cannot be replayed/,
  ],
])('%s: exit 2', async (_, args, text) => {
  const {stderr, error} = await refused(...args)
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(text)
  expect(error?.oclif?.exit).toBe(2)
})
