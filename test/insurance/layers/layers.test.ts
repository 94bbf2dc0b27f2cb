import type {Layer, OpenLayer} from '../../../src/insurance/model.js'
import {TrailingDrawdown} from '../../../src/insurance/layers/drawdown.js'
import {payoutShare} from '../../../src/insurance/layers/payout-schedule.js'
import {readLayers, type LayerItem} from '../../../src/insurance/layers/registry.js'
import {basisRisk} from '../../../src/insurance/premium/basis-risk.js'
import {refusal} from '../../helpers/refusal.js'
import {day, lossOf, opening, openStack} from '../stack.js'

const one = (item: LayerItem): Layer => readLayers([item], 'after')[0]!
const open = (item: LayerItem, seed = 1): OpenLayer => one(item).open(opening(seed))

describe('defaulters first', () => {
  it('takes their margin and their contribution to the fund', () => {
    const margin = open({contribution: '2%', layer: 'defaulter-margin'})
    expect(margin.pay(100, day(), lossOf(100, {margin: 30, notional: 500}))).toBe(40)
    expect(margin.pay(25, day(), lossOf(25, {margin: 30, notional: 500}))).toBe(25)
  })

  it('uses the penalties of the day, and passes on what is left', () => {
    const penalties = open({layer: 'liquidation-penalties', share: '50%', toFund: '80%'})
    penalties.step(day({penalties: 60}))
    expect(penalties.pay(10, day(), lossOf(10))).toBe(10)
    const next = day({penalties: 8})
    penalties.step(next)
    expect(next.flows.toFund).toBe(16)
    expect(penalties.capacity(next, lossOf(9))).toBe(4)
  })
})

