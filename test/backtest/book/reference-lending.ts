import type {LoanPosition} from '../../../src/backtest/book/lending/book.js'
import type {AssetPath, LendingRules} from '../../../src/backtest/book/lending/rules.js'

const {max, min} = Math

// Lending once more, plainly: every account, every bar, dollars, thresholds by bisection.

interface Acc {
  readonly ids: string[]
  readonly emode: string | undefined
  readonly coll: Map<string, number>
  /** Units owed, without interest. */
  readonly debt: Map<string, number>
  status: 'auction' | 'gone' | 'live' | 'waiting'
  triggered: number
  due: number
  touched: boolean
}

export interface LendingReference {
  count: number
  positions: number
  notional: number
  badDebt: number
  penalties: number
  toFund: number
  slippage: number
  toxic: number
  unprofitable: number
  unfinished: number
  unfinishedShortfall: number
  induced: number
  loss: number[]
  atExecution: number
  collateralLeft: Map<string, number>
  debtLeft: Map<string, number>
}

type Price = (asset: string) => number

const isLive = ({status}: Acc) => status === 'live'

/** The opening counts as an extreme. */
function quote(path: AssetPath, column: 'close' | 'high' | 'low' | 'open', t: number): number {
  if (column === 'low') return min(path.open[t]!, path.low[t]!)
  return column === 'high' ? max(path.open[t]!, path.high[t]!) : path[column][t]!
}

