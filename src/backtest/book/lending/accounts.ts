import {PlimsollError} from '../../../errors.js'
import {amplificationOf, type CascadeResult, type RunOptions} from '../result.js'
import {
  accountsOf,
  answer,
  between,
  cushionOf,
  debtOf,
  largest,
  opening,
  type Account,
  type Debt,
  type Holding,
  type Look,
} from './account.js'
import {assetViews, type AssetView} from './assets.js'
import type {LoanBook} from './book.js'
import {closeLoan, deficit, JUST_BELOW_ONE, MOST_STEPS, type Closed} from './close.js'
import {requireLendingRules, type AssetPath, type LendingRules} from './rules.js'
import {Tally, type LendingResult} from './tally.js'

const {max, min} = Math

/**
 * Replays asset prices against accounts with several collaterals and debts, each looked at in every bar. As `runLoans`, and:
 * an account is tested with every asset at the extreme adverse to its net exposure at once; prices move from openings to
 * extremes in step, then on to where liquidations of this bar push them. Each liquidation takes the largest debt against
 * the largest collateral; bad debt is what is left when no collateral is.
 */
export function runLoanAccounts(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
  options: RunOptions = {},
): LendingResult {
  requireLendingRules(rules)
  if (rules.closing.kind === 'auction') {
    throw new PlimsollError(
      'LENDING_RULES',
      'An auction closes a vault of one collateral: give each vault its own account.',
    )
  }
  return new AccountRun(book, paths, rules, options).run()
}

class AccountRun {
  private readonly book: LoanBook
  private readonly rules: LendingRules
  private readonly assets: readonly AssetView[]
  private readonly accounts: readonly Account[]
  private readonly tally: Tally
  private readonly bars: number
  private readonly byOracle: boolean
  private readonly latency: number
  private bar = 0
  private triggered = 0
  private firstWave = 0
  private induced = 0

  constructor(
    book: LoanBook,
    paths: ReadonlyMap<string, AssetPath>,
    rules: LendingRules,
    {detail = 'series'}: RunOptions,
  ) {
    const views = assetViews(book, paths, rules.impact)
    this.book = book
    this.rules = rules
    this.assets = [...views.values()]
    this.byOracle = this.assets.some(({path}) => path?.oracle !== undefined)
    this.latency = rules.latencyBars ?? 0
    this.accounts = accountsOf(book, views, rules)
    const path = this.assets.find((asset) => asset.path !== undefined)?.path as AssetPath
    this.bars = path.open.length
    this.tally = new Tally(path, detail, book.count, this.collateralLeft(), this.debtLeft())
  }

  run(): LendingResult {
    const {accounts, assets, tally} = this
    for (let bar = 0; bar < this.bars; bar++) {
      this.bar = bar
      for (const asset of assets) asset.lookAt(bar)
      if (bar === 0) this.atExecution()
      this.retry()
      while (this.round());
      for (const asset of assets) asset.endBar(bar)
    }
    const last = (asset: AssetView) => asset.path?.close[this.bars - 1] ?? 1
    for (const account of accounts) {
      if (!account.waiting) continue
      tally.recorder.unfinished++
      tally.recorder.unfinishedExposure += account.debts.reduce((sum, d) => sum + d.principal * d.asset.start, 0)
      const worth = account.holdings.reduce((sum, {asset, units}) => sum + units * last(asset), 0)
      tally.recorder.unfinishedShortfall += max(0, debtOf(account, last) - worth)
    }
    let cascade: CascadeResult | undefined
    if (this.rules.impact !== undefined) {
      const displacement = assets.reduce((widest, asset) => max(widest, asset.widest), 0)
      cascade = {amplification: amplificationOf(this.triggered, this.firstWave), displacement, induced: this.induced}
    }
    return tally.result(this.book, this.collateralLeft(), this.debtLeft(), cascade)
  }