describe('parametric cover', () => {
  const cover = (change: LayerItem = {}) => ({
    layer: 'parametric-cover',
    limit: '100 USD',
    rateOnLine: '10%',
    schedule: [
      {at: '20%', pays: '25%'},
      {at: '40%', pays: '100%'},
    ],
    trigger: 'drawdown',
    window: '2d',
    ...change,
  })

  it('pays the schedule on the worst fall so far, once for each extreme', () => {
    const layer = open(cover())
    const calm = day({adverse: 95, price: 96})
    layer.step(calm)
    expect(layer.capacity(calm, lossOf(50))).toBe(0)
    const crash = day({adverse: 75, index: 1, price: 90})
    layer.step(crash)
    expect(layer.pay(50, crash, lossOf(50))).toBe(25)
    const again = day({adverse: 74, index: 2, price: 80})
    layer.step(again)
    expect(layer.capacity(again, lossOf(50))).toBe(0)
    const deeper = day({adverse: 50, index: 3, price: 50})
    layer.step(deeper)
    expect(layer.pay(50, deeper, lossOf(50))).toBe(50)
    const next = day({adverse: 50, index: 4, price: 50})
    layer.step(next)
    expect(next.flows.toFund).toBe(25) // what the loss did not need
    expect(next.flows.fromFund).toBeCloseTo(10 / 365, 12)
    expect(layer.measures()).toMatchObject({payouts: 100, surplus: 25, triggers: 2, uncoveredLoss: 25})
  })

  it('counts its basis risk: triggers without a loss, losses without a trigger', () => {
    const layer = open(cover({surplus: 'waits'}))
    layer.step(day({adverse: 70, price: 95}))
    layer.step(day({index: 1}))
    expect(layer.pay(30, day({index: 1}), lossOf(30))).toBe(25) // waited since the day before
    layer.step(day({index: 2}))
    expect(layer.pay(7, day({index: 2}), lossOf(7))).toBe(0)
    expect(layer.measures()).toMatchObject({lossNoTrigger: 1, losses: 2, triggerNoLoss: 1, uncoveredLoss: 12})
  })

  it('is whole again after its period, but pays one crash once', () => {
    const layer = open(cover({period: '2d', surplus: 'waits', window: '30d'}))
    const low = {adverse: 70, price: 70}
    const capacity: number[] = []
    ;[low, low, low, {}, low].forEach((prices, index) => {
      const step = day({...prices, index})
      layer.step(step)
      capacity.push(layer.capacity(step, lossOf(0)))
    })
    expect(capacity).toEqual([25, 25, 25, 25, 50])
  })

  it('is triggered by a depeg, or by what the fund before it has just paid', () => {
    const depeg = open(cover({schedule: [{at: '3%', pays: '100%'}], trigger: 'depeg'}))
    depeg.step(day({peg: 0.98}))
    expect(depeg.capacity(day(), lossOf(1))).toBe(0)
    depeg.step(day({index: 1, peg: 0.96}))
    expect(depeg.capacity(day(), lossOf(1))).toBe(100)

    const drawn = openStack(
      readLayers(
        [{balance: '80 USD', layer: 'insurance-fund'}, cover({between: 'linear', trigger: 'fund-draw'})],
        'after',
      ),
    )
    const step = day()
    drawn.step(step)
    expect(drawn.settle(step, lossOf(20))).toBe(0)
    step.index = 1
    drawn.step(step) // the fund pays the premium of the day before
    expect(drawn.settle(step, lossOf(200))).toBeCloseTo(200 - (60 - 10 / 365) - 100, 9)
    expect(drawn.firstExhausted[0]).toBe(1)
  })

  it('pays late when the oracle network confirms late, and never when it never does', () => {
    const layer = open(cover())
    layer.step(day({adverse: 75, confirmationDelay: 1.5}))
    expect(layer.capacity(day(), lossOf(9))).toBe(0)
    layer.step(day({index: 1, price: 60, adverse: 60, confirmationDelay: Infinity}))
    const later = day({index: 2})
    layer.step(later)
    expect(later.flows.toFund).toBe(25)
    expect(layer.measures()).toMatchObject({neverConfirmed: 75, payouts: 100})
  })

  it('over history: what it leaves, and what it pays for nothing', () => {
    const closes = [100, 98, 75, 76, 90, 91, 70, 71]
    const losses = [0, 3, 40, 0, 0, 0, 0, 0]
    const layer = open(cover({period: '5d', window: '1d'}))
    // Triggered on the third day (25 of 40) and, after a calm day and a new period, on the seventh (25 for nothing).
    closes.forEach((price, index) => {
      const now = day({adverse: price - 1, index, price})
      layer.step(now)
      if (losses[index]! > 0) layer.pay(losses[index]!, now, lossOf(losses[index]!))
    })
    const found = basisRisk(layer.measures(), 8, 8 / 365)
    expect(found).toMatchObject({lossNoTrigger: 1 / 8, losses: 2, triggerNoLoss: 1 / 8, triggers: 2})
    expect(found.covered.value).toBeCloseTo(25 / 43, 12)
    expect(found.uncoveredPerYear).toBeCloseTo((18 * 365) / 8, 9)
    expect(found.payoutsPerYear).toBeCloseTo((50 * 365) / 8, 9)
    expect(basisRisk(open(cover()).measures(), 8, 1).covered).toMatchObject({because: 'no loss reached it'})
    expect(refusal(() => basisRisk({}, 8, 1)).code).toBe('BASIS_RANGE')
    expect(refusal(() => basisRisk(layer.measures(), 0, 1)).code).toBe('BASIS_RANGE')
  })

  it('interpolates a schedule when told to', () => {
    const points = [
      {at: 0.2, pays: 0.25},
      {at: 0.4, pays: 1},
    ]
    expect([0.1, 0.2, 0.3, 0.4, 0.9].map((x) => payoutShare({between: 'linear', points}, x).toFixed(9))).toEqual([
      '0.000000000',
      '0.250000000',
      '0.625000000',
      '1.000000000',
      '1.000000000',
    ])
    expect(payoutShare({between: 'steps', points}, 0.3)).toBe(0.25)
  })

  it('refuses a schedule that falls, and a window that is no whole number of bars', () => {
    expect(
      refusal(() =>
        one(
          cover({
            schedule: [
              {at: '40%', pays: '50%'},
              {at: '20%', pays: '100%'},
            ],
          }),
        ),
      ).message,
    ).toContain('does not follow')
    expect(refusal(() => open(cover({window: '36h'}))).code).toBe('DELAY_FINER_THAN_BAR')
  })

  it('follows the highest close of the window as a plain loop does', () => {
    const closes = [10, 12, 11, 9, 9.5, 8, 8.5, 13, 6, 7, 7.5, 5, 5.5]
    const fall = new TrailingDrawdown(3, 10)
    const history = [10]
    for (const close of closes) {
      const worst = close * 0.97
      const high = Math.max(...history.slice(-3))
      expect(fall.next(worst, close)).toBeCloseTo(Math.max(0, 1 - worst / high), 12)
      history.push(close)
    }
  })
})

