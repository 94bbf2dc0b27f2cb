import fc from 'fast-check'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import {openSeries, saveSeries} from '../../src/edge/series-store.js'
import {readTableFile, type ReadTableOptions} from '../../src/edge/table-file.js'
import type {Assembled} from '../../src/market/import/assemble.js'
import {ImportRefused} from '../../src/market/import/table.js'
import {formatNormalised, parseNormalised} from '../../src/market/normalised.js'
import {seriesOf} from '../helpers/series.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-table-'))
afterAll(() => {
  rmSync(home, {recursive: true})
})

let count = 0
/** Reads text as a file of its own, in a folder of its own so that the name can say what the pair is. */
async function read(text: Buffer | string, options: ReadTableOptions = {}, name = 'ETH-USD.csv'): Promise<Assembled> {
  const folder = path.join(home, String(count++))
  mkdirSync(folder)
  writeFileSync(path.join(folder, name), text)
  return readTableFile(path.join(folder, name), options)
}

async function refusal(text: string, options: ReadTableOptions = {}): Promise<ImportRefused> {
  const error: unknown = await read(text, options).catch((thrown: unknown) => thrown)
  if (!(error instanceof ImportRefused)) throw new Error(`not refused: ${String(error)}`)
  return error
}

// Two days that every export below holds: 2020-03-12 and 2020-03-13.
const OHLC = [
  [194.6, 195.2, 101.2, 107.8],
  [107.8, 148, 86, 133.5],
]
const [DAY1, DAY2] = [1_583_971_200, 1_584_057_600]
const k = (time: string | number, row: readonly number[] | undefined, volume: string): string =>
  `${time},${row!.join(',')},${volume}`

const FORMATS: [name: string, text: string, format: string, volumes: (number | undefined)[], file?: string][] = [
  [
    'Binance klines with header',
    `open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n` +
      `${k(DAY1 * 1000, OHLC[0], '10')},${DAY2 * 1000 - 1},1500.5,7,5,700,0\n${k(DAY2 * 1000, OHLC[1], '20')},${DAY2 * 1000 + 86_399_999},2500,7,5,700,0\n`,
    'Binance klines',
    [1500.5, 2500],
  ],
  [
    'Binance klines without header, ms then us',
    `${k(DAY1 * 1000, OHLC[0], '10')},${DAY2 * 1000 - 1},1500.5,7,5,700,0\n${k(DAY2 * 1e6, OHLC[1], '20')},${DAY2 * 1e6 + 86_399_999_999},2500,7,5,700,0\n`,
    'Binance klines',
    [1500.5, 2500],
    'ETHUSD-1d-2020-03.csv',
  ],
  [
    'Coinbase, newest first',
    `time,low,high,open,close,volume\n${DAY2},86,148,107.8,133.5,20\n${DAY1},101.2,195.2,194.6,107.8,10\n`,
    'Coinbase',
    [1078, 2670],
  ],
  [
    'Coinbase without header',
    `${DAY2},86,148,107.8,133.5,20\n${DAY1},101.2,195.2,194.6,107.8,10\n`,
    'generic',
    [1078, 2670],
  ],
  [
    'Kraken with header',
    `time,open,high,low,close,vwap,volume,count\n${DAY1},194.6,195.2,101.2,107.8,120,10,5\n${DAY2},107.8,148,86,133.5,110,20,5\n`,
    'Kraken',
    [1078, 2670],
    'Kraken_ETH_USD.csv',
  ],
  [
    'Kraken without header',
    `${k(DAY1, OHLC[0], '10')},5\n${k(DAY2, OHLC[1], '20')},6\n`,
    'Kraken',
    [1078, 2670],
    'ETHUSD_1440.csv',
  ],
  [
    'CryptoDataDownload, seconds and milliseconds mixed',
    `https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume ETH,Volume USD\n` +
      `${DAY2 * 1000},2020-03-13 00:00:00,ETH/USD,107.8,148,86,133.5,20,2500\n${DAY1},2020-03-12 00:00:00,ETH/USD,194.6,195.2,101.2,107.8,10,1500.5\n`,
    'CryptoDataDownload',
    [1500.5, 2500],
    'Gemini_d.csv',
  ],
  [
    'CryptoDataDownload, old hourly dates',
    `Date,Symbol,Open,High,Low,Close,Volume ETH,Volume USD\n2020-03-13 12-AM,ETHUSD,107.8,148,86,133.5,20,2500\n2020-03-12 12-AM,ETHUSD,194.6,195.2,101.2,107.8,10,1500.5\n`,
    'CryptoDataDownload',
    [1500.5, 2500],
    'data.csv',
  ],
  [
    'Yahoo',
    `Date,Open,High,Low,Close,Adj Close,Volume\r\n2020-03-12,194.6,195.2,101.2,107.8,107.8,1500.5\r\n2020-03-13,107.8,148,86,133.5,133.5,2500\r\n`,
    'Yahoo',
    [1500.5, 2500],
  ],
  [
    'CoinMarketCap',
    `\uFEFFtimeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close;volume;marketCap;timestamp\n` +
      `"2020-03-13T00:00:00.000Z";"2020-03-13T23:59:59.999Z";"2020-03-13T01:00:00.000Z";"2020-03-13T02:00:00.000Z";"2781";107.8;148;86;133.5;2500;1;"2020-03-13T23:59:59.999Z"\n` +
      `"2020-03-12T00:00:00.000Z";"2020-03-12T23:59:59.999Z";"2020-03-12T01:00:00.000Z";"2020-03-12T02:00:00.000Z";"2781";194.6;195.2;101.2;107.8;1500.5;1;"2020-03-12T23:59:59.999Z"\n`,
    'CoinMarketCap',
    [1500.5, 2500],
  ],
  [
    'TradingView, ISO with a zone',
    `time,open,high,low,close,Volume,Volume MA\n2020-03-12T01:00:00+01:00,194.6,195.2,101.2,107.8,10,1\n2020-03-13T01:00:00+01:00,107.8,148,86,133.5,20,1\n`,
    'TradingView',
    [1078, 2670],
  ],
  [
    'tab-separated, other names',
    `Timestamp\tOpen Price\tHigh Price\tLow Price\tClose Price\n2020-03-12 00:00:00 UTC\t194.6\t195.2\t101.2\t107.8\n2020/03/13 00:00\t107.8\t148\t86\t133.5\n`,
    'generic',
    [undefined, undefined],
  ],
  [
    'thousands separators and dollars inside quotes, named months, a trailing comma',
    `"Date","Open","High","Low","Close","Volume"\n"Mar 13, 2020","$107.80","$148.00","$86.00","$133.50","20",\n"Mar 12, 2020","194.6","195.2","101.2","107.8","10"\n`,
    'generic',
    [1078, 2670],
  ],
]

