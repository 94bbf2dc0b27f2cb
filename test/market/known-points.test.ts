import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {EMBEDDED_FOLDER} from '../../src/edge/package-root.js'
import {loadSeries, openSeries} from '../../src/edge/series-store.js'
import {CATALOGUE} from '../../src/market/catalogue.js'
import {checkBars} from '../../src/market/quality.js'
import type {Series} from '../../src/market/series.js'
import {summarise} from '../../src/market/summary.js'

const nowhere = '/nonexistent'
const at = (series: Series, when: string): number => series.time.indexOf(Date.parse(when) / 1000)

it('catalogues exactly the embedded files', () => {
  const files = readdirSync(EMBEDDED_FOLDER).filter((name) => name.endsWith('.csv'))
  expect(CATALOGUE.map(({file}) => file).sort()).toEqual(files.sort())
  expect(new Set(CATALOGUE.map(({id}) => id)).size).toBe(files.length)
})

it.each(CATALOGUE.map(({id}) => id))('%s passes the quality checks without errors, and has no gap', async (id) => {
  const {series, findings, notes} = await openSeries(id, nowhere)
  const found = checkBars(series, series.barSeconds)
  expect(found.errors).toBe(0)
  expect(findings.filter(({code}) => code !== 'wick')).toEqual([])
  expect(notes).toHaveLength(1)
  expect(series.time.at(-1)! - series.time[0]!).toBe((series.time.length - 1) * series.barSeconds)
})

it('has the days on record', async () => {
  const eth = await loadSeries('ETH-USDT', nowhere)
  expect(eth.time).toHaveLength(3059)
  expect(eth.low[at(eth, '2020-03-13')]).toBe(86)
  expect(eth.close[at(eth, '2020-03-12')]).toBe(107.82)
  expect(eth.low[at(eth, '2022-06-18')]).toBe(881.56)
  expect(eth.close[at(eth, '2022-11-09')]).toBeCloseTo(1102.7, 0)
  expect(eth.low[at(eth, '2024-08-05')]).toBeCloseTo(2111, 0)
  const may = await loadSeries('ETH-USD-1h-2021-05', nowhere)
  expect(summarise(may).min).toMatchObject({at: expect.stringMatching('2021-05-19')})
  const october = await loadSeries('ETH-USDT-1h-2025-10', nowhere)
  expect(october.low[at(october, '2025-10-10T21:00Z')]).toBeCloseTo(3435, 0)
  expect(summarise(october).min.at).toBe('2025-10-10T21:00Z')
})

it('opens at the previous close, moved by less than 0.1%; the first bar at its own close', async () => {
  let moved = 0
  for (const {id} of CATALOGUE) {
    const {open, close} = await loadSeries(id, nowhere)
    expect(open[0]).toBe(close[0])
    for (let i = 1; i < open.length; i++) {
      const off = Math.abs(open[i]! / close[i - 1]! - 1)
      if (off > 0) moved++
      if (off >= 0.001) throw new Error(`${id} bar ${i} opens ${off} off`)
    }
  }
  expect(moved).toBe(25)
})

it('digests to what the documented canonical form says, and to what it always did', async () => {
  const series = await loadSeries('ETH-USDT', nowhere)
  const rows = readFileSync(path.join(EMBEDDED_FOLDER, 'eth-usdt-1d.csv'), 'utf8').trim().split('\n').slice(1)
  const numbers = [86_400]
  let before: number | undefined
  for (const row of rows) {
    const [date = '', high = '', low = '', close = '', millions = ''] = row.split(',')
    const open = Math.min(Math.max(before ?? Number(close), Number(low)), Number(high))
    numbers.push(Date.parse(date) / 1000, open, Number(high), Number(low), Number(close), Number(`${millions}e6`))
    before = Number(close)
  }
  const bytes = Buffer.alloc(numbers.length * 8)
  for (const [i, value] of numbers.entries()) bytes.writeDoubleLE(value, i * 8)
  expect(series.digest).toBe(createHash('sha256').update('plimsoll-series-1').update(bytes).digest('hex'))
  expect(series.digest).toBe('6a60049f656568f80d5e4a1c6ed098458784c7f241f68e1bedc90765568dc718')
})

it.each([
  ['eth-usdt', 'ETH-USDT'],
  ['ETH-USDC', 'ETH-USDT'],
  ['ETH-USDT-1h-2025-11', 'ETH-USDT-1h-2025-10'],
])('names what %s may have meant', async (typed, meant) => {
  await expect(loadSeries(typed, nowhere)).rejects.toMatchObject({
    code: 'DATA_UNKNOWN_SERIES',
    exit: 2,
    suggestions: expect.arrayContaining([expect.stringContaining(meant)]),
  })
})

it('says of a path that there is no such file', async () => {
  await expect(loadSeries('prices/eth.csv', nowhere)).rejects.toThrow('There is no file prices/eth.csv')
})