describe('a mutual pool', () => {
  const pool = (change: LayerItem = {}) => ({cooldown: '2d', layer: 'mutual-pool', stake: '100 USD', ...change})

  it('slashes within the caps of an event and of a period', () => {
    const layer = open(pool({period: '3d', slashPerEvent: '30%', slashPerPeriod: '50%'}))
    const paid = [0, 1, 2, 3].map((index) => {
      layer.step(day({index}))
      return layer.pay(100, day({index}), lossOf(100))
    })
    expect(paid[0]).toBe(30)
    expect(paid[1]).toBe(20) // 30% of 70 is 21, the period has 20 left
    expect(paid[2]).toBe(0)
    expect(paid[3]).toBeCloseTo(15, 9) // a new period; 30% of 50
  })

  it('lets stakers run, but slashes them until their cooldown is over', () => {
    const layer = open(pool({runFall: '10%', runShare: '60%'}))
    const crash = day({adverse: 85})
    layer.step(crash)
    expect(layer.capacity(crash, lossOf(1))).toBeCloseTo(100, 12)
    expect(layer.capacity(day({adverse: 85, confirmationDelay: 2}), lossOf(1))).toBeCloseTo(40, 12)
    expect(layer.capacity(day({confirmationDelay: Infinity}), lossOf(1))).toBe(0)
    layer.step(day({index: 1}))
    expect(layer.capacity(day({index: 1}), lossOf(1))).toBeCloseTo(100, 12)
    layer.step(day({index: 2}))
    expect(layer.capacity(day({index: 2}), lossOf(1))).toBeCloseTo(40, 12)
    expect(layer.measures()['leftByRun']).toBeCloseTo(60, 12)
  })

  it('makes stakers run after a slash, and slashes all alike', () => {
    const layer = open(pool({runShare: '50%'}))
    layer.pay(20, day(), lossOf(20))
    layer.step(day({index: 1}))
    layer.pay(40, day({index: 1}), lossOf(40)) // half of what is left, of those under notice too
    layer.step(day({index: 2}))
    layer.step(day({index: 3}))
    expect(layer.capacity(day({index: 3}), lossOf(1))).toBeCloseTo(20, 12) // 10 stay, 10 gave notice the day before
  })

  it('loses value with the asset that is staked', () => {
    const layer = open(pool({follows: 'token'}))
    expect(layer.capacity(day({token: 0.35}), lossOf(1))).toBeCloseTo(35, 12)
  })

  it('is refilled by new stakers and pays rewards along the emission curve', () => {
    const layer = open(pool({emission: '365 USD', refill: '365%', stake: '50 USD', target: '100 USD'}))
    const step = day()
    layer.step(step)
    expect(layer.capacity(step, lossOf(1))).toBeCloseTo(50.5, 12)
    expect(layer.cost).toBeCloseTo(0.75, 12)
    expect(step.flows.fromFund).toBe(0)
  })

  it('pays nothing without stakers, and says why', () => {
    const empty = one(pool({stake: '0 USD'}))
    expect(empty.degenerate).toContain('no stakers')
    expect(empty.open(opening()).pay(10, day(), lossOf(10))).toBe(0)
    expect(one(pool()).degenerate).toBeUndefined()
  })
})

