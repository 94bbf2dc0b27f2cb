import {amplificationFactor, cascade, cascadeKappa} from '../../../src/backtest/book/cascade.js'
import {
  AAVE_V33,
  closeFactorOf,
  healthFactor,
  liquidationCall,
  toxicFrontier,
} from '../../../src/backtest/book/venues/aave.js'
import {
  bankruptcyPrice,
  effectiveInitialMargin,
  fillablePrice,
  insuranceFundDelta,
} from '../../../src/backtest/book/venues/dydx.js'
import {liquidationPrice, maintenanceFraction} from '../../../src/backtest/book/venues/hyperliquid.js'
import {smartLtv, smartLtvRisk} from '../../../src/backtest/book/venues/smart-ltv.js'
import {constantProduct, sellIntoPool} from '../../../src/market/liquidity/amm.js'
import {squareRoot} from '../../../src/market/liquidity/square-root.js'
import {golden} from '../../helpers/goldens.js'

const defi = golden('defi_formulas')

function expectClose(name: string, calculated: number, expected: number | undefined) {
  const error = Math.abs(calculated - (expected ?? NaN))
  if (!(error <= Math.max(1e-12, defi.tolerance.rel * Math.abs(expected ?? NaN)))) {
    throw new Error(`${name}: calculated ${calculated}, expected ${expected}, tolerance ${defi.tolerance.rel} relative`)
  }
}

