import {insuranceFund, premiumRate, type FundTerms} from '../../src/insurance/layers/insurance-fund.js'
import {liquidationPenalties} from '../../src/insurance/layers/liquidation-penalties.js'
import {residual} from '../../src/insurance/layers/residual.js'
import {Waterfall} from '../../src/insurance/waterfall.js'
import {refusal} from '../helpers/refusal.js'
import {day, lossOf, opening, openStack} from './stack.js'

const fund = (change: Partial<FundTerms> = {}) =>
  insuranceFund({
    assets: [{balance: 100, follows: 'usd', haircut: 0}],
    costOfCapital: 0,
    elasticity: 0,
    lossCap: Infinity,
    name: 'fund',
    penaltyShare: 0,
    premium: 0,
    premiumRange: 4,
    rebate: 0,
    referenceVolatility: 0.8,
    revenueShare: 0,
    target: 0,
    withdrawal: 0,
    yield: 0,
    ...change,
  })
const usd = (balance: number) => [{balance, follows: 'usd', haircut: 0}] as const

describe('a stack', () => {
  it('pays in its order, and what nobody pays is the residual deficit', () => {
    const stack = openStack([fund(), fund({assets: usd(60), name: 'second'})])
    expect(stack.settle(day({index: 3}), lossOf(80))).toBe(0)
    expect([...stack.paid]).toEqual([80, 0, 0])
    expect(stack.settle(day({index: 4}), lossOf(120))).toBe(40)
    expect([...stack.paid]).toEqual([20, 60, 40])
    expect([...stack.total]).toEqual([100, 60, 40])
    expect([...stack.capacity]).toEqual([20, 60, Infinity])
    expect([...stack.firstUsed]).toEqual([3, 4, 4])
    expect([...stack.firstExhausted]).toEqual([4, 4, -1])
  })

  it('leaves layers alone that a loss does not reach', () => {
    const stack = openStack([fund(), fund({name: 'second'})])
    stack.settle(day(), lossOf(100))
    expect([...stack.firstUsed]).toEqual([0, -1, -1])
    expect([...stack.firstExhausted]).toEqual([-1, -1, -1])
    expect(stack.capacity[1]).toBeNaN()
  })

  it('refuses two layers of one name, and anything behind the residual deficit', () => {
    expect(refusal(() => new Waterfall([fund(), fund()])).message).toContain('`fund`')
    const last = residual({name: 'rest', repayment: 0})
    expect(refusal(() => new Waterfall([last, fund()])).code).toBe('INSURANCE_STACK')
    expect(new Waterfall([fund(), last]).layers).toHaveLength(2)
  })

  it('refuses to count penalties twice', () => {
    const penalties = liquidationPenalties({name: 'penalties', share: 1, toFund: 1})
    expect(refusal(() => new Waterfall([penalties, fund({penaltyShare: 0.5})])).message).toContain('twice')
    expect(new Waterfall([penalties, fund()]).layers).toHaveLength(3)
  })

  it('does not settle a loss that is no number', () => {
    expect(() => openStack([fund()]).settle(day(), lossOf(NaN))).toThrow('Bug')
  })
})

describe('the residual deficit', () => {
  it('is worked off from revenue, at that cost', () => {
    const stack = openStack([residual({name: 'rest', repayment: 0.5})])
    stack.settle(day(), lossOf(10))
    stack.step(day({revenue: 12}))
    expect(stack.layers[0]!.measures()).toEqual({deficitAtEnd: 4, largestDeficit: 10})
    stack.step(day({revenue: 12}))
    expect(stack.layers[0]!.measures()).toEqual({deficitAtEnd: 0, largestDeficit: 10})
    expect(stack.layers[0]!.cost).toBe(10)
  })
})