  private collateralLeft(): number {
    return this.accounts.reduce((sum, {holdings}) => sum + holdings.reduce((s, h) => s + h.units * h.asset.start, 0), 0)
  }

  private debtLeft(): number {
    return this.accounts.reduce((sum, {debts}) => sum + debts.reduce((s, d) => s + d.principal * d.asset.start, 0), 0)
  }

  private atExecution(): void {
    const {recorder} = this.tally
    for (const account of this.accounts) {
      if (cushionOf(account, answer) >= 0) continue
      recorder.atExecution.push(account.first)
      recorder.atExecutionExposure += account.debts.reduce((sum, d) => sum + d.principal * d.asset.start, 0)
    }
  }

  /** The adverse extremes of this bar for an account; `pushed` counts what liquidations have sold in it. */
  private extremes(account: Account, pushed: boolean): Look {
    return (asset) => {
      const owned = account.holdings.find((holding) => holding.asset === asset)
      const owed = account.debts.find((debt) => debt.asset === asset)
      const net =
        (owned?.units ?? 0) * (owned?.rules.liquidationThreshold ?? 0) - (owed?.principal ?? 0) * asset.interest
      if (net < 0) return asset.high
      return pushed ? asset.pushedLow(this.bar) : asset.low
    }
  }

  private round(): boolean {
    const hits: [Account, Look][] = []
    for (const account of this.accounts) {
      if (account.gone || account.waiting) continue
      const look = this.crossing(account)
      // Kept as they are now: all of a round see the same prices, and no sale changes what it is itself valued at.
      if (look !== undefined) hits.push([account, this.frozen(look)])
    }
    for (const [account, look] of hits) this.trigger(account, look)
    return hits.length > 0
  }

  private frozen(look: Look): Look {
    const prices = new Map(this.assets.map((asset) => [asset, look(asset)]))
    return (asset) => prices.get(asset) as number
  }

  /** The prices at which the bar makes an account liquidatable; undefined when it does not. */
  private crossing(account: Account): Look | undefined {
    if (this.byOracle) return cushionOf(account, answer) < 0 ? answer : undefined
    const before = cushionOf(account, opening)
    if (before < 0) return opening
    const alone = this.extremes(account, false)
    const there = cushionOf(account, alone)
    if (there < 0) return between(opening, alone, before / (before - there))
    const pushed = this.extremes(account, true)
    const beyond = cushionOf(account, pushed)
    return beyond < 0 ? between(alone, pushed, there / (there - beyond)) : undefined
  }

  private trigger(account: Account, look: Look): void {
    const size = account.debts.reduce((sum, debt) => sum + debt.principal * debt.asset.start, 0)
    this.triggered += size
    const alone =
      this.byOracle || cushionOf(account, this.extremes(account, false)) < 0 || cushionOf(account, opening) < 0
    if (alone) this.firstWave += size
    else this.induced += account.loans
    account.triggered = this.bar
    if (this.latency > 0) {
      account.waiting = true
      account.due = this.bar + this.latency
      return
    }
    this.attempt(account, look, this.byOracle ? opening : look)
  }

  private retry(): void {
    const look = this.byOracle ? answer : opening
    for (const account of this.accounts) {
      if (!account.waiting || account.due > this.bar) continue
      account.waiting = false
      if (cushionOf(account, look) < 0) this.attempt(account, look, opening)
    }
  }

  private attempt(account: Account, look: Look, market: Look): void {
    for (let step = 0; step < MOST_STEPS && !account.gone; step++) {
      const owed = debtOf(account, look)
      const health = (cushionOf(account, look) + owed) / owed
      if (step > 0 && health >= 1) return
      const done =
        this.rules.closing.kind === 'absorb'
          ? this.absorbAll(account, look, market)
          : this.closeLargest(account, look, market, min(health, JUST_BELOW_ONE), owed)
      if (done) continue
      this.tally.unprofitable++
      account.waiting = true
      account.due = this.bar + 1
      return
    }
  }