describe('reinsurance', () => {
  const treaty = (change: LayerItem = {}) => ({layer: 'reinsurance', limit: '100 USD', rateOnLine: '10%', ...change})

  it('covers its share of what an event costs between attachment and limit', () => {
    const layer = open(treaty({attachment: '50 USD', reinstatements: 9, share: '80%'}))
    expect([40, 60, 100, 500].map((loss) => layer.pay(loss, day(), lossOf(loss)))).toEqual([0, 8, 40, 80])
  })

  it('counts the attachment on the whole loss when it is told to', () => {
    const gross = open(treaty({attachment: '50 USD', subject: 'gross'}))
    expect(gross.pay(30, day(), lossOf(70))).toBe(20)
    const remaining = open(treaty({attachment: '50 USD'}))
    expect(remaining.pay(30, day(), lossOf(70))).toBe(0)
  })

  it('is exhausted with its reinstatements, which cost a premium in proportion, and whole in a new period', () => {
    const layer = open(treaty({period: '10d', reinstatements: 1}))
    const pay = (loss: number, index: number) => layer.pay(loss, day({index}), lossOf(loss))
    expect([pay(60, 0), pay(300, 1), pay(300, 2), pay(300, 3)]).toEqual([60, 100, 40, 0])
    // Reinstated: 60 and then 40 of the limit, at the rate on line.
    expect(layer.cost).toBeCloseTo(10, 12)
    layer.step(day({index: 10}))
    expect(pay(300, 10)).toBe(100)
  })

  it('pays after its delay, to the fund unless somebody advanced it', () => {
    const late = open(treaty({delay: '3d'}))
    expect(late.pay(40, day(), lossOf(40))).toBe(0)
    late.step(day({index: 2}))
    const due = day({index: 3})
    late.step(due)
    expect(due.flows.toFund).toBe(40)
    const bridged = open(treaty({bridged: true, delay: '3d'}))
    expect(bridged.pay(40, day(), lossOf(40))).toBe(40)
    const settled = day({index: 3})
    bridged.step(settled)
    expect(settled.flows.toFund).toBe(0)
  })

  it('may fail: then open claims are lost but for the recovery, and nothing more is paid', () => {
    const frail = treaty({
      bridged: true,
      defaultProbability: '99.9999%',
      delay: '9d',
      recovery: '40%',
      stressFactor: 1e6,
    })
    const layer = open(frail)
    expect(layer.pay(50, day(), lossOf(50))).toBe(50)
    const crash = day({adverse: 60, index: 1})
    layer.step(crash)
    expect(crash.flows.returned).toBe(30)
    expect(layer.pay(50, crash, lossOf(50))).toBe(0)
    expect(layer.measures()).toMatchObject({failures: 1, lostToFailure: 30})
  })

  it('fails as often as it should', () => {
    let failures = 0
    const layer = one(treaty({defaultProbability: '30%'}))
    for (let seed = 0; seed < 400; seed++) {
      const path = layer.open(opening(seed))
      for (let index = 0; index < 365; index += 73) path.step(day({index, years: 0.2}))
      failures += path.measures()['failures']!
    }
    // 120 expected, standard deviation 9.2.
    expect(Math.abs(failures - 120)).toBeLessThan(28)
  })

  it('is worth nothing when its default is certain, and says so', () => {
    const certain = one(treaty({defaultProbability: '100%'}))
    expect(certain.degenerate).toContain('worth nothing')
    const path = certain.open(opening())
    path.step(day())
    expect(path.pay(50, day(), lossOf(50))).toBe(0)
    expect(path.cost).toBe(0)
  })
})

describe('backstop liquidity', () => {
  it('is limited by a rate, charges a fee, and leaves in part when the market falls', () => {
    const layer = open({balance: '100 USD', dailyLimit: '30 USD', fee: '2%', layer: 'backstop-liquidity', withdrawFall: '10%', withdrawShare: '50%'}) // prettier-ignore
    expect(layer.pay(80, day(), lossOf(80))).toBe(30)
    expect(layer.cost).toBeCloseTo(0.6, 12)
    layer.step(day({adverse: 80, index: 1, price: 80}))
    expect(layer.measures()).toEqual({paid: 30, underwritersLoss: 30, withdrawn: 35})
    layer.step(day({adverse: 79, index: 2, price: 79}))
    expect(layer.pay(80, day(), lossOf(80))).toBe(30)
    expect(layer.pay(80, day(), lossOf(80))).toBe(5)
  })
})

describe('socialised loss', () => {
  it('charges everybody the same share of what the terms name', () => {
    const layer = open({base: 'equity', cap: '10%', layer: 'socialised-loss'})
    expect(layer.pay(80, day(), lossOf(80, {equity: 500, profits: 9000}))).toBe(50)
    expect(layer.measures()).toEqual({charged: 50, largestHaircut: 0.1})
    expect(
      open({base: 'profits', layer: 'socialised-loss'}).pay(80, day(), lossOf(80, {equity: 500, profits: 60})),
    ).toBe(60)
  })
})

