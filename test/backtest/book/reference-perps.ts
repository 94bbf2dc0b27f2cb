import type {PerpMarket} from '../../../src/backtest/book/perps/accounts.js'
import type {PerpPosition} from '../../../src/backtest/book/perps/book.js'
import type {Tier} from '../../../src/backtest/book/perps/maintenance.js'
import type {PerpRules} from '../../../src/backtest/book/perps/rules.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {abs, max, min} = Math

// A second engine, as plain as it can be: every account, every bar, no sorting, no transformed price, no closed forms.
// Thresholds are found by bisection, tiers by walking them like a tax table, cascades by rounds from scratch.

interface Pos {
  readonly position: PerpPosition
  size: number
}
interface Acc {
  readonly list: Pos[]
  cash: number
  status: 'due' | 'gone' | 'live'
  partly: boolean
  triggered: number
  /** What happened in this bar already, as far along the way from the opening to the extreme. */
  touched: boolean
}

export interface ReferenceResult {
  count: number
  positions: number
  notional: number
  badDebt: number
  penalties: number
  slippage: number
  returned: number
  seized: number
  userCost: number
  loss: number[]
  notionalAt: number[]
  delay: number
  delayMax: number
  closed: string[]
  atExecution: string[]
  unfinished: number
  unfinishedShortfall: number
  induced: number
  left: number
}

function taxed(tiers: readonly Tier[], notional: number): number {
  let due = 0
  for (const [i, {from, rate}] of tiers.entries()) {
    const upTo = tiers[i + 1]?.from ?? Infinity
    if (notional > from) due += rate * (min(notional, upTo) - from)
  }
  return due
}

