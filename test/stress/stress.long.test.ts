import type {BacktestRequest} from '../../src/proposal/model.js'
import type {RiskValue, Role} from '../../src/protocols/model.js'
import type {Series} from '../../src/market/series.js'
import {digestOf} from '../../src/market/digest.js'
import {findScenario} from '../../src/stress/find-scenario.js'
import type {Scenario} from '../../src/stress/model.js'
import {NAMED_SCENARIOS} from '../../src/stress/crises.js'
import {stress, type StressInput} from '../../src/stress/run.js'
import {scenarioOf} from '../../src/stress/scenario.js'
import {PositionsReader} from '../../src/backtest/book/positions.js'
import {parseRatio} from '../../src/units/ratio.js'

const DAY = 86_400
const value = (role: Role, before: string, after: string, subject = 'ETH'): RiskValue => ({
  ...{after: parseRatio(after), before: parseRatio(before), parameter: role, path: [], role, subject},
})
const LOAN = [value('liquidationThreshold', '80%', '75%'), value('liquidationBonus', '5%', '5%')]
const PERP = [value('maintenanceMargin', '5%', '10%')]

function daily(base: string, closes: readonly number[], from = '2024-01-01'): Series {
  const first = Date.parse(`${from}T00:00:00Z`) / 1000
  const close = Float64Array.from(closes)
  const open = Float64Array.from(closes, (price, bar) => closes[bar - 1] ?? price)
  const bars = {
    ...{barSeconds: DAY, base, close, id: `${base}-USD`, open, quote: 'USD', source: 'test', title: base},
    high: open.map((price, bar) => Math.max(price, close[bar]!)),
    low: open.map((price, bar) => Math.min(price, close[bar]!)),
    quoteVolume: new Float64Array(closes.length).fill(NaN),
    time: Float64Array.from(closes, (_, bar) => first + bar * DAY),
  }
  return {...bars, digest: digestOf(bars)}
}
const FLAT = daily(
  'ETH',
  Array.from({length: 60}, () => 1000),
)

function positions(text: string) {
  const reader = new PositionsReader()
  const [head = [], ...rows] = text.split('\n').map((line) => line.split(','))
  reader.header(head)
  for (const [i, row] of rows.entries()) reader.push(row, i + 2)
  return {...reader.finish(), file: 'book.csv'}
}
const LOANS = positions(
  'id,collateral_asset,collateral_amount,debt_asset,debt_amount\na,ETH,10,USD,7000\nb,ETH,10,USD,5000',
)
const PERPS = positions('id,market,side,size,entry_price,collateral\nl,ETH,long,10,1000,2000\ns,ETH,short,10,1000,3000')

const request = (more: Partial<BacktestRequest> = {}): BacktestRequest => ({
  confidence: '99%',
  from: '2024-01-01',
  horizon: '1h',
  prices: 'ETH-USD',
  ...more,
  book: {latency: '0s', source: 'book.csv', ...more.book},
})
const run = (scenarios: readonly Scenario[], more: Partial<StressInput> = {}) =>
  stress({
    hourly: new Map(),
    positions: LOANS,
    request: request(),
    reverse: false,
    scenarios,
    series: new Map([['ETH', FLAT]]),
    values: LOAN,
    ...more,
  })
const own = (file: Omit<Parameters<typeof scenarioOf>[0], 'scenario' | 'title'>) =>
  scenarioOf({scenario: 'own', title: 'mine', ...file})

test('a gap, worked out by hand', () => {
  const [outcome] = run([own({gap: {by: '-40%'}})]).scenarios
  // At 600 both loans owe more than 75% of 6000. Loan a: 6000 / 1.05 is repaid, the rest of 7000 is not. Loan b pays 5000 x 1.05.
  expect(outcome!.moves['ETH']!.low).toBeCloseTo(-0.4, 12)
  expect(outcome!.after.static.liquidations).toBe(2)
  expect(outcome!.after.static.badDebt).toBeCloseTo(7000 - 6000 / 1.05, 6)
  expect(outcome!.before!.static.badDebt).toBeCloseTo(7000 - 6000 / 1.05, 6)
  expect(outcome!.verdict).toEqual({})
})

