import fc from 'fast-check'
import {ADL_POLICIES} from '../../src/insurance/layers/adl-allocation.js'
import {readLayers, type LayerItem} from '../../src/insurance/layers/registry.js'
import {Waterfall} from '../../src/insurance/waterfall.js'
import {day, lossOf, opening} from './stack.js'

const usd = fc.integer({max: 5_000_000, min: 0}).map((amount) => `${amount} USD`)
const percent = fc.integer({max: 100, min: 0}).map((share) => `${share}%`)
const follows = fc.constantFrom('usd', 'stablecoin', 'market', 'token')
const item = (layer: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<LayerItem> =>
  fc.record({layer: fc.constant(layer), ...fields})

const LAYER: fc.Arbitrary<LayerItem> = fc.oneof(
  item('defaulter-margin', {contribution: percent}),
  item('liquidation-penalties', {share: percent, toFund: percent}),
  item('insurance-fund', {
    assets: fc.array(fc.record({balance: usd, follows, haircut: percent}), {maxLength: 3, minLength: 1}),
    elasticity: fc.constantFrom(0, 1),
    lossCap: usd,
    premium: percent,
    referenceVolatility: fc.constant('80%'),
    target: percent,
    withdrawal: usd,
  }),
  item('parametric-cover', {
    limit: usd,
    rateOnLine: percent,
    schedule: fc.constant([{at: '5%', pays: '40%'}, {at: '20%', pays: '100%'}]), // prettier-ignore
    surplus: fc.constantFrom('fund', 'waits'),
    trigger: fc.constantFrom('drawdown', 'depeg', 'fund-draw'),
    window: fc.constantFrom('1d', '3d'),
  }),
  item('mutual-pool', {
    cooldown: fc.constantFrom('0d', '1d', '3d'),
    deficitOffset: usd,
    emission: usd,
    exitRate: percent,
    fee: percent,
    follows,
    refill: percent,
    runFall: fc.constant('10%'),
    runShare: percent,
    slashPerEvent: percent,
    slashPerPeriod: percent,
    stake: usd,
  }),
  item('reinsurance', {
    attachment: usd,
    bridged: fc.boolean(),
    defaultProbability: percent,
    delay: fc.constantFrom('0d', '2d'),
    limit: usd,
    rateOnLine: percent,
    reinstatements: fc.integer({max: 2, min: 0}),
    share: percent,
    stressFactor: fc.constant(200),
    subject: fc.constantFrom('gross', 'remaining'),
  }),
  item('backstop-liquidity', {balance: usd, dailyLimit: usd, follows, withdrawFall: percent, withdrawShare: percent}),
  item('adl', {cap: percent, policy: fc.constantFrom(...ADL_POLICIES)}),
  item('socialised-loss', {base: fc.constantFrom('equity', 'profits'), cap: percent}),
  item('recapitalisation', {
    demand: usd,
    discount: percent,
    marketCap: usd,
    method: fc.constant('auction'),
    mostSold: percent,
  }),
  item('recapitalisation', {
    dailyVolatility: percent,
    dailyVolume: fc.constant('1m USD'),
    marketCap: usd,
    method: fc.constantFrom('sale', 'forced-staking'),
    mostSold: percent,
    persistence: percent,
  }),
)
const STACK = fc
  .array(LAYER, {maxLength: 8, minLength: 1})
  .map((items) => items.map((entry, index) => ({...entry, name: `layer ${index}`})))
const amount = fc.oneof(fc.constant(0), fc.double({max: 2e7, min: 0, noNaN: true}))
const DAY = fc.record({
  confirmationDelay: fc.constantFrom(0, 0, 0, 1.5, Infinity),
  equity: amount,
  falsely: fc.constantFrom(false, false, false, true),
  loss: amount,
  margin: amount,
  move: fc.double({max: 0.3, min: -0.5, noNaN: true}),
  peg: fc.double({max: 1, min: 0.7, noNaN: true}),
  penalties: amount,
  profits: amount,
  token: fc.double({max: 1.5, min: 0, noNaN: true}),
})
/** Layers that pay all they can before the next is asked; the others may have an offset or a co-share. */
const STRICT = (kind: string) => !['mutual-pool', 'parametric-cover', 'reinsurance'].includes(kind)

it('conserves every loss, whatever the stack: payments and residual deficit add up, in order, within capacity', () => {
  const used = new Set<string>()
  fc.assert(
    fc.property(
      STACK,
      fc.array(DAY, {maxLength: 8, minLength: 1}),
      fc.integer({max: 1e6, min: 0}),
      (items, days, seed) => {
        const stack = new Waterfall(readLayers(items, 'after'))
        const path = stack.open((layer) => opening(seed, stack.layers.indexOf(layer)))
        const step = day()
        const totals = stack.layers.map(() => 0)
        days.forEach(({move, loss, equity, falsely, margin, profits, ...today}, index) => {
          const adverse = step.price * (1 + Math.min(0, move))
          Object.assign(step, today, {adverse, index, price: step.price * (1 + move / 2)})
          path.step(step)
          const amount = loss + step.flows.returned
          step.flows.returned = 0
          const onClaim = falsely && amount === loss
          const claim = lossOf(amount, {equity, margin, notional: 10 * margin, profits})
          const falsePay = onClaim ? path.payFalsely(step, claim) : amount
          const residual = onClaim ? amount - falsePay : path.settle(step, claim)
          const sum = path.paid.reduce((total, paid) => total + paid, 0) + (onClaim ? residual : 0)
          if (onClaim && path.paid.at(-1) !== 0) throw new Error('a false claim became a debt')
          if (Math.abs(sum - amount) > 1e-9 * Math.max(1, amount)) throw new Error(`${sum} paid of ${amount}`)
          if (!onClaim && residual !== path.paid.at(-1)) throw new Error('the residual deficit is not what is left')
          let left = amount
          path.paid.forEach((paid, i) => {
            if (onClaim && i === path.paid.length - 1) return
            const {kind} = stack.layers[i]!
            if (paid > 0) used.add(kind)
            totals[i]! += paid
            if (left <= 0 && paid > 0) throw new Error(`${kind} paid after the loss was paid`)
            if (left > 0 && !(paid >= 0 && paid <= path.capacity[i]!)) throw new Error(`${kind} paid beyond capacity`)
            const due = Math.min(left, path.capacity[i]!)
            if (left > 0 && STRICT(kind) && Math.abs(paid - due) > 1e-9 * Math.max(1, due)) {
              throw new Error(`${kind} paid ${paid}, the next was asked before it had paid ${due}`)
            }
            left = Math.max(0, left - paid)
          })
          for (const value of Object.values(step.flows)) if (!(value >= 0)) throw new Error(`flow ${value}`)
        })
        path.total.forEach((total, i) => {
          if (Math.abs(total - totals[i]!) > 1e-9 * Math.max(1, total)) throw new Error('totals do not add up')
        })
        for (const layer of path.layers) {
          for (const [name, value] of Object.entries({...layer.measures(), cost: layer.cost})) {
            if (!Number.isFinite(value)) throw new Error(`${name} is ${value}`)
          }
        }
      },
    ),
    {numRuns: 1000, seed: 20_251_010},
  )
  // A layer that never paid would make the test empty for it.
  expect(used.size).toBe(11)
})