export function referencePerps(
  positions: readonly PerpPosition[],
  markets: ReadonlyMap<string, PerpMarket>,
  rules: PerpRules,
): ReferenceResult {
  const names = [...markets.keys()]
  const first = markets.get(names[0]!)!.path
  const bars = first.open.length
  const accounts: Acc[] = []
  const shared = new Map<string, Acc>()
  for (const position of positions) {
    let acc = position.marginMode === 'cross' ? shared.get(position.account!) : undefined
    if (acc === undefined) {
      acc = {cash: 0, list: [], partly: false, status: 'live', touched: false, triggered: -1}
      accounts.push(acc)
      if (position.marginMode === 'cross') shared.set(position.account!, acc)
    }
    acc.list.push({position, size: position.size})
    acc.cash += position.collateral
  }
  const out: ReferenceResult = {
    atExecution: [], badDebt: 0, closed: [], count: 0, delay: 0, delayMax: 0, induced: 0, left: 0, loss: Array(bars).fill(0), notional: 0,
    notionalAt: Array(bars).fill(0), penalties: 0, positions: 0, returned: 0, seized: 0, slippage: 0, unfinished: 0,
    unfinishedShortfall: 0, userCost: 0,
  } // prettier-ignore
  const latency = rules.latencyBars ?? 0
  const displaced = new Map(names.map((name) => [name, 0]))
  const byOracle = [...markets.values()].some(({path}) => path.oracle !== undefined)

  for (let t = 0; t < bars; t++) {
    const open = (m: string) => markets.get(m)!.path.open[t]! * (1 - displaced.get(m)!)
    const oracle = (m: string) =>
      (markets.get(m)!.path.oracle ?? markets.get(m)!.path.open)[t]! * (1 - displaced.get(m)!)
    const fund = (m: string) => markets.get(m)!.path.funding?.[t] ?? 0
    const sold = new Map(names.map((name) => [name, 0]))
    const bought = new Map(names.map((name) => [name, 0]))
    const interest = new Map(
      names.map((name) => {
        const sum = (side: string) =>
          accounts
            .filter(({status}) => status !== 'gone')
            .flatMap(({list}) => list)
            .filter(({position}) => position.market === name && position.side === side)
            .reduce((total, {size}) => total + size, 0)
        return [name, max(sum('long'), sum('short')) * markets.get(name)!.path.open[t]!]
      }),
    )
    const margin = (m: string, notional: number): number => {
      const rule = markets.get(m)!.maintenance ?? rules.maintenance
      switch (rule.kind) {
        case 'flat':
          return rule.rate * notional
        case 'series':
          return rule.rates[t]! * notional
        case 'tiers':
          return taxed(rule.tiers, notional)
        case 'open-interest': {
          const grown = (interest.get(m)! - rule.lowerCap) / (rule.upperCap - rule.lowerCap)
          return rule.fraction * (rule.initial + (1 - rule.initial) * min(1, max(0, grown))) * notional
        }
      }
    }
    type Price = (m: string) => number
    const pnl = ({position}: Pos, units: number, price: number) => {
      const move = price - position.entryPrice
      const paid = fund(position.market)
      return position.side === 'long' ? units * move - units * paid : units * paid - units * move
    }
    const equity = (acc: Acc, price: Price) =>
      acc.list.reduce((sum, pos) => sum + pnl(pos, pos.size, price(pos.position.market)), acc.cash)
    const cushion = (acc: Acc, price: Price) =>
      equity(acc, price) -
      acc.list.reduce((sum, pos) => sum + margin(pos.position.market, pos.size * price(pos.position.market)), 0)
    /** The adverse extreme of a market for an account: the one its cushion falls towards, near the opening. */
    const adverse = (acc: Acc, push: boolean): Price => {
      const chosen = new Map<string, number>()
      for (const m of names) {
        const nudge = 1e-7 * open(m)
        const near = cushion(acc, (n) => (n === m ? open(n) + nudge : open(n))) - cushion(acc, open)
        const {impact: own, path} = markets.get(m)!
        const impact = own ?? rules.impact
        const down = impact && push ? impact.liquidity.impact(sold.get(m)!, t, 'sell') : 0
        const up = impact && push ? impact.liquidity.impact(bought.get(m)!, t, 'buy') : 0
        const standing = 1 - displaced.get(m)!
        chosen.set(
          m,
          near >= 0
            ? min(path.open[t]!, path.low[t]!) * max(0, standing - down)
            : max(path.open[t]!, path.high[t]!) * max(0, standing + up),
        )
      }
      return (m) => chosen.get(m)!
    }
    const crosses = (acc: Acc, push = true) =>
      byOracle ? cushion(acc, oracle) < 0 : cushion(acc, adverse(acc, push)) < 0 || cushion(acc, open) < 0

    const settle = (acc: Acc, pos: Pos, fraction: number, base: number) => {
      const market = markets.get(pos.position.market)!
      const long = pos.position.side === 'long'
      const units = fraction * pos.size
      const slip = (market.slippage ?? rules.slippage)?.slippage(units * base, t, long ? 'sell' : 'buy') ?? 0
      const fill = long ? base - base * slip : base + base * slip
      const flow = long ? sold : bought
      flow.set(pos.position.market, flow.get(pos.position.market)! + units * market.path.open[t]!)
      out.count++
      out.notional += units * base
      out.notionalAt[t]! += units * base
      out.slippage += units * base * slip
      out.delay += t - acc.triggered
      out.delayMax = max(out.delayMax, t - acc.triggered)
      return {fill, gain: pnl(pos, units, fill), units}
    }
    const execute = (acc: Acc, price: Price) => {
      const notional = acc.list.reduce((sum, pos) => sum + pos.size * price(pos.position.market), 0)
      if (!acc.partly) out.positions += acc.list.length
      if (rules.partial !== undefined && !acc.partly && notional >= rules.partial.minNotional) {
        acc.partly = true
        for (const pos of acc.list) {
          const base = price(pos.position.market)
          const before = max(0, equity(acc, price))
          const rest = acc.list.filter((other) => other !== pos)
          const {fill, gain, units} = settle(acc, pos, rules.partial.fraction, base)
          const cost = abs(fill - base) * units
          const worth =
            rest.reduce((sum, o) => sum + pnl(o, o.size, price(o.position.market)), acc.cash) + pnl(pos, pos.size, fill)
          const penalty = min(rules.penalty * units * fill, max(0, worth))
          acc.cash += gain - penalty
          pos.size -= units
          out.penalties += penalty
          out.userCost += min(before, cost + penalty)
        }
        if (latency > 0 || cushion(acc, byOracle ? oracle : price) >= 0) {
          acc.status = 'live'
          return
        }
      }
      const before = max(0, equity(acc, price))
      let due = 0
      for (const pos of acc.list) {
        const {fill, gain, units} = settle(acc, pos, 1, price(pos.position.market))
        acc.cash += gain
        due += rules.penalty * units * fill
        out.closed.push(pos.position.id)
      }
      // One closing action of an account books its delay once.
      out.delay -= (acc.list.length - 1) * (t - acc.triggered)
      acc.status = 'gone'
      const penalty = min(due, max(0, acc.cash))
      const bad = max(0, -acc.cash)
      const rest = acc.cash + bad - penalty
      out.penalties += penalty
      out.badDebt += bad
      out.loss[t]! += bad
      if (rules.remainder === 'fund') out.seized += rest
      else out.returned += rest
      out.userCost += before - (rules.remainder === 'fund' ? 0 : rest)
    }
    const fillPrice = (acc: Acc): Price => {
      if (byOracle || cushion(acc, open) < 0) return open
      const extreme = adverse(acc, true)
      const on =
        (way: number): Price =>
        (m) =>
          open(m) + way * (extreme(m) - open(m))
      let [safe, beyond] = [0, 1]
      for (let step = 0; step < 64; step++) {
        const middle = (safe + beyond) / 2
        if (cushion(acc, on(middle)) >= 0) safe = middle
        else beyond = middle
      }
      return on(beyond)
    }

    if (t === 0) {
      for (const acc of accounts) {
        if (cushion(acc, byOracle ? oracle : open) < 0)
          out.atExecution.push(...acc.list.map(({position}) => position.id))
      }
    }
    for (const acc of accounts) {
      if (acc.status !== 'due' || acc.triggered + latency > t) continue
      if (cushion(acc, byOracle ? oracle : open) < 0) execute(acc, open)
      else acc.status = 'live'
    }
    for (;;) {
      const hit = accounts.filter((acc) => acc.status === 'live' && crosses(acc))
      if (hit.length === 0) break
      const fills = hit.map((acc) => fillPrice(acc))
      out.induced += hit.filter((acc) => !crosses(acc, false)).reduce((sum, {list}) => sum + list.length, 0)
      for (const [i, acc] of hit.entries()) {
        acc.triggered = t
        if (latency > 0) acc.status = 'due'
        else execute(acc, fills[i]!)
      }
    }
    for (const m of names) {
      const impact = markets.get(m)!.impact ?? rules.impact
      if (impact === undefined) continue
      const down = impact.liquidity.impact(sold.get(m)!, t, 'sell')
      const up = impact.liquidity.impact(bought.get(m)!, t, 'buy')
      const moved = max(-0.99, min(0.99, displaced.get(m)! + down - up))
      displaced.set(m, moved * impact.persistence)
    }
    if (t === bars - 1) {
      for (const acc of accounts) {
        if (acc.status === 'gone') continue
        out.left += acc.cash
        if (acc.status !== 'due') continue
        out.unfinished++
        out.unfinishedShortfall += max(0, -equity(acc, (m) => markets.get(m)!.path.close[t]!))
      }
    }
  }
  return out
}
