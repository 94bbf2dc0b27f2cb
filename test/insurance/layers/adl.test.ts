import {allocateAdl, adlQueue, ADL_POLICIES} from '../../../src/insurance/layers/adl-allocation.js'
import {adlMetrics, gini} from '../../../src/insurance/layers/adl-metrics.js'
import {gmxAdl} from '../../../src/insurance/layers/gmx-adl.js'
import {umbrellaEmission, umbrellaSlash} from '../../../src/insurance/layers/umbrella.js'
import {readLayers} from '../../../src/insurance/layers/registry.js'
import {expectRelative, golden} from '../../helpers/goldens.js'
import {refusal} from '../../helpers/refusal.js'
import {day, lossOf, opening} from '../stack.js'

const defi = golden('defi_formulas')
const TOLERANCE = defi.tolerance.rel as number

describe('auto-deleveraging', () => {
  const {leverage, pnl, shortfall, ...expected} = defi.adlAllocation
  const winners = {
    leverage: Float64Array.from(leverage as number[]),
    notional: Float64Array.from(pnl as number[], (gain) => 10 * Math.abs(gain)),
    profit: Float64Array.from(pnl as number[]),
  }

  it('ranks the queue by profit times leverage', () => {
    expect(adlQueue(winners)).toEqual(expected.queueOrder)
  })

  it.each([
    ['queue', expected.queueHaircut],
    ['pro-rata', expected.proRataHaircut],
    ['leverage-weighted', expected.leverageWeightedHaircut],
  ] as const)('%s allots the published shares', (policy, shares: number[]) => {
    const taken = allocateAdl(policy, winners, shortfall)
    shares.forEach((share, i) => {
      expectRelative(taken[i], share, TOLERANCE)
    })
  })

  it('takes the same share from all when it is capped, and no more than the cap', () => {
    const half = allocateAdl('capped', winners, shortfall, 0.5)
    expectRelative(half[0]! / pnl[0], expected.sharePnlTaken, TOLERANCE)
    const fifth = allocateAdl('capped', winners, shortfall, 0.2)
    expect([...fifth]).toEqual([100, 60, 40, 10, 0])
  })

  it('gives what a full account cannot give to the others', () => {
    // By weight 10 : 1 the first should give 200 of 220, but has 100; the second gives the rest.
    const two = {leverage: Float64Array.of(20, 1), notional: Float64Array.of(1, 1), profit: Float64Array.of(100, 200)}
    expect([...allocateAdl('leverage-weighted', two, 220)]).toEqual([100, 120])
    expect([...allocateAdl('leverage-weighted', two, 400)]).toEqual([100, 200])
  })

  it('refuses a shortfall that is no amount', () => {
    expect(refusal(() => allocateAdl('queue', winners, NaN)).code).toBe('ADL_RANGE')
  })

  it('measures solvency, fairness and overshoot', () => {
    const metrics = adlMetrics(winners, allocateAdl('queue', winners, shortfall), shortfall)
    expect(metrics).toMatchObject({largestHaircut: 0.8, solvency: 1, taken: 400, touched: 0.25})
    // One position of 5000 was closed whole where 80% of it was enough.
    expect(metrics.closedNotional).toBe(5000)
    expect(metrics.overshoot).toBeCloseTo(0.25, 12)
    const fair = adlMetrics(winners, allocateAdl('pro-rata', winners, shortfall), shortfall)
    expect(fair.gini).toBeCloseTo(0, 12)
    expect(metrics.gini).toBeCloseTo(0.75, 12) // one of four bears all: 1 - 1/n
    expect(gini([0, 0])).toBe(0)
  })

  it.each(ADL_POLICIES)('%s as a layer pays the shortfall from profits, and reports who gave', (policy) => {
    const [layer] = readLayers([{layer: 'adl', policy}], 'after')
    const open = layer!.open(opening())
    expect(open.pay(shortfall, day(), lossOf(shortfall, {winners}))).toBe(shortfall)
    expect(open.pay(5000, day(), lossOf(5000, {winners}))).toBe(1050)
    expect(open.pay(50, day(), lossOf(50, {profits: 30}))).toBe(30)
    expect(open.measures()).toMatchObject({events: 3, largestHaircut: 1, largestShareOfProfits: 1, taken: 1480})
  })

  it.each<
    Record<'maxPnlFactorForAdl' | 'minPnlFactorAfterAdl' | 'pnlToRealiseForMin' | 'poolUsd' | 'tradersPnl', number>
  >(defi.gmxAdl)('GMX: profits of $tradersPnl against a pool of $poolUsd', (row) => {
    const found = gmxAdl(row.poolUsd, row.tradersPnl, row.maxPnlFactorForAdl, row.minPnlFactorAfterAdl)
    expectRelative(found.toRealise, row.pnlToRealiseForMin, TOLERANCE)
    expect(found.enabled).toBe(row.pnlToRealiseForMin > 0)
  })
})

describe('Aave Umbrella', () => {
  it.each<Record<'emission' | 'maxEmission' | 'target' | 'totalAssets', number>>(defi.umbrellaEmission)(
    'emits $emission at $totalAssets of $target',
    ({emission, maxEmission, target, totalAssets}) => {
      expectRelative(umbrellaEmission(maxEmission, target, totalAssets), emission, TOLERANCE)
    },
  )

  it.each<
    Record<
      | 'deficitOffset'
      | 'liquidationFee'
      | 'pendingDeficit'
      | 'poolDeficit'
      | 'slashableDeficit'
      | 'slashed'
      | 'stake'
      | 'uncovered',
      number
    >
  >(defi.umbrellaSlash)('slashes $slashed for a deficit of $poolDeficit', (row) => {
    const found = umbrellaSlash(row)
    expectRelative(found.slashable, row.slashableDeficit, TOLERANCE)
    expectRelative(found.slashed, row.slashed, TOLERANCE)
    expect(Math.abs(found.uncovered - row.uncovered)).toBeLessThanOrEqual(1e-9 * Math.max(1, row.uncovered))
    // The pool as a layer, with the same terms and what is pending taken off, pays and slashes the same.
    const [pool] = readLayers(
      [
        {
          cooldown: '20d',
          deficitOffset: `${row.deficitOffset} USD`,
          fee: `${100 * row.liquidationFee}%`,
          layer: 'mutual-pool',
          stake: `${row.stake} USD`,
        },
      ],
      'after',
    )
    const open = pool!.open(opening())
    const asked = row.poolDeficit - row.pendingDeficit
    const paid = open.pay(asked, day(), lossOf(asked))
    expectRelative(paid, found.slashable - found.uncovered, TOLERANCE)
    expectRelative(open.measures()['slashed'], row.slashed, TOLERANCE)
  })
})