describe('the insurance fund', () => {
  const capacityAfter = (terms: Partial<FundTerms>, change: Parameters<typeof day>[0]) => {
    const open = fund(terms).open(opening())
    const step = day(change)
    open.step(step)
    return open.capacity(step, lossOf(0))
  }

  it('takes in penalties, revenue, premiums on open interest, yield and what other layers send', () => {
    expect(capacityAfter({penaltyShare: 0.5}, {penalties: 30})).toBe(115)
    expect(capacityAfter({revenueShare: 0.25}, {revenue: 30})).toBe(107.5)
    expect(capacityAfter({premium: 0.01}, {openInterest: 36_500})).toBeCloseTo(101, 12)
    expect(capacityAfter({yield: 0.365}, {})).toBeCloseTo(100.1, 12)
    expect(capacityAfter({}, {flows: {fromFund: 30, fundDrawn: 0, returned: 0, toFund: 5}})).toBe(75)
  })

  it('gives part of the premium back and lets the treasury withdraw while it is above target', () => {
    const open = {openInterest: 36_500}
    expect(capacityAfter({premium: 0.01, rebate: 0.4, target: 0.002}, open)).toBeCloseTo(100.6, 12)
    expect(capacityAfter({premium: 0.01, rebate: 0.4, target: 0.004}, open)).toBeCloseTo(101, 12)
    expect(capacityAfter({target: 0.002, withdrawal: 3650}, open)).toBeCloseTo(90, 12)
    expect(capacityAfter({target: 95 / 36_500, withdrawal: 3650}, open)).toBeCloseTo(95, 12)
  })

  it('counts its assets at stressed prices less the haircut, and spends them in their order', () => {
    const assets = [
      {balance: 50, follows: 'stablecoin', haircut: 0},
      {balance: 40, follows: 'market', haircut: 0.1},
      {balance: 20, follows: 'token', haircut: 0.5},
    ] as const
    const open = fund({assets}).open(opening())
    const crash = day({adverse: 60, peg: 0.9, price: 80, token: 0.4})
    expect(open.capacity(crash, lossOf(0))).toBeCloseTo(45 + 40 * 0.6 * 0.9 + 20 * 0.4 * 0.5, 12)
    expect(open.pay(50, crash, lossOf(50))).toBe(50)
    expect(open.capacity(crash, lossOf(0))).toBeCloseTo(70.6 - 50 + 0, 12)
    // 5 USD came from the market asset: 5/0.9 of stressed value was sold for it.
    expect(open.cost).toBeCloseTo(5 / 9, 12)
    expect(open.capacity(day(), lossOf(0))).toBeCloseTo((40 - 5 / 0.54) * 0.9 + 10, 12)
  })

  it('pays no more than its cap on one loss', () => {
    const open = fund({lossCap: 30}).open(opening())
    expect(open.pay(80, day(), lossOf(80))).toBe(30)
    expect(open.pay(80, day(), lossOf(80))).toBe(30)
  })

  it('owes on what it cannot pay', () => {
    const open = fund().open(opening())
    const step = day({flows: {fromFund: 130, fundDrawn: 0, returned: 0, toFund: 0}})
    open.step(step)
    expect(step.flows.fromFund).toBe(30)
    expect(open.capacity(step, lossOf(0))).toBe(0)
  })

  it('moves a dynamic premium with volatility, within its range', () => {
    const terms = {elasticity: 2, premium: 0.01, premiumRange: 3, referenceVolatility: 0.5}
    expect([0.5, 0.6, 2, 0.1, NaN].map((sigma) => Number(premiumRate(terms, sigma).toFixed(9)))).toEqual([
      0.01, 0.0144, 0.03, 0.003333333, 0.01,
    ])
  })

  it('refuses terms that mean nothing', () => {
    expect(refusal(() => fund({rebate: 1.2})).message).toContain('`rebate`')
    expect(refusal(() => fund({assets: []})).code).toBe('INSURANCE_TERMS')
    expect(refusal(() => fund({assets: usd(-1)})).message).toContain('`balance`')
    expect(refusal(() => fund({premiumRange: 0.5})).code).toBe('INSURANCE_TERMS')
  })
})