  /** One liquidation: the largest debt against the largest collateral. */
  private closeLargest(account: Account, look: Look, market: Look, health: number, totalDebt: number): boolean {
    const holding = largest(account.holdings, ({asset, units}) => units * look(asset))
    const debt = largest(account.debts, ({asset, principal}) => principal * asset.interest * look(asset))
    const owed = debt.principal * debt.asset.interest
    const closed = closeLoan(
      {
        collateral: holding.units,
        collateralPrice: look(holding.asset),
        debt: owed,
        debtPrice: look(debt.asset),
        health,
        marketPrice: market(holding.asset),
        totalDebt,
      },
      holding.rules,
      this.rules.closing,
      {gas: this.rules.gas ?? 0, slippage: this.rules.slippage},
      this.bar,
    )
    if (closed === undefined) return false
    const bare = closed.collateralGone && account.holdings.every((h) => h === holding || h.units === 0)
    // Bad debt is what the account owes when it owns nothing more.
    const repaidAll = closed.repaid === owed
    const effective = bare ? closed : {...closed, badDebt: 0, debtGone: repaidAll, writtenOff: 0}
    this.settle(account, holding, debt, effective, look(holding.asset))
    if (bare) this.writeOff(account, look)
    account.gone ||= account.debts.every(({principal}) => principal === 0)
    return true
  }

  private settle(account: Account, holding: Holding, debt: Debt, closed: Closed, price: number): void {
    const {asset} = debt
    const collateralLeft = closed.collateralGone ? 0 : holding.units - closed.sold - closed.fee
    const debtLeft = closed.debtGone ? 0 : debt.principal - (closed.repaid + closed.writtenOff) / asset.interest
    const left = {collateral: holding.units - collateralLeft, debt: debt.principal - debtLeft}
    holding.units = collateralLeft
    debt.principal = debtLeft
    holding.asset.sell(closed.sold)
    if (!account.touched) this.tally.recorder.positions += account.loans
    account.touched = true
    this.tally.close(account.first, this.bar, account.triggered, closed, price, holding.asset, asset, left)
  }

  /** Recognises the debts of an account that owns nothing more. */
  private writeOff(account: Account, look: Look): void {
    const [holding] = account.holdings as [Holding]
    for (const debt of account.debts) {
      if (debt.principal === 0) continue
      const units = debt.principal * debt.asset.interest
      this.settle(account, holding, debt, deficit(units, units * look(debt.asset)), look(holding.asset))
    }
  }

  /** Compound III: the account is absorbed whole, each collateral sold on its own market. */
  private absorbAll(account: Account, look: Look, market: Look): boolean {
    const {closing, slippage} = this.rules
    const values = account.holdings.map(({asset, units}) => units * look(asset))
    const worth = values.reduce((sum, value) => sum + value, 0)
    const owed = debtOf(account, look)
    // Each collateral carries its part of the debt, so that the parts add up to one absorption of the account.
    for (const [h, holding] of account.holdings.entries()) {
      const share = worth > 0 ? (values[h] as number) / worth : 1 / account.holdings.length
      const last = h === account.holdings.length - 1
      const debt = account.debts[0] as Debt
      if (account.debts.length > 1) {
        throw new PlimsollError('LENDING_RULES', 'An absorbed account owes one asset: give each debt its own account.')
      }
      const total = owed / look(debt.asset)
      const part = last ? debt.principal * debt.asset.interest : total * share
      const closed = closeLoan(
        {
          collateral: holding.units,
          collateralPrice: look(holding.asset),
          debt: part,
          debtPrice: look(debt.asset),
          health: JUST_BELOW_ONE,
          marketPrice: market(holding.asset),
        },
        holding.rules,
        closing,
        {gas: this.rules.gas ?? 0, slippage},
        this.bar,
      ) as Closed
      this.settle(account, holding, debt, {...closed, debtGone: last}, look(holding.asset))
    }
    account.gone = true
    return true
  }
}
