import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {DataImportResult} from '../../../src/edge/import-series.js'
import type {DataListResult} from '../../../commands/data/list.js'
import type {DataShowResult} from '../../../src/report/series-text.js'
import {COMMANDS} from '../../helpers/commands.js'
import {dataDir, plimsoll} from '../../helpers/run.js'

const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-data-'))
const good = path.join(home, 'sol-usdc.csv')
const bad = path.join(home, 'sol-usdc-bad.csv')
const head = 'date,open,high,low,close,volume\n'
writeFileSync(good, `${head}2024-01-02,10,12,9,11,5\n2024-01-01,10,11,9,10,5\n`)
writeFileSync(bad, `${head}2024-01-01,10,11,9,10,5\n2024-01-02,10,9,11,10,5\n2024-01-03,x,12,9,11,5\n`)
afterAll(() => {
  rmSync(home, {recursive: true})
})
beforeEach(() => {
  rmSync(dataDir, {force: true, recursive: true})
})
const exit = (error: (Error & {oclif?: {exit?: number}}) | undefined): number | undefined => error?.oclif?.exit

describe('data list', () => {
  it('lists what is embedded and imported', async () => {
    await plimsoll('data', 'import', good)
    writeFileSync(path.join(dataDir, 'series/broken.csv'), 'what is this\n')
    const {stdout, stderr, result} = await plimsoll<DataListResult>('data', 'list')
    expect(stdout).toMatch(/^id +bars +from +to +bar +quote +digest +kind +source\n/)
    expect(stdout).toMatch(/^ETH-USDT +3059 +2017-08-17 +2025-12-31 +1d +USDT +6a60049f6565 +embedded +Binance spot/m)
    expect(stdout).toMatch(/^SOL-USDC +2 +2024-01-01 +2024-01-02 +1d +USDC +[0-9a-f]{12} +imported/m)
    expect(stderr).toContain('broken.csv: no series')
    expect(result?.series).toHaveLength(15)
  })

  it('has a JSON form', async () => {
    const {stdout} = await plimsoll('data', 'list', '--json')
    const {series, unreadable} = JSON.parse(stdout) as DataListResult
    expect(unreadable).toEqual([])
    expect(series.find(({id}) => id === 'ETH-USD-1h-2020-03')).toMatchObject({
      bars: 96,
      barSeconds: 3600,
      quote: 'USD',
      origin: 'embedded',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })
})

describe('data show', () => {
  it('shows an embedded series, the same bytes every time', async () => {
    const {stdout, error} = await plimsoll('data', 'show', 'ETH-USDT')
    expect(error).toBeUndefined()
    expect(stdout).toMatchSnapshot()
    expect((await plimsoll('data', 'show', 'ETH-USDT')).stdout).toBe(stdout)
  })

  it('fits a narrow terminal', async () => {
    const before = {columns: process.stdout.columns, isTTY: process.stdout.isTTY}
    Object.assign(process.stdout, {columns: 40, isTTY: true})
    try {
      const {stdout} = await plimsoll('data', 'show', 'ETH-USD-1h-2020-03')
      const spark = stdout.split('\n').find((line) => /^[▁-█]+$/.test(line))
      expect(spark).toHaveLength(40)
      const list = await plimsoll('data', 'list')
      expect(list.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    } finally {
      Object.assign(process.stdout, before)
    }
  })

  it('takes a file, and has a JSON form', async () => {
    const {stdout} = await plimsoll('data', 'show', good, '--json')
    expect(JSON.parse(stdout) as DataShowResult).toMatchObject({
      id: 'SOL-USDC',
      origin: 'file',
      bars: 2,
      closeOnly: false,
      worstLow: {at: '2024-01-02', from: 10, to: 9},
      volatility: null,
    })
  })

  it('names near matches of a series that there is not', async () => {
    const {error, stdout, stderr} = await plimsoll('data', 'show', 'ETH-USD')
    expect(exit(error)).toBe(2)
    expect(stderr).toContain('There is no series ETH-USD, nor a file of that name.')
    expect(stdout).toBe('')
    const json = await plimsoll('data', 'show', 'ETH-USD', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: {code: 'DATA_UNKNOWN_SERIES', suggestions: expect.arrayContaining([expect.stringContaining('ETH-USDT')])},
    })
  })

  it('refuses an imported file that was changed', async () => {
    const {result} = await plimsoll<DataImportResult>('data', 'import', good)
    writeFileSync(result!.file, readFileSync(result!.file, 'utf8').replace('11', '11.5'))
    const {stderr} = await plimsoll('data', 'show', 'SOL-USDC')
    expect(stderr).toContain('was changed since it was imported')
  })
})

describe('data import', () => {
  it('imports, says what it assumed, and can be shown', async () => {
    const {stdout, stderr, result} = await plimsoll<DataImportResult>('data', 'import', good)
    expect(stderr).toBe('')
    expect(stdout).toBe(
      `imported SOL-USDC: 2 bars of 1d, 2024-01-01 to 2024-01-02\n  format: generic\n` +
        '  times without a zone: taken as UTC\n  volume in the quote = volume in the base x close\n' +
        `  rows were not in time order: sorted\n  SOL/USDC taken from the file's name\n  digest ${result!.digest}\n`,
    )
    const shown = await plimsoll<DataShowResult>('data', 'show', 'SOL-USDC')
    expect(shown.result).toMatchObject({digest: result!.digest, origin: 'imported', notes: result!.notes})
  })

  it('refuses what it cannot trust, line by line, and writes nothing', async () => {
    const {stdout, stderr, error} = await plimsoll('data', 'import', bad)
    expect(exit(error)).toBe(2)
    expect(stderr).toContain('cannot be trusted: 1 problem in line 4: the open `x` is not a number.')
    expect(stderr).toContain(`${bad}:4: error: the open \`x\` is not a number (unreadable)\n`)
    expect(stdout).toBe('')
    expect(existsSync(dataDir)).toBe(false)
    const json = await plimsoll('data', 'import', bad, '--json')
    expect(exit(json.error)).toBe(2)
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: {code: 'DATA_REFUSED', findings: [{code: 'unreadable', line: 4}], moreFindings: 0},
    })
  })

  it('replaces only when told', async () => {
    await plimsoll('data', 'import', good)
    const again = await plimsoll('data', 'import', good)
    expect(exit(again.error)).toBe(2)
    expect(again.stderr).toContain('A series SOL-USDC was imported before: it was left as it is.')
    const forced = await plimsoll<DataImportResult>('data', 'import', good, '--force')
    expect(forced.result?.replaced).toBe(true)
    expect(forced.stdout).toContain('replaced SOL-USDC')
    expect(readdirSync(path.join(dataDir, 'series'))).toEqual(['SOL-USDC.csv'])
  })

  it.each([
    [['--id', '../x'], 'cannot name a series'],
    [['--id', 'eth-usdt'], 'ETH-USDT is an embedded series'],
    [['--pair', 'ETH'], '`ETH` is no pair'],
    [['--pair', 'ETH-USDT', '--base', 'ETH'], 'cannot also be provided'],
  ])('%j is refused', async (flags, message) => {
    const {error, stderr} = await plimsoll('data', 'import', good, ...flags)
    expect(exit(error)).toBe(2)
    expect(`${stderr}${error?.message ?? ''}`).toContain(message)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('takes the pair from flags', async () => {
    const {result} = await plimsoll<DataImportResult>('data', 'import', good, '--base', 'wif', '--quote', 'usd')
    expect(result).toMatchObject({id: 'WIF-USD', base: 'WIF', quote: 'USD'})
  })
})

it.each(['data:import', 'data:list', 'data:show'])('the examples of %s run', async (id) => {
  const examples = COMMANDS[id]!.examples as string[]
  for (const example of examples) {
    const words = example.replace('<%= config.bin %> <%= command.id %>', id.replace(':', ' ')).split(' ')
    const {error} = await plimsoll(...words.map((word) => (word.endsWith('.csv') ? good : word)))
    expect(error).toBeUndefined()
  }
})