describe('venue formulas against the golden file', () => {
  it.each<{baseImf: number; lowerCap: number; openNotional: number; upperCap: number; effectiveImf: number}>(
    defi.dydxOimf,
  )('dYdX v4: initial margin at open interest $openNotional', (row) => {
    const {baseImf: base, lowerCap, openNotional: openInterest, upperCap} = row
    expectClose('IMF', effectiveInitialMargin({base, lowerCap, openInterest, upperCap}), row.effectiveImf)
  })

  it.each<
    Record<
      | 'abr'
      | 'bankruptcyAdjustment'
      | 'bankruptcyPrice'
      | 'fillablePrice'
      | 'mmf'
      | 'oraclePrice'
      | 'quoteBalance'
      | 'size'
      | 'spreadToMmr',
      number
    >
  >(defi.dydxFillable)('dYdX v4: fillable price of $quoteBalance', (row) => {
    const {mmf: maintenanceFraction, oraclePrice, quoteBalance, size} = row
    const config = {bankruptcyAdjustment: row.bankruptcyAdjustment, spreadToMaintenance: row.spreadToMmr}
    const found = fillablePrice({maintenanceFraction, oraclePrice, quoteBalance, size}, config)
    expectClose('ABR', found.bankruptcyRating, row.abr)
    expectClose('fillable price', found.price, row.fillablePrice)
    expectClose('bankruptcy price', bankruptcyPrice({quoteBalance, size}), row.bankruptcyPrice)
  })

  it.each<Record<'fillPrice' | 'insuranceFundDelta' | 'maxFee' | 'quoteBalance' | 'size', number>>(
    defi.dydxInsuranceDelta,
  )('dYdX v4: insurance fund delta at $fillPrice', (row) => {
    const {fillPrice, insuranceFundDelta: expected, maxFee, quoteBalance, size} = row
    expectClose('delta', insuranceFundDelta({quoteBalance, size}, fillPrice, maxFee), expected)
  })

  it.each<
    Record<'liqPrice' | 'maintenanceFraction' | 'marginAvailable' | 'maxLeverage' | 'price' | 'size', number> & {
      side: 1 | -1
    }
  >(defi.hyperliquidLiqPrice)('Hyperliquid: liquidation price, side $side at $price', (row) => {
    const {liqPrice, marginAvailable, maxLeverage, price, side, size} = row
    expectClose('liquidation price', liquidationPrice({marginAvailable, maxLeverage, price, side, size}), liqPrice)
    expectClose('maintenance', maintenanceFraction(maxLeverage), row.maintenanceFraction)
  })

  it.each<
    Record<
      | 'badDebt'
      | 'closeFactor'
      | 'collateral'
      | 'collateralAfter'
      | 'debt'
      | 'healthFactor'
      | 'liquidationBonus'
      | 'lt'
      | 'maxLtvWithoutBadDebt'
      | 'repaid'
      | 'seized',
      number
    > & {healthFactorAfter: number | null; toxicSpiral: boolean}
  >(defi.aaveV33)('Aave v3.3: $collateral against $debt', (row) => {
    const {collateral, debt, liquidationBonus: bonus, lt} = row
    const health = healthFactor(collateral, debt, lt)
    expectClose('health factor', health, row.healthFactor)
    expect(closeFactorOf(AAVE_V33, health, collateral, debt)).toBe(row.closeFactor)
    expectClose('frontier', toxicFrontier(bonus), row.maxLtvWithoutBadDebt)
    expect(debt / collateral > toxicFrontier(bonus)).toBe(row.toxicSpiral)
    const {badDebt, repaid, seized} = liquidationCall(AAVE_V33, {bonus, collateral, debt, health})
    expectClose('repaid', repaid, row.repaid)
    expectClose('seized', seized, row.seized)
    expectClose('bad debt', badDebt, row.badDebt)
    expectClose('collateral after', collateral - seized, row.collateralAfter)
    if (row.healthFactorAfter !== null) {
      expectClose('health after', healthFactor(collateral - seized, debt - repaid, lt), row.healthFactorAfter)
    }
  })

  it('Aave v3.3: a partial liquidation never leaves dust', () => {
    // Half of 1,999 would seize 1,049 and leave 951: the pool reverts, so the liquidator repays what leaves 1,000.
    const {repaid, seized} = liquidationCall(AAVE_V33, {bonus: 0.05, collateral: 2000, debt: 2000, health: 0.97})
    expect(seized).toBe(1000)
    expect(repaid).toBeCloseTo(1000 / 1.05, 9)
  })

  it.each<Record<'beta' | 'cap' | 'clf' | 'liquidity' | 'ltv' | 'riskLevelCheck' | 'sigma', number>>(defi.smartLtv)(
    'SmartLTV: sigma $sigma, liquidity $liquidity',
    (row) => {
      const {beta: bonus, cap, liquidity, sigma} = row
      const ltv = smartLtv({bonus, cap, liquidity, sigma}, row.clf)
      expectClose('LTV', ltv, row.ltv)
      expectClose('risk level', smartLtvRisk({bonus, cap, liquidity, sigma}, ltv), row.riskLevelCheck)
    },
  )

  it('SmartLTV refuses the inputs of its own public test script', () => {
    const {cap, liquidationBonus: bonus, liquidity, ltv, volatility: sigma} = defi.smartLtvRiskLevelExample
    expect(() => smartLtvRisk({bonus, cap, liquidity, sigma}, ltv)).toThrow(
      expect.objectContaining({code: 'SMART_LTV_RANGE'}),
    )
  })

  it.each<Record<'avgPrice' | 'newSpot' | 'out' | 'sellX' | 'slippage' | 'x' | 'y', number>>(defi.ammImpact)(
    'constant product: selling $sellX',
    (row) => {
      const trade = sellIntoPool(row.x, row.y, row.sellX)
      expectClose('out', trade.out, row.out)
      expectClose('average price', trade.averagePrice, row.avgPrice)
      expectClose('new spot', trade.newSpot, row.newSpot)
      expectClose('slippage', trade.slippage, row.slippage)
      const pool = constantProduct(row.y)
      const notional = (row.sellX * row.y) / row.x
      expectClose('slippage by notional', pool.slippage(notional, 0, 'sell'), row.slippage)
      expectClose('impact by notional', 1 - pool.impact(notional, 0, 'sell'), row.newSpot / (row.y / row.x))
    },
  )

  it.each<Record<'impact' | 'q' | 'sigmaDaily' | 'volume' | 'Y', number>>(defi.sqrtImpact)(
    'square-root law: $q',
    (row) => {
      const law = squareRoot({sigma: row.sigmaDaily, volume: row.volume, y: row.Y})
      expectClose('impact', law.impact(row.q, 0, 'sell'), row.impact)
    },
  )

  it.each<
    Record<'badDebt' | 'finalPrice' | 'impactPerUnit' | 'p0' | 'shock' | 'totalSold', number> & {
      positions: [number, number, number][]
      rounds: {liquidated: number[]; price: number; sold: number}[]
    }
  >(defi.cascade)('cascade: shock $shock, impact $impactPerUnit', (row) => {
    const positions = row.positions.map(([units, debt, liquidationThreshold]) => ({
      debt,
      liquidationThreshold,
      units,
    }))
    const found = cascade(positions, {impactPerUnit: row.impactPerUnit, shock: row.shock, startPrice: row.p0})
    expect(found.rounds.map(({liquidated}) => liquidated)).toEqual(row.rounds.map(({liquidated}) => liquidated))
    for (const [i, {price, sold}] of found.rounds.entries()) {
      expectClose(`price of round ${i}`, price, row.rounds[i]?.price)
      expectClose(`sold in round ${i}`, sold, row.rounds[i]?.sold)
    }
    expectClose('final price', found.finalPrice, row.finalPrice)
    expectClose('total sold', found.totalSold, row.totalSold)
    expectClose('bad debt', found.badDebt, row.badDebt)
  })

  it('amplification: 1 / (1 - kappa), without end from 1 on', () => {
    expect(amplificationFactor(0)).toBe(1)
    expect(amplificationFactor(0.75)).toBe(4)
    expect(amplificationFactor(1)).toBe(Infinity)
    // 20 units fall due between 90 and 100; selling one moves the price by 0.25: each unit of fall makes half a unit more.
    const kappa = cascadeKappa(Float64Array.of(95, 99, 80, 101), Float64Array.of(12, 8, 50, 7), {
      price: 100,
      slope: 0.25,
      width: 0.1,
    })
    expect(kappa).toBeCloseTo(0.5, 12)
  })
})
