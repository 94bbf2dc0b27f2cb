import type {Liquidity} from '../../../market/liquidity/model.js'
import {healthFactor, liquidationCall, toxicFrontier} from '../venues/aave.js'
import type {Closing, CollateralRules} from './rules.js'

/** The health factor of a loan that meets its threshold, which rounding must not lift to 1. */
export const JUST_BELOW_ONE = 1 - 1e-12
/** Liquidations of one loan at one price: halving a debt so often leaves nothing that matters. */
export const MOST_STEPS = 64

/** A loan at the moment somebody wants to close it: amounts in units, prices in quote units. */
export interface LoanNow {
  readonly collateral: number
  /** Interest included. */
  readonly debt: number
  /** Oracle prices: they decide what is owed and seized. */
  readonly collateralPrice: number
  readonly debtPrice: number
  /** Where the collateral sells. */
  readonly marketPrice: number
  /** Health factor of the account, which may hold more than this loan. */
  readonly health: number
  /** All debt of the account in quote units; default: this loan's. */
  readonly totalDebt?: number
}

/** Who got what. Amounts in units where said, quote units otherwise. */
export interface Closed {
  /** Collateral units to the liquidator, the auction or the protocol's own sale. */
  readonly sold: number
  /** Collateral units kept by the protocol as its fee. */
  readonly fee: number
  /** Collateral units given back to the owner. */
  readonly returned: number
  /** Debt units repaid, and written off. */
  readonly repaid: number
  readonly writtenOff: number
  readonly badDebt: number
  /** What the owner lost beyond the debt that disappeared. */
  readonly penalty: number
  readonly toFund: number
  readonly slippage: number
  /** Whether the loan was past the frontier where liquidation helps. */
  readonly toxic: boolean
  /** Whether nothing is left, which the amounts say only up to rounding. */
  readonly collateralGone: boolean
  readonly debtGone: boolean
}

export interface Costs {
  readonly slippage: Liquidity | undefined
  readonly gas: number
}

/** Closes what the rule allows; undefined when nobody would: the liquidator's profit would not be positive. */
export function closeLoan(
  loan: LoanNow,
  rules: CollateralRules,
  closing: Closing,
  costs: Costs,
  bar: number,
): Closed | undefined {
  switch (closing.kind) {
    case 'spread': {
      return closeBySpread(loan, rules, closing, costs, bar)
    }
    case 'absorb': {
      return absorb(loan, rules, closing, costs, bar)
    }
    case 'auction': {
      return auction(loan, rules, closing, costs, bar)
    }
  }
}

function isToxic(
  {collateral, collateralPrice, debt, debtPrice}: LoanNow,
  {liquidationBonus}: CollateralRules,
): boolean {
  return debt * debtPrice > collateral * collateralPrice * toxicFrontier(liquidationBonus)
}

function slippageOf(costs: Costs, notional: number, bar: number): number {
  return costs.slippage === undefined || notional === 0 ? 0 : costs.slippage.slippage(notional, bar, 'sell')
}

function closeBySpread(
  loan: LoanNow,
  rules: CollateralRules,
  closing: Extract<Closing, {kind: 'spread'}>,
  costs: Costs,
  bar: number,
): Closed | undefined {
  const {collateralPrice, debtPrice, health, marketPrice} = loan
  const bonus = rules.liquidationBonus
  const collateral = loan.collateral * collateralPrice
  const debt = loan.debt * debtPrice
  const {badDebt, repaid, seized} = liquidationCall(closing, {
    bonus,
    collateral,
    debt,
    health,
    totalDebt: loan.totalDebt ?? debt,
  })
  if (collateral === 0) {
    // Nothing to seize: the deficit is only recognised.
    return deficit(loan.debt, debt)
  }
  const all = seized === collateral
  const fee = (seized - seized / (1 + bonus)) * (rules.protocolFee ?? 0)
  const seizedUnits = all ? loan.collateral : seized / collateralPrice
  const feeUnits = fee / collateralPrice
  const sold = seizedUnits - feeUnits
  const value = sold * marketPrice
  const slip = slippageOf(costs, value, bar)
  if (!(value * (1 - slip) - repaid - costs.gas > 0)) return undefined
  const repaidUnits = repaid === debt ? loan.debt : repaid / debtPrice
  return {
    badDebt: all ? badDebt : 0,
    collateralGone: all,
    debtGone: all || repaid === debt,
    fee: feeUnits,
    penalty: seized - repaid,
    repaid: repaidUnits,
    returned: 0,
    slippage: value * slip,
    sold,
    toFund: fee,
    toxic: isToxic(loan, rules),
    writtenOff: all ? loan.debt - repaidUnits : 0,
  }
}