test('feeds that are silent liquidate late, and nobody where prices come back first', () => {
  const dip = own({depeg: {by: '40%', lasts: '3h', over: '1h'}})
  const count = (scenario: Scenario) => run([scenario]).scenarios[0]!.after.static.liquidations
  expect(count(dip)).toBe(2)
  expect(count({...dip, outageSeconds: 6 * 3600})).toBe(0)
  expect(count({...dip, outageSeconds: 2 * 3600})).toBe(2)
  const [outcome] = run([{...dip, outageSeconds: 7200}]).scenarios
  expect(outcome!.notes[0]).toMatch(/a feed that answers at every opening/)
  expect(() => run([own({gap: {by: '-40%'}, outage: {lasts: '90min'}})])).toThrow(/finer than the bar/)
})

test('withdrawn liquidity costs as the market that is left', () => {
  const thin = own({gap: {by: '-40%'}, liquidity: {withdrawn: '80%'}})
  const slippage = (scenario: Scenario, text: NonNullable<BacktestRequest['book']>['slippage']) => {
    const values = PERP
    const book = {source: 'book.csv', ...(text !== undefined && {slippage: text})}
    return run([scenario], {positions: PERPS, request: request({book}), values}).scenarios[0]!.after.static.slippage
  }
  const pool = {pool: '1m USD'}
  const [normal, thinner] = [slippage(own({gap: {by: '-40%'}}), pool), slippage(thin, pool)]
  // The long of 10 sells 6000 into a pool of a million, then of two hundred thousand.
  expect(normal).toBeCloseTo((6000 * 6000) / 1_006_000, 6)
  expect(thinner).toBeCloseTo((6000 * 6000) / 206_000, 6)
  expect(slippage(thin, '1%')).toBeCloseTo(6000 * 0.05, 6)
  expect(() => slippage(thin, undefined)).toThrow(/withdraws liquidity, and the proposal states none/)
})

test('history is replayed from the prices at which the book was taken, hourly where hours are given', () => {
  const closes = [...Array.from({length: 30}, () => 1000), 500, 500, ...Array.from({length: 28}, () => 2000)]
  const series = new Map([['ETH', daily('ETH', closes)]])
  const scenario = own({history: {from: '2024-01-31', to: '2024-02-01'}})
  const fallen = run([scenario], {request: request({from: '2024-02-10'}), series}).scenarios[0]!
  expect(fallen).toMatchObject({bars: 2, barSeconds: DAY, from: '2024-01-31', to: '2024-02-02'})
  // The book was taken at 2000: half of that leaves its loans as they were at 1000.
  expect(fallen.after.static.liquidations).toBe(0)
  expect(run([scenario], {series}).scenarios[0]!.after.static.liquidations).toBe(2)
  const fine = {...FLAT, barSeconds: 3600, id: 'hours', time: Float64Array.from({length: 48}, (_, h) => Date.parse('2024-01-31T00:00:00Z') / 1000 + h * 3600)} // prettier-ignore
  const hours = Array.from({length: 48}, (_, h) => (h < 24 ? 1000 : 400))
  const column = Float64Array.from(hours)
  const hourly = new Map([['own', new Map([['ETH', {...fine, close: column, high: column, low: column, open: column, quoteVolume: column}]])]]) // prettier-ignore
  const replayed = run([scenario], {hourly, series}).scenarios[0]!
  expect(replayed).toMatchObject({bars: 48, barSeconds: 3600})
  expect(replayed.after.static.worstDays.map(({date}) => date)).toEqual(['2024-02-01'])
  expect(() => run([own({history: {from: '2023-12-31', to: '2024-01-02'}})])).toThrow(/needs prices from 2023-12-31/)
})

test('volatility, and prices that are not there, of the last days of the sample', () => {
  const closes = Array.from({length: 60}, (_, day) => (day === 50 ? 900 : 1000))
  const series = new Map([['ETH', daily('ETH', closes)]])
  const [outcome] = run([own({lasts: '20d', volatility: {times: '3x'}})], {series}).scenarios
  expect(outcome).toMatchObject({bars: 20, from: '2024-02-10', to: '2024-03-01'})
  expect(outcome!.moves['ETH']!.low).toBeCloseTo(0.9 ** 3 - 1, 12)
})

