import {constantProduct} from '../../src/market/liquidity/amm.js'
import {constantSlippage, linearImpact} from '../../src/market/liquidity/constant.js'
import {depthTable} from '../../src/market/liquidity/depth.js'
import {squareRoot} from '../../src/market/liquidity/square-root.js'

describe('depthTable', () => {
  const book = depthTable(
    [
      {cumulative: 1000, distance: 0.01},
      {cumulative: 3000, distance: 0.02},
    ],
    0.5,
  )

  it('walks the levels', () => {
    expect(book.slippage(500, 0, 'sell')).toBeCloseTo(0.0025, 12) // reaches half of the first level
    expect(book.impact(500, 0, 'sell')).toBeCloseTo(0.005, 12)
    expect(book.slippage(2000, 0, 'sell')).toBeCloseTo((1000 * 0.005 + 1000 * 0.0125) / 2000, 12)
    expect(book.impact(2000, 0, 'buy')).toBeCloseTo(0.015, 12)
  })

  it('charges what lies beyond the table', () => {
    expect(book.slippage(4000, 0, 'sell')).toBeCloseTo((1000 * 0.005 + 2000 * 0.015 + 1000 * 0.5) / 4000, 12)
    expect(book.impact(4000, 0, 'sell')).toBe(0.5)
  })

  it('refuses levels that do not grow', () => {
    expect(() => depthTable([])).toThrow(expect.objectContaining({code: 'LIQUIDITY_RANGE'}))
    expect(() =>
      depthTable([
        {cumulative: 5, distance: 0.1},
        {cumulative: 5, distance: 0.2},
      ]),
    ).toThrow(expect.objectContaining({code: 'LIQUIDITY_RANGE'}))
  })
})

it('every model: nothing for nothing, more for more, never everything', () => {
  const models = [
    constantSlippage(0.01),
    linearImpact(1e-6),
    squareRoot({sigma: Float64Array.of(0.04), volume: 1e6}),
    depthTable([{cumulative: 1e5, distance: 0.01}]),
    constantProduct(1e6),
  ]
  for (const model of models) {
    for (const what of ['impact', 'slippage'] as const) {
      let before = 0
      for (const notional of [1, 1e3, 1e6, 1e9]) {
        const cost = model[what](notional, 0, 'sell')
        expect(cost).toBeGreaterThanOrEqual(before)
        expect(cost).toBeLessThan(1)
        before = cost
      }
    }
  }
  for (const model of models.slice(1)) expect(model.slippage(0, 0, 'sell')).toBe(0)
})
