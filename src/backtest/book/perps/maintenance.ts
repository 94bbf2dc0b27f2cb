import {bug, PlimsollError} from '../../../errors.js'
import {effectiveInitialMargin} from '../venues/dydx.js'

/** From this notional on, the marginal maintenance rate is `rate`. */
export interface Tier {
  readonly from: number
  readonly rate: number
}

/** The maintenance-margin rule of a market. */
export type Maintenance =
  /** One rate on the whole notional. */
  | {readonly kind: 'flat'; readonly rate: number}
  /** A market-wide rate that changes in time, one a bar: dynamic margin, or a change that executes at some bar. */
  | {readonly kind: 'series'; readonly rates: Float64Array}
  /**
   * Marginal rates by notional, as income tax: `rate x notional - amount`, where the maintenance amount makes it
   * continuous (Binance brackets; Hyperliquid and Bybit margin tiers are the same rule). Rates must grow with notional.
   */
  | {readonly kind: 'tiers'; readonly tiers: readonly Tier[]}
  /**
   * Maintenance = `fraction` of an initial margin that grows with the market's open interest, as dYdX v4 scales initial
   * margin (there maintenance itself is not scaled; a market that scales it too is what this models). Open interest is
   * the larger side's, taken after the bar before, at the bar's opening price.
   */
  | {
      readonly kind: 'open-interest'
      readonly initial: number
      readonly fraction: number
      readonly lowerCap: number
      readonly upperCap: number
    }

/** One line of the convex function `max over brackets of (rate x notional - amount)`. */
export interface Bracket {
  readonly rate: number
  readonly amount: number
}

/**
 * The brackets of a rule, `amount` included. A rule without tiers is one bracket; where its rate moves in time, the rate
 * here is not used.
 * @throws MAINTENANCE_RANGE for rates outside [0, 1) or tiers that do not grow
 */
export function bracketsOf(maintenance: Maintenance): readonly Bracket[] {
  switch (maintenance.kind) {
    case 'flat': {
      return [{amount: 0, rate: requireRate(maintenance.rate)}]
    }
    case 'series': {
      for (const rate of maintenance.rates) requireRate(rate)
      return [{amount: 0, rate: NaN}]
    }
    case 'open-interest': {
      // Initial margin grows up to 1, so the fraction itself is the most that maintenance can be.
      requireRate(maintenance.fraction)
      requireInitial(maintenance)
      return [{amount: 0, rate: NaN}]
    }
    case 'tiers': {
      return tierBrackets(maintenance.tiers)
    }
  }
}

function tierBrackets(tiers: readonly Tier[]): Bracket[] {
  const brackets: Bracket[] = []
  let before: Tier | undefined
  let amount = 0
  for (const tier of tiers) {
    requireRate(tier.rate)
    if (before === undefined ? tier.from !== 0 : !(tier.from > before.from && tier.rate > before.rate)) {
      throw new PlimsollError(
        'MAINTENANCE_RANGE',
        `Margin tiers must begin at 0 and grow in notional and rate: ${tier.from} at ${tier.rate} does not.`,
      )
    }
    if (before !== undefined) amount += tier.from * (tier.rate - before.rate)
    brackets.push({amount, rate: tier.rate})
    before = tier
  }
  if (brackets.length === 0) throw new PlimsollError('MAINTENANCE_RANGE', 'Margin tiers must hold at least one tier.')
  return brackets
}

function requireRate(rate: number): number {
  if (rate >= 0 && rate < 1) return rate
  throw new PlimsollError('MAINTENANCE_RANGE', `A maintenance margin must lie in [0, 1) of the notional, not ${rate}.`)
}

function requireInitial({initial, lowerCap, upperCap}: Extract<Maintenance, {kind: 'open-interest'}>): void {
  if (initial > 0 && initial <= 1 && lowerCap >= 0 && upperCap >= lowerCap) return
  throw new PlimsollError(
    'MAINTENANCE_RANGE',
    `Initial margin must lie in (0, 1] and its open-interest caps must not fall: ${initial}, ${lowerCap}, ${upperCap}.`,
  )
}

/** The rate in force at a bar, for rules whose rate moves in time; `openInterest` is in quote units. */
export function rateAt(maintenance: Maintenance, bar: number, openInterest: number): number {
  switch (maintenance.kind) {
    case 'flat': {
      return maintenance.rate
    }
    case 'series': {
      return maintenance.rates[bar] as number
    }
    case 'open-interest': {
      return maintenance.fraction * effectiveInitialMargin({...maintenance, base: maintenance.initial, openInterest})
    }
    case 'tiers': {
      throw bug('tiers have no single rate')
    }
  }
}

/** Maintenance margin of a notional: the largest of the brackets' lines. */
export function maintenanceMargin(brackets: readonly Bracket[], notional: number): number {
  let most = -Infinity
  for (const {amount, rate} of brackets) most = Math.max(most, rate * notional - amount)
  return most
}