describe('exports', () => {
  it.each(FORMATS)('reads %s', async (...[, text, format, volumes, file]) => {
    const {series, findings, format: found} = await read(text, {}, file)
    expect(found).toBe(format)
    expect(findings).toEqual([])
    expect([...series.time]).toEqual([DAY1, DAY2])
    const {open, high, low, close} = series
    expect([0, 1].map((i) => [open[i], high[i], low[i], close[i]])).toEqual(OHLC)
    expect([...series.quoteVolume].map((volume) => (Number.isNaN(volume) ? undefined : volume))).toEqual(volumes)
    expect(series).toMatchObject({base: 'ETH', quote: 'USD', barSeconds: 86_400, id: 'ETH-USD'})
  })

  it('reads CoinGecko only when closes are enough, and knows that a snapshot ends its bar', async () => {
    const text = `snapped_at,price,market_cap,total_volume\n2020-03-13 00:00:00 UTC,107.8,1,1500.5\n2020-03-14 00:00:00 UTC,133.5,1,2500\n`
    await expect(read(text)).rejects.toMatchObject({code: 'DATA_CLOSE_ONLY', exit: 2})
    await expect(read(text)).rejects.toThrow('no highs and lows')
    const {series, closeOnly, notes} = await read(text, {closeOnly: true}, 'eth-usd-max.csv')
    expect(closeOnly).toBe(true)
    expect([...series.time]).toEqual([DAY1, DAY2])
    expect([...series.low]).toEqual([107.8, 133.5])
    expect(notes.join('\n')).toMatch(/falls are understated/)
  })

  it('says what it assumed', async () => {
    const {notes} = await read('date,high,low,close\n2020-03-13,148,86,133.5\n2020-03-12,195.2,101.2,107.8\n')
    expect(notes).toEqual([
      'times without a zone: taken as UTC',
      'rows were not in time order: sorted',
      expect.stringContaining('open = previous close'),
      "ETH/USD taken from the file's name",
    ])
    const mixed = await read(FORMATS[6]![1])
    expect(mixed.notes).toEqual(
      expect.arrayContaining(['times are epoch ms and s', 'ETH/USD taken from its symbol column']),
    )
  })

  it('drops the bar that is still being made', async () => {
    const {series, findings} = await read(FORMATS[7]![1] + '2020-03-14 12-AM,ETHUSD,133,134,133,134,1,1\n', {
      now: DAY2 + 86_400 + 60,
    })
    expect(series.time).toHaveLength(2)
    expect(findings).toMatchObject([{code: 'future', severity: 'warning', line: 4}])
  })
})