describe('recapitalisation', () => {
  const sale = (change: LayerItem = {}) => ({
    dailyVolatility: '10%',
    dailyVolume: '100 USD',
    layer: 'recapitalisation',
    marketCap: '1000 USD',
    method: 'sale',
    mostSold: '10%',
    ...change,
  })

  it('sells tokens at the stressed price with the impact of the sale', () => {
    const layer = open(sale())
    // a = 0.1 / 10; an order of 100 brings 100 (1 - 0.01 x 10) = 90.
    expect(layer.capacity(day(), lossOf(1))).toBeCloseTo(90, 12)
    // 25 (1 - 0.01 x 5) = 23.75
    expect(layer.pay(23.75, day(), lossOf(23.75))).toBeCloseTo(23.75, 12)
    expect(layer.cost).toBeCloseTo(1.25, 9)
    expect(layer.measures()['dilution']).toBeCloseTo(0.025, 12)
    // The price stays 5% lower, and so does the volume in dollars.
    const value = 0.075 * 950
    expect(layer.capacity(day(), lossOf(1))).toBeCloseTo(value * (1 - (0.1 / Math.sqrt(95)) * Math.sqrt(value)), 9)
  })

  it('never sells more than brings most', () => {
    const layer = open(sale({dailyVolatility: '100%', mostSold: '100%'}))
    const most = 4 / (9 * 0.01) / 3
    expect(layer.capacity(day(), lossOf(1))).toBeCloseTo(most, 9)
    expect(layer.pay(1e6, day(), lossOf(1e6))).toBeCloseTo(most, 9)
  })

  it('values the token at its stressed price', () => {
    const layer = open(sale())
    expect(layer.capacity(day({token: 0.25}), lossOf(1))).toBeCloseTo(25 * (1 - 0.1), 12)
    expect(layer.capacity(day({token: 0}), lossOf(1))).toBe(0)
  })

  it('auctions as far as bidders reach, and seizes staked tokens', () => {
    const auction = open({demand: '30 USD', discount: '20%', layer: 'recapitalisation', marketCap: '1000 USD', method: 'auction', mostSold: '10%'}) // prettier-ignore
    expect(auction.capacity(day({token: 0.3}), lossOf(1))).toBeCloseTo(24, 12)
    expect(auction.pay(50, day(), lossOf(50))).toBe(30)
    expect(auction.cost).toBeCloseTo(7.5, 12)
    expect(auction.pay(50, day(), lossOf(50))).toBe(0)
    const forced = open(sale({method: 'forced-staking'}))
    forced.pay(23.75, day(), lossOf(23.75))
    expect(forced.measures()['seized']).toBeCloseTo(0.025, 12)
  })

  it('says when there is nothing to sell', () => {
    expect(one(sale({mostSold: '0%'})).degenerate).toContain('nothing')
  })
})

describe('the registry', () => {
  it('reads a governed parameter before and after its change', () => {
    const item = {balance: {from: '10m USD', to: '20m USD'}, layer: 'insurance-fund', premium: {keep: '1%'}}
    const terms = (['before', 'after'] as const).map((side) => readLayers([item], side)[0]!.terms)
    expect(terms.map((found) => found['asset 1 (usd)'])).toEqual([10e6, 20e6])
    expect(terms.map(({premium}) => premium)).toEqual([0.01, 0.01])
  })

  it('names what is wrong and where', () => {
    const read = (item: LayerItem) => refusal(() => readLayers([item], 'after'))
    expect(read({layer: 'reinsurence'}).suggestions[0]).toContain('reinsurance')
    expect(read({layer: 'mutual-pool', stake: '5 ETH'}).message).toContain('`stake` of layer 1 (mutual-pool) is in ETH')
    expect(read({layer: 'adl', policy: 'lottery'}).message).toContain('queue')
    expect(read({layer: 'reinsurance', limit: '5 USD'}).message).toContain('`rateOnLine`')
    expect(read({layer: 'reinsurance', limit: 5}).message).toContain('unit')
  })
})