export function referenceLending(
  loans: readonly LoanPosition[],
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
): LendingReference {
  const names = [...new Set(loans.flatMap((loan) => [loan.collateralAsset, loan.debtAsset]))]
  const bars = [...paths.values()][0]!.open.length
  const byOracle = names.some((name) => paths.get(name)?.oracle !== undefined)
  const latency = rules.latencyBars ?? 0
  const {closing} = rules
  const out: LendingReference = {
    atExecution: 0, badDebt: 0, collateralLeft: new Map(), count: 0, debtLeft: new Map(), induced: 0, loss: Array(bars).fill(0),
    notional: 0, penalties: 0, positions: 0, slippage: 0, toFund: 0, toxic: 0, unfinished: 0, unfinishedShortfall: 0, unprofitable: 0,
  } // prettier-ignore
  const accounts: Acc[] = []
  const byName = new Map<string, Acc>()
  for (const loan of loans) {
    const name = loan.account ?? `alone ${loan.id}`
    let acc = byName.get(name)
    if (acc === undefined) {
      acc = {
        coll: new Map(),
        debt: new Map(),
        due: 0,
        emode: loan.emode,
        ids: [],
        status: 'live',
        touched: false,
        triggered: 0,
      }
      byName.set(name, acc)
      accounts.push(acc)
    }
    acc.ids.push(loan.id)
    acc.coll.set(loan.collateralAsset, (acc.coll.get(loan.collateralAsset) ?? 0) + loan.collateralAmount)
    acc.debt.set(loan.debtAsset, (acc.debt.get(loan.debtAsset) ?? 0) + loan.debtAmount)
  }
  const displaced = new Map(names.map((name) => [name, 0]))

  for (let t = 0; t < bars; t++) {
    const sold = new Map(names.map((name) => [name, 0]))
    const of =
      (column: 'close' | 'high' | 'low' | 'open'): Price =>
      (a) =>
        paths.has(a) ? quote(paths.get(a)!, column, t) * (1 - displaced.get(a)!) : 1
    const open = of('open')
    const oracle: Price = (a) =>
      paths.get(a)?.oracle === undefined ? open(a) : paths.get(a)!.oracle![t]! * (1 - displaced.get(a)!)
    const grown = (a: string) => paths.get(a)?.interest?.[t] ?? 1
    const param = (acc: Acc, a: string) => (acc.emode === undefined ? rules.assets[a]! : rules.emodes![acc.emode]!)
    const value = (map: Map<string, number>, weight: (a: string) => number) =>
      [...map].reduce((sum, [a, units]) => sum + units * weight(a), 0)
    const owes = (acc: Acc, price: Price) => value(acc.debt, (a) => grown(a) * price(a))
    const backs = (acc: Acc, price: Price) => value(acc.coll, (a) => price(a) * param(acc, a).liquidationThreshold)
    const unsafe = (acc: Acc, price: Price) => backs(acc, price) < owes(acc, price)
    const lowOf = (a: string) => {
      if (rules.impact === undefined || !paths.has(a)) return of('low')(a)
      const push = rules.impact.liquidity.impact(sold.get(a)!, t, 'sell')
      return quote(paths.get(a)!, 'low', t) * max(0, 1 - displaced.get(a)! - push)
    }
    const extreme =
      (acc: Acc, push: boolean): Price =>
      (a) => {
        const net =
          (acc.coll.get(a) ?? 0) * (acc.coll.has(a) ? param(acc, a).liquidationThreshold : 0) -
          (acc.debt.get(a) ?? 0) * grown(a)
        return net < 0 ? of('high')(a) : push ? lowOf(a) : of('low')(a)
      }
    const crossing = (acc: Acc, from: Price, to: Price): Price => {
      const on =
        (way: number): Price =>
        (a) =>
          from(a) + way * (to(a) - from(a))
      let [safe, beyond] = [0, 1]
      for (let step = 0; step < 64; step++) {
        const middle = (safe + beyond) / 2
        if (unsafe(acc, on(middle))) beyond = middle
        else safe = middle
      }
      const frozen = new Map(names.map((a) => [a, on(beyond)(a)]))
      return (a) => frozen.get(a)!
    }
    const write = (acc: Acc, loss: number) => {
      out.count++
      out.badDebt += loss
      out.loss[t]! += loss
      if (!acc.touched) out.positions += acc.ids.length
      acc.touched = true
    }
    const biggest = (map: Map<string, number>, worth: (a: string) => number) =>
      [...map.keys()].reduce((best, a) => (worth(a) > worth(best) ? a : best))
    const sell = (a: string, units: number) => sold.set(a, sold.get(a)! + units * (paths.get(a)?.open[t] ?? 1))
    const slip = (notional: number) => (notional > 0 ? (rules.slippage?.slippage(notional, t, 'sell') ?? 0) : 0)

    /** One liquidation; false when nobody wants it. */
    const close = (acc: Acc, price: Price, market: Price, first: boolean): boolean => {
      const a = biggest(acc.coll, (name) => acc.coll.get(name)! * price(name))
      const d = biggest(acc.debt, (name) => acc.debt.get(name)! * grown(name) * price(name))
      const C = acc.coll.get(a)! * price(a)
      const D = acc.debt.get(d)! * grown(d) * price(d)
      const {liquidationBonus: bonus, protocolFee = 0} = param(acc, a)
      const toxic = D > C / (1 + bonus)
      if (closing.kind === 'spread') {
        const health = first
          ? min(backs(acc, price) / owes(acc, price), 1 - 1e-12)
          : backs(acc, price) / owes(acc, price)
        const full = health <= closing.fullBelow || C < closing.smallSide || D < closing.smallSide
        let repay = full ? D : min(D, closing.closeFactor * owes(acc, price))
        let seize = repay * (1 + bonus)
        if (seize >= C) {
          seize = C
          repay = C / (1 + bonus)
        } else if (repay !== D && C - seize < closing.leftover) {
          seize = max(0, C - closing.leftover)
          repay = seize / (1 + bonus)
        }
        const fee = (seize - repay) * protocolFee
        const units = (seize - fee) / price(a)
        const worth = units * market(a)
        const lost = worth * slip(worth)
        if (worth - lost - repay <= (rules.gas ?? 0)) return false
        const exhausted = seize === C
        acc.coll.set(a, exhausted ? 0 : acc.coll.get(a)! - seize / price(a))
        acc.debt.set(d, repay === D ? 0 : acc.debt.get(d)! - repay / price(d) / grown(d))
        sell(a, units)
        let loss = 0
        if (exhausted && [...acc.coll.values()].every((held) => held === 0)) {
          // The loan's own remainder is in this action; other debts are written off one by one.
          loss = acc.debt.get(d)! * grown(d) * price(d)
          acc.debt.set(d, 0)
          for (const other of acc.debt.keys()) {
            const rest = acc.debt.get(other)! * grown(other) * price(other)
            if (rest === 0) continue
            acc.debt.set(other, 0)
            write(acc, rest)
            out.toxic++
          }
        }
        write(acc, loss)
        out.notional += seize
        out.penalties += seize - repay
        out.toFund += fee
        out.slippage += lost
        out.toxic += toxic ? 1 : 0
        if ([...acc.debt.values()].every((units) => units === 0)) acc.status = 'gone'
        return true
      }
      const worth = acc.coll.get(a)! * market(a)
      if (closing.kind === 'absorb') {
        const credit = max(0, C * closing.liquidationFactor - D)
        const lost = worth * slip(worth)
        const ask = C * (1 - closing.storeFrontFactor * (1 - closing.liquidationFactor))
        const gain = min(ask, worth - lost) - D - credit
        write(acc, max(0, -gain))
        out.toFund += max(0, gain)
        out.penalties += max(0, C - D - credit)
        out.slippage += lost
        out.notional += C
        sell(a, acc.coll.get(a)!)
      } else {
        const s = slip(min(worth, D * (1 + closing.penalty)))
        const each = market(a) * (1 - s) * (1 - closing.margin)
        const units = min(acc.coll.get(a)!, (D * (1 + closing.penalty)) / each)
        const raised = units * each
        write(acc, max(0, D - raised))
        out.toFund += max(0, raised - D)
        out.penalties += max(0, units * market(a) - min(D, raised))
        out.slippage += units * market(a) * s
        out.notional += units * price(a)
        sell(a, units)
      }
      out.toxic += toxic ? 1 : 0
      acc.coll.set(a, 0)
      acc.debt.set(d, 0)
      acc.status = 'gone'
      return true
    }
    const attempt = (acc: Acc, price: Price, market: Price) => {
      if (closing.kind === 'auction' && closing.bars > 0) {
        acc.status = 'auction'
        acc.due = t + closing.bars
        return
      }
      acc.status = 'live'
      for (let first = true; first || (isLive(acc) && unsafe(acc, price)); first = false) {
        if (close(acc, price, market, first)) continue
        out.unprofitable++
        acc.status = 'waiting'
        acc.due = t + 1
        return
      }
    }

    const seen = byOracle ? oracle : open
    if (t === 0) out.atExecution = accounts.filter((acc) => unsafe(acc, seen)).length
    for (const acc of accounts) {
      if (acc.due > t) continue
      if (acc.status === 'auction') close(acc, seen, open, true)
      else if (acc.status === 'waiting') {
        if (unsafe(acc, seen)) attempt(acc, seen, open)
        else acc.status = 'live'
      }
    }
    for (;;) {
      const hits = accounts
        .filter((acc) => acc.status === 'live')
        .flatMap((acc): {acc: Acc; price: Price; alone: boolean}[] => {
          if (byOracle) return unsafe(acc, oracle) ? [{acc, alone: true, price: oracle}] : []
          if (unsafe(acc, open)) return [{acc, alone: true, price: open}]
          const near = extreme(acc, false)
          if (unsafe(acc, near)) return [{acc, alone: true, price: crossing(acc, open, near)}]
          const far = extreme(acc, true)
          return unsafe(acc, far) ? [{acc, alone: false, price: crossing(acc, near, far)}] : []
        })
      if (hits.length === 0) break
      for (const {acc, alone, price} of hits) {
        if (!alone) out.induced += acc.ids.length
        acc.triggered = t
        if (latency > 0) {
          acc.status = 'waiting'
          acc.due = t + latency
        } else attempt(acc, price, byOracle ? open : price)
      }
    }
    for (const name of names) {
      if (rules.impact === undefined || !paths.has(name)) continue
      const moved = displaced.get(name)! + rules.impact.liquidity.impact(sold.get(name)!, t, 'sell')
      displaced.set(name, min(0.99, moved) * rules.impact.persistence)
    }
    if (t < bars - 1) continue
    for (const acc of accounts) {
      for (const [a, units] of acc.coll) out.collateralLeft.set(a, (out.collateralLeft.get(a) ?? 0) + units)
      for (const [d, units] of acc.debt) out.debtLeft.set(d, (out.debtLeft.get(d) ?? 0) + units)
      if (acc.status !== 'waiting' && acc.status !== 'auction') continue
      const last: Price = (a) => paths.get(a)?.close[t] ?? 1
      out.unfinished++
      out.unfinishedShortfall += max(0, owes(acc, last) - value(acc.coll, last))
    }
  }
  return out
}