/** Recognises a debt that nothing backs. */
export function deficit(units: number, value: number): Closed {
  return {
    badDebt: value,
    collateralGone: true,
    debtGone: true,
    fee: 0,
    penalty: 0,
    repaid: 0,
    returned: 0,
    slippage: 0,
    sold: 0,
    toFund: 0,
    toxic: true,
    writtenOff: units,
  }
}

function absorb(
  loan: LoanNow,
  rules: CollateralRules,
  {liquidationFactor, storeFrontFactor}: Extract<Closing, {kind: 'absorb'}>,
  costs: Costs,
  bar: number,
): Closed {
  const {collateralPrice, debtPrice, marketPrice} = loan
  const value = loan.collateral * collateralPrice
  const debt = loan.debt * debtPrice
  const credit = Math.max(0, value * liquidationFactor - debt)
  const atMarket = loan.collateral * marketPrice
  const slip = slippageOf(costs, atMarket, bar)
  const asked = value * (1 - storeFrontFactor * (1 - liquidationFactor))
  const proceeds = Math.min(asked, atMarket * (1 - slip))
  const gain = proceeds - debt - credit
  // The credit is a balance in the base asset: the protocol takes all collateral and pays.
  const badDebt = Math.max(0, -gain)
  return {
    badDebt,
    collateralGone: true,
    debtGone: true,
    fee: 0,
    penalty: Math.max(0, value - debt - credit),
    repaid: loan.debt - Math.min(loan.debt, badDebt / debtPrice),
    returned: 0,
    slippage: atMarket * slip,
    sold: loan.collateral,
    toFund: Math.max(0, gain),
    toxic: isToxic(loan, rules),
    writtenOff: Math.min(loan.debt, badDebt / debtPrice),
  }
}

function auction(
  loan: LoanNow,
  rules: CollateralRules,
  {margin, penalty}: Extract<Closing, {kind: 'auction'}>,
  costs: Costs,
  bar: number,
): Closed {
  const {debtPrice, marketPrice} = loan
  const debt = loan.debt * debtPrice
  const target = debt * (1 + penalty)
  const value = loan.collateral * marketPrice
  // The lot that would pay the target without slippage, at most everything, decides how deep the market is walked.
  const slip = slippageOf(costs, Math.min(value, target), bar)
  const price = marketPrice * (1 - slip) * (1 - margin)
  const sold = Math.min(loan.collateral, target / price)
  const all = sold === loan.collateral
  const raised = all ? sold * price : target
  const badDebt = Math.max(0, debt - raised)
  const over = Math.max(0, raised - debt)
  return {
    badDebt,
    collateralGone: true,
    debtGone: true,
    fee: 0,
    penalty: Math.max(0, sold * marketPrice - Math.min(debt, raised)),
    repaid: loan.debt - badDebt / debtPrice,
    returned: loan.collateral - sold,
    slippage: sold * marketPrice * slip,
    sold,
    toFund: over,
    toxic: isToxic(loan, rules),
    writtenOff: badDebt / debtPrice,
  }
}

/** Health factor of a loan that stands alone. */
export function healthOf(
  collateral: number,
  debt: number,
  collateralPrice: number,
  debtPrice: number,
  {liquidationThreshold}: CollateralRules,
): number {
  return healthFactor(collateral * collateralPrice, debt * debtPrice, liquidationThreshold)
}