describe('reverse stress', () => {
  const reverse = (more: Partial<StressInput> = {}) => run([], {reverse: true, ...more}).reverse
  const gap = (list: ReturnType<typeof reverse>, name = 'gap-down') => list.find((found) => found.name === name)!

  it('finds the gap at which the first loan is no longer covered', () => {
    const found = gap(reverse())
    // 10 x 1000 (1 + g) / 1.05 = 7000.
    expect(found).toMatchObject({breaks: 'bad debt', monotone: true, shock: 'gap'})
    expect(found.found!.breaksAt).toBeCloseTo(0.735 - 1, 3)
    expect(found.found!.breaksAt).toBeLessThanOrEqual(0.735 - 1)
    expect(found.found!.holdsAt!).toBeGreaterThanOrEqual(0.735 - 1)
  })

  it('reads the criterion, and the fund where there is one', () => {
    // All of a: 7000 - 10000 (1 + g) / 1.05 is 10% of 12000.
    const missed = gap(reverse({request: request({accept: {badDebt: '<= 10% of debt'}})}))
    expect(missed).toMatchObject({breaks: 'criterion'})
    expect(missed.found!.breaksAt).toBeCloseTo(0.609 - 1, 3)
    const paid = gap(reverse({request: request({fund: {balance: '2_000 USD'}})}))
    expect(paid).toMatchObject({breaks: 'fund'})
    expect(paid.found!.breaksAt).toBeCloseTo(0.525 - 1, 3)
    const never = gap(reverse({request: request({accept: {badDebt: '<= 100% of debt'}})}))
    expect(never).toMatchObject({breaks: 'criterion', found: null, tried: -0.95})
  })

  it('looks both ways for perpetuals, and says so where losses fall again', () => {
    const list = reverse({positions: PERPS, values: PERP})
    // The long holds 2000 against 10 at 1000, the short 3000.
    expect(gap(list).found!.breaksAt).toBeCloseTo(-0.2, 3)
    expect(gap(list, 'gap-up').found!.breaksAt).toBeCloseTo(0.3, 3)
    expect(list.every(({monotone}) => monotone)).toBe(true)
  })
})

test('every named scenario has a name of its own, days in order, and runs or says why not', () => {
  expect(new Set(NAMED_SCENARIOS.map(({name}) => name)).size).toBe(NAMED_SCENARIOS.length)
  const {notRun, scenarios} = run(NAMED_SCENARIOS)
  expect(scenarios.length + notRun.length).toBe(NAMED_SCENARIOS.length)
  expect(notRun.find(({name}) => name === 'covid-2020-03')!.reason).toMatch(/The series ETH-USD has no bar/)
  expect(() => findScenario('covid-2020-3')).toThrow(/no scenario covid-2020-3/)
})

test.each<[Parameters<typeof own>[0], RegExp]>([
  [{}, /does nothing to prices/],
  [{correlation: {from: '2024-01-01', to: '2024-01-02'}, gap: {by: '-1%'}}, /says correlation and gap of the same/],
  [{gap: {by: '-100%'}}, /moves prices by -100%/],
  [{history: {from: '2024-01-02', to: '2024-01-01'}}, /before it begins/],
  [{volatility: {from: '2024-01-02', times: '2x'}}, /names one day of two/],
  [{depeg: {by: '5%', lasts: '1h', over: '2h'}}, /back before it fell/],
  [{gap: {by: '-5%'}, liquidity: {withdrawn: '100%'}}, /withdraws 100%/],
])('a scenario that says %j is refused', (file, message) => {
  expect(() => own(file)).toThrow(message)
})

test('a scenario of somebody’s own about an asset that the book does not hold is refused', () => {
  expect(() => run([own({gap: {assets: ['DOGE'], by: '-5%'}})])).toThrow(/moves DOGE, which the book does not hold/)
  expect(() => run([own({depeg: {asset: 'STETH', by: '5%', lasts: '2h', over: '1h'}})])).toThrow(/depegs STETH/)
})