describe('refusals, each with its line', () => {
  const table = (...rows: string[]): string => ['date,open,high,low,close,volume', ...rows, ''].join('\n')
  const [one, two] = ['2020-03-12,10,11,9,10,1', '2020-03-13,10,11,9,10.5,1']
  it.each([
    ['a price that is no number', '2020-03-14,10,x,9,10,1', 'unreadable', /high `x` is not a number/],
    ['a decimal comma', '2020-03-14,10,"1,5",9,10,1', 'unreadable', /decimal comma/],
    ['hexadecimal', '2020-03-14,10,0x10,9,10,1', 'unreadable', /not a number/],
    ['a missing column', '2020-03-14,10,11,9', 'unreadable', /4 columns where there should be 6/],
    ['a date that does not exist', '2020-02-30,10,11,9,10,1', 'unreadable', /not a time/],
    ['an ambiguous date', '03/04/2020,10,11,9,10,1', 'unreadable', /either way round/],
    ['high below low', '2020-03-14,10,9,11,10,1', 'high-below-low', /high 9 is below the low 11/],
    ['close outside', '2020-03-14,10,11,9,12,1', 'close-outside-range', /close 12 is outside/],
    ['open outside', '2020-03-14,8,11,9,10,1', 'open-outside-range', /open 8 is outside/],
    ['zero', '2020-03-14,10,11,0,10,1', 'not-positive', /positive/],
    ['negative volume', '2020-03-14,10,11,9,10,-1', 'not-positive', /volume/],
    ['two bars for one time', '2020-03-13,10,11,9,10.6,1', 'duplicate', /than line 3: which one is right/],
    ['a gap', '2020-03-20,10,11,9,10,1', 'gap', /6 bars are missing/],
    ['the future', '2030-03-14,10,11,9,10,1', 'future', /future/],
  ])('%s', async (_, row, code, message) => {
    const {findings, exit} = await refusal(table(one, two, row), {now: Date.parse('2026-01-01') / 1000})
    expect(exit).toBe(2)
    expect(findings).toContainEqual(
      expect.objectContaining({code, severity: 'error', line: 4, message: expect.stringMatching(message)}),
    )
  })

  it('mixed bar sizes', async () => {
    const {findings} = await refusal(table(one, two, '2020-03-14,10,11,9,10,1', '2020-03-14T12:00Z,10,11,9,10.5,1'))
    expect(findings).toMatchObject([{code: 'mixed-bars', line: 5}])
  })

  it('names all problems at once', async () => {
    const {findings, message} = await refusal(table('x,1,1,1,1,1', one, two, '2020-03-14,a,b,9,10,1'))
    expect(findings.map(({line}) => line)).toEqual([2, 5, 5])
    expect(message).toMatch(/ETH-USD.csv cannot be trusted: 3 problems, the first in line 2: `x` is not a time\.$/)
  })

  it('counts lines right after quotes with line breaks and blank lines', async () => {
    const head = 'note,date,open,high,low,close\n'
    const {findings} = await refusal(`${head}\n"two\nlines",2020-03-12,1,2,1,1\n\n"b",2020-03-13,1,x,1,1\n`)
    expect(findings).toMatchObject([{line: 6}])
  })

  it('keeps exact repetitions out with a warning, and rows without a price', async () => {
    const {series, findings} = await read(table(one, two, one, '2020-03-14,null,null,null,null,null'))
    expect(series.time).toHaveLength(2)
    expect(findings.map(({code, severity, line}) => [code, severity, line])).toEqual([
      ['empty-row', 'warning', 5],
      ['duplicate', 'warning', 4],
    ])
  })

  it.each([
    ['several symbols', 'date,symbol,high,low,close\n2020-03-12,A,2,1,1\n2020-03-13,B,2,1,1\n', /one series a file/],
    ['stamps between seconds', 'time,high,low,close\n2020-03-12T00:00:00.5Z,2,1,1\n', /whole second/],
  ])('%s', async (_, text, message) => {
    expect((await refusal(text)).findings[0]?.message).toMatch(message)
  })

  it.each([
    ['no price column', 'date,foo\n2020-03-12,1\n', 'DATA_NO_COLUMNS', /`date, foo`/],
    ['prose', 'Dear all,\nhello\n', 'DATA_NO_COLUMNS', /no column for time and price/],
    ['a column twice', 'date,high,low,close,close\n1,1,1,1,1\n', 'DATA_NO_COLUMNS', /`close` twice/],
    ['only a header', 'date,high,low,close\n', 'DATA_EMPTY', /no bar/],
    ['only blanks', '\n\n \n', 'DATA_EMPTY', /no rows/],
    ['one bar', `date,high,low,close\n2020-03-12,2,1,1\n`, 'DATA_TOO_SHORT', /single bar/],
    ['no header, flat bars', `${DAY1},1,1,1,1,5\n${DAY2},2,2,2,2,5\n`, 'DATA_NO_HEADER', /could be/],
    ['no header, no order', `${DAY1},1,2,3,9,5\n${DAY2},9,2,8,1,5\n`, 'DATA_NO_HEADER', /fit no order/],
    ['no header, odd width', `${DAY1},1,1\n`, 'DATA_NO_HEADER', /3 columns/],
    ['an open quote', 'date,high,low,close\n"2020-03-12,2,1,1\n', 'DATA_UNREADABLE', /well-formed/],
    ['an endless line', `date,high,low,close\n${'1'.repeat(3_000_000)}`, 'DATA_UNREADABLE', /million characters/],
  ])('%s', async (_, text, code, message) => {
    await expect(read(text)).rejects.toMatchObject({code, exit: 2, message: expect.stringMatching(message)})
  })

  it('does not guess what is priced', async () => {
    const text = table(one, two)
    await expect(read(text, {}, 'prices.csv')).rejects.toMatchObject({code: 'DATA_NO_PAIR'})
    const named = await read(text, {base: 'SOL', quote: 'USDC'}, 'prices.csv')
    expect(named.series).toMatchObject({id: 'SOL-USDC', base: 'SOL', quote: 'USDC'})
    await expect(read(FORMATS[6]![1], {base: 'BTC'})).rejects.toMatchObject({code: 'DATA_OTHER_PAIR'})
  })

  it.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['zip', Buffer.from('PK\u0003\u0004'), /zip/],
    ['binary', Buffer.from([1, 2, 0, 3]), /binary/],
    ['UTF-16', Buffer.from('\uFEFFdate', 'utf16le'), /UTF-16/],
    ['nothing', Buffer.alloc(0), /is empty/],
  ])('%s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({code: 'DATA_UNREADABLE', message: expect.stringMatching(message)})
  })

  it('a folder, a missing file', async () => {
    await expect(readTableFile(home)).rejects.toThrow(`${home} is a folder, not a CSV file.`)
    await expect(readTableFile(`${home}/nope.csv`)).rejects.toThrow(`${home}/nope.csv does not exist.`)
  })
})

