import {exponential} from '../../../numerics/random/exponential.js'
import {gamma} from '../../../numerics/random/gamma.js'
import {normal} from '../../../numerics/random/normal.js'
import {stream, type Stream} from '../../../numerics/random/stream.js'
import {closeLoan, healthOf, JUST_BELOW_ONE, MOST_STEPS} from '../lending/close.js'
import type {CollateralRules, LendingRules} from '../lending/rules.js'
import {nearnessOf, sizeOf, type OwnerParameters} from './parameters.js'

const {exp, log, max, min} = Math

/** One loan, and its market: prices in quote units, bar by bar. */
export interface OwnedLoan {
  readonly collateral: number
  readonly debt: number
  readonly market: LoanMarket
}

/** What loans of one kind share. */
export interface LoanMarket {
  readonly rules: CollateralRules
  readonly collateral: Float64Array
  readonly debtPrice: Float64Array
  readonly interest: Float64Array
  /** ln(liquidation threshold x price of collateral in units of debt / interest), as owners see it at each opening. */
  readonly seen: Float64Array
  /** The same as the oracle says. */
  readonly oracle: Float64Array
  /** Hazard's factors from the price's fall, response and risk-taking. */
  readonly alarm: Float64Array
  readonly calm: Float64Array
}

/** What one run of a book gave. */
export interface Outcome {
  liquidations: number
  liquidatedNotional: number
  badDebt: number
}

/** Hazards by distance on a grid: d in [LEAST, MOST], beyond which the ends hold. */
const [LEAST, MOST, STEPS] = [-0.02, 1, 4080]
const PER_UNIT = STEPS / (MOST - LEAST)
/** Nobody can borrow down to the threshold itself: d that risk-taking leaves at least. */
const LEAST_LEFT = 0.004

/** Runs owners' reactions: loans on the same path share one factor on the hazard and one error of the oracle. */
export class OwnerSimulation {
  private readonly parameters: OwnerParameters
  private readonly loans: readonly OwnedLoan[]
  private readonly closing: LendingRules
  private readonly near: Float64Array
  private readonly venture: Float64Array
  /** Each owner's size factor above the threshold, and the further one below it. */
  private readonly size: Float64Array
  private readonly urgency: Float64Array
  private readonly errors: Float64Array

  /** @param hours length of a bar */
  constructor(loans: readonly OwnedLoan[], rules: LendingRules, parameters: OwnerParameters, hours: number) {
    const {response, risk, stress = 1} = parameters
    this.loans = loans
    this.closing = rules
    this.parameters = parameters
    const grid = Float64Array.from({length: STEPS + 1}, (_, k) => LEAST + (k + 0.5) / PER_UNIT)
    this.near = grid.map((d) => stress * hours * exp(response.constant + response.nearness * nearnessOf(d)))
    this.venture = grid.map((d) => (d > LEAST_LEFT ? hours * exp(risk.constant + risk.distance * d) : 0))
    this.size = Float64Array.from(loans, ({debt}) => exp(response.size * sizeOf(debt)))
    this.urgency = Float64Array.from(loans, ({debt}) => exp(response.below + response.belowSize * sizeOf(debt)))
    this.errors = new Float64Array(loans[0]?.market.seen.length ?? 0)
  }

  run(seed: bigint | number, path: number): Outcome {
    const random = stream(seed, path)
    const {common, oracle} = this.parameters
    const shared = exp(common * normal(random))
    for (let bar = 0; bar < this.errors.length; bar++)
      this.errors[bar] = oracle.mean + oracle.deviation * normal(random)
    const outcome = {badDebt: 0, liquidatedNotional: 0, liquidations: 0}
    for (let loan = 0; loan < this.loans.length; loan++) this.runLoan(loan, shared, random, outcome)
    return outcome
  }

  private runLoan(index: number, shared: number, random: Stream, outcome: Outcome): void {
    const {errors, near, parameters, venture} = this
    const loan = this.loans[index] as OwnedLoan
    const {frailty, lever, restore} = parameters
    const {alarm, calm, oracle, seen} = loan.market
    const pace = shared * (this.size[index] as number) * (frailty > 0 ? frailty * gamma(random, 1 / frailty) : 1)
    const urgency = this.urgency[index] as number
    let {collateral, debt} = loan
    let cover = log(collateral / debt)
    let wait = exponential(random)
    let restlessness = exponential(random)
    for (let bar = 0; bar < seen.length; bar++) {
      // At the first opening the book is as it was found; from the second on the oracle's price of an hour before acts.
      if (bar > 0 && cover + (oracle[bar] as number) + (errors[bar] as number) < 0) {
        const left = this.liquidate(loan, collateral, debt, bar, outcome)
        if (left === undefined) return
        ;({collateral, debt} = left)
        cover = log(collateral / debt)
      }
      const d = cover + (seen[bar] as number)
      const cell = d <= LEAST ? 0 : d >= MOST ? STEPS : ((d - LEAST) * PER_UNIT) | 0
      wait -= pace * (near[cell] as number) * (alarm[bar] as number) * (d < 0 ? urgency : 1)
      if (wait <= 0) {
        const gain = max(d, 0) + exp(restore.location + restore.scale * normal(random)) - d
        if (random.uniform() < restore.repaid) debt *= exp(-gain)
        else collateral *= exp(gain)
        cover += gain
        wait = exponential(random)
        continue
      }
      restlessness -= (venture[cell] as number) * (calm[bar] as number)
      if (restlessness > 0) continue
      const loss = min(exp(lever.location + lever.scale * normal(random)), max(0, d - LEAST_LEFT))
      collateral *= exp(-loss)
      cover -= loss
      restlessness = exponential(random)
    }
  }

  /** Liquidates at the oracle's price as the engine does; nothing is left, or what is. */
  private liquidate(
    {market}: OwnedLoan,
    collateral: number,
    debt: number,
    bar: number,
    outcome: Outcome,
  ): {collateral: number; debt: number} | undefined {
    const {closing, gas = 0, slippage} = this.closing
    const {rules} = market
    const at = min(market.collateral.length - 1, bar + (closing.kind === 'auction' ? closing.bars : 0))
    const debtPrice = market.debtPrice[bar] as number
    const interest = market.interest[bar] as number
    const pair = exp((market.oracle[bar] as number) + (this.errors[bar] as number)) / rules.liquidationThreshold
    const collateralPrice = pair * interest * debtPrice
    const marketPrice = market.collateral[at] as number
    for (let step = 0; step < MOST_STEPS; step++) {
      const owed = debt * interest
      const health = healthOf(collateral, owed, collateralPrice, debtPrice, rules)
      if (step > 0 && health >= 1) break
      const now = {collateral, collateralPrice, debt: owed, debtPrice, health: min(health, JUST_BELOW_ONE), marketPrice}
      const closed = closeLoan(now, rules, closing, {gas, slippage}, at)
      if (closed === undefined) break
      const gone = closed.debtGone ? owed : closed.repaid
      outcome.liquidations++
      outcome.liquidatedNotional += gone * debtPrice
      outcome.badDebt += closed.badDebt
      if (closed.debtGone || closed.collateralGone) return undefined
      collateral -= closed.sold + closed.fee
      debt -= closed.repaid / interest
    }
    return {collateral, debt}
  }
}
