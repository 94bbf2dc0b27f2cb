import {correlated, depegged, gapBars, stretched, volatilityOf, worstBar} from '../../src/stress/bars.js'

const bars = (rows: readonly (readonly [number, number, number, number])[]) => ({
  barSeconds: 3600,
  open: Float64Array.from(rows, ([o]) => o),
  high: Float64Array.from(rows, ([, h]) => h),
  low: Float64Array.from(rows, ([, , l]) => l),
  close: Float64Array.from(rows, ([, , , c]) => c),
})
const WALK = bars([[100, 110, 90, 105], [104, 120, 80, 90], [90, 95, 85, 92]]) // prettier-ignore
const round = (column: Float64Array) => [...column].map((price) => Number(price.toPrecision(9)))

test('a gap is one bar of calm and then another price', () => {
  const {close, low, open} = gapBars(100, -0.4, 3, 3600)
  expect([...open]).toEqual([100, 60, 60])
  expect([low[1], close[2]]).toEqual([60, 60])
})

test('stretched returns: once leaves prices alone, twice squares every ratio', () => {
  for (const name of ['open', 'high', 'low', 'close'] as const) {
    expect(round(stretched(WALK, 1)[name])).toEqual([...WALK[name]])
    const twice = stretched(WALK, 2)[name]
    expect(round(twice)).toEqual(round(WALK[name].map((price) => 100 * (price / 100) ** 2)))
  }
})

test('correlated assets take the returns of the one that ends lowest, at their own volatility', () => {
  const calm = bars([[50, 51, 49, 50.5], [50.5, 52, 50, 51], [51, 52, 50, 51.5]]) // prettier-ignore
  const all = correlated(new Map([['A', WALK], ['B', calm]])) // prettier-ignore
  expect(round(all.get('A')!.close)).toEqual([...WALK.close])
  const moved = all.get('B')!
  expect(moved.open[0]).toBeCloseTo(50, 12)
  expect(volatilityOf(moved)).toBeCloseTo(volatilityOf(calm), 12)
  const logs = (column: Float64Array, first: number) => [...column].map((price) => Math.log(price / first))
  const power = volatilityOf(calm) / volatilityOf(WALK)
  for (const [k, own] of logs(moved.low, 50).entries()) expect(own).toBeCloseTo(power * logs(WALK.low, 100)[k]!, 12)
  expect(() => correlated(new Map([['A', WALK]]))).toThrow(/one asset/)
})

test('a peg is lost over two bars and back after four', () => {
  const {close, low, open} = depegged(gapBars(100, 0, 8, 3600), {by: 0.1, lastsBars: 4, overBars: 2})
  expect([...open]).toEqual([100, 100, 95, 90, 90, 100, 100, 100])
  expect([...close]).toEqual([100, 95, 90, 90, 100, 100, 100, 100])
  expect([...low]).toEqual([100, 95, 90, 90, 90, 100, 100, 100])
})

test('the worst bar falls furthest below the close before it', () => {
  expect(worstBar(WALK)).toBe(1)
  expect(worstBar(gapBars(1, -0.2, 5, 3600))).toBe(1)
})