describe('properties', () => {
  const price = fc.double({min: 1e-6, max: 1e6, noNaN: true})
  const volume = fc.option(fc.double({min: 0, max: 1e12, noNaN: true}), {nil: NaN})
  const bar = fc.tuple(price, price, price, price, volume).map(([a, b, c, d, v]) => {
    const [low = 0, open = 0, close = 0, high = 0] = [a, b, c, d].sort((x, y) => x - y)
    return [open, high, low, close, v]
  })
  const barSeconds = fc.constantFrom(1, 60, 3600, 86_400)

  it('any order of the rows is the same series', async () => {
    const rows = fc.array(bar, {minLength: 2, maxLength: 30})
    const shuffled = rows.chain((list) =>
      fc.record({
        list: fc.constant(list),
        order: fc.shuffledSubarray([...list.keys()], {minLength: list.length, maxLength: list.length}),
      }),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, barSeconds, async ({list, order}, size) => {
        const original = seriesOf(list, size)
        const [head = '', ...lines] = [...formatNormalised(original)].join('').trimEnd().split('\n')
        const {series} = await read(`${[head, ...order.map((i) => lines[i])].join('\n')}\n`)
        expect(series.digest).toBe(original.digest)
      }),
      {numRuns: 60},
    )
  })

  it('writing and reading is the identity, through the data directory too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bar, {minLength: 2, maxLength: 30}), barSeconds, async (rows, size) => {
        const series = seriesOf(rows, size)
        const {bars} = parseNormalised([...formatNormalised(series)].join(''), 'x.csv')
        for (const name of ['time', 'open', 'high', 'low', 'close', 'quoteVolume'] as const) {
          expect(bars[name]).toEqual(series[name])
        }
        const file = await saveSeries({series, notes: ['n']}, home, {replace: true})
        expect((await openSeries('TEST', home)).series).toEqual(series)
        const again = await readTableFile(file)
        expect(again.series).toMatchObject({id: 'TEST', digest: series.digest, base: 'ETH', quote: 'USD'})
      }),
      {numRuns: 40},
    )
  })

  it('never ends in anything but a series or an error of ours', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('date', 'close', 'high', 'low', '"', '1', '2020-01-01', '\n', ';', '#'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, {maxLength: 6}), {maxLength: 8}), async (rows) => {
        const error: unknown = await read(rows.map((row) => row.join(',')).join('\n')).catch(
          (thrown: unknown) => thrown,
        )
        expect(error).toHaveProperty('code', expect.stringMatching(/^DATA_/))
      }),
      {numRuns: 300},
    )
  })
})
