import {checkBars, Findings, KEPT_PER_CODE} from '../../src/market/quality.js'
import {barsOf} from '../helpers/series.js'

const DAY = 86_400
const good = [10, 11, 9, 10.5]
/** Bars that change a little, so that nothing stands still. */
const walk = (n: number): number[][] => Array.from({length: n}, (_, i) => [10, 11, 9, 10 + (i % 2) / 10])
const codes = (found: Findings): string[] => found.list.map(({code, severity}) => `${severity} ${code}`)

it('finds nothing in good bars', () => {
  expect(codes(checkBars(barsOf(walk(50)), DAY))).toEqual([])
})

it.each([
  ['high below low', [10, 9, 11, 10], 'high-below-low'],
  ['close outside', [10, 11, 9, 12], 'close-outside-range'],
  ['open outside', [8, 11, 9, 10], 'open-outside-range'],
  ['zero', [10, 11, 0, 10], 'not-positive'],
  ['negative', [10, 11, -9, 10], 'not-positive'],
  ['not a number', [10, NaN, 9, 10], 'not-positive'],
  ['infinite', [10, Infinity, 9, 10], 'not-positive'],
  ['negative volume', [10, 11, 9, 10, -1], 'not-positive'],
])('%s is an error with its line', (_, row, code) => {
  const found = checkBars(barsOf([good, row, good]), DAY, {lines: Float64Array.of(2, 3, 4)})
  expect(found.list.find((finding) => finding.code === code)).toMatchObject({
    severity: 'error',
    line: 3,
    at: '2024-01-02',
  })
})

it('warns of a small gap and refuses a large share or a long hole', () => {
  const times = Array.from({length: 300}, (_, i) => (i + (i > 150 ? 1 : 0)) * DAY)
  expect(codes(checkBars(barsOf(walk(300), times), DAY))).toEqual(['warning gap'])
  expect(codes(checkBars(barsOf(walk(3), [0, DAY, 3 * DAY]), DAY))).toEqual(['error gap'])
  const hole = Array.from({length: 3000}, (_, i) => (i + (i > 150 ? 8 : 0)) * DAY)
  expect(codes(checkBars(barsOf(walk(3000), hole), DAY))).toEqual(['error gap'])
})

it('refuses times that repeat, go back or change their spacing', () => {
  expect(codes(checkBars(barsOf(walk(3), [0, DAY, DAY]), DAY))).toEqual(['error duplicate'])
  expect(codes(checkBars(barsOf(walk(3), [0, 2 * DAY, DAY]), DAY))).toContain('error unsorted')
  expect(codes(checkBars(barsOf(walk(4), [0, DAY, DAY + 3600, 2 * DAY]), DAY))).toEqual([
    'error mixed-bars',
    'error mixed-bars',
  ])
})

it('warns of a feed that stood still', () => {
  const same = [...walk(3), ...Array.from({length: 5}, () => [10, 11, 9, 10.7]), ...walk(3)]
  expect(checkBars(barsOf(same), DAY).list).toMatchObject([
    {code: 'stale', at: '2024-01-04', message: expect.stringMatching(/^5 bars/)},
  ])
  const flat = [...walk(3), [10, 10, 10, 10], [10.1, 10.1, 10.1, 10.1], [10, 10, 10, 10], ...walk(2)]
  expect(checkBars(barsOf(flat), DAY).list).toMatchObject([{code: 'stale', message: '3 bars without a range'}])
  expect(codes(checkBars(barsOf(flat), DAY, {closeOnly: true}))).toEqual([])
  expect(codes(checkBars(barsOf(flat, undefined, 60), 60))).toEqual([])
})

it('warns of jumps and wicks that look like a slip', () => {
  expect(codes(checkBars(barsOf([good, [10, 105, 9, 105], [105, 106, 100, 101]]), DAY))).toEqual(['warning jump'])
  expect(codes(checkBars(barsOf([good, [10, 11, 4, 10.4]]), DAY))).toEqual(['warning wick'])
})

it('counts what it does not keep', () => {
  const found = checkBars(barsOf(Array.from({length: 1500}, () => [10, 9, 11, 10])), DAY)
  expect(found.errors).toBe(1500)
  expect(found.dropped).toBeGreaterThanOrEqual(1500 - KEPT_PER_CODE.error)
  expect(found.list.filter(({code}) => code === 'high-below-low')).toHaveLength(KEPT_PER_CODE.error)
})
