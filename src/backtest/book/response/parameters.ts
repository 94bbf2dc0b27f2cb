import {PlimsollError} from '../../../errors.js'

/**
 * How owners of loans react to prices. `d` is ln(health factor), read at the price that the oracle will say next; debt
 * is in millions of quote units; a fall is a positive log return. Hazards are per hour.
 */
export interface OwnerParameters {
  /**
   * ln hazard of a top-up or repayment = constant - nearness ln(max(d, 0) + 0.005) + fallHour (fall over one hour)
   * + fallDay (fall over a day) + size ln(debt), and below + belowSize ln(debt) more where d < 0.
   */
  readonly response: {
    readonly constant: number
    readonly nearness: number
    readonly below: number
    readonly fallHour: number
    readonly fallDay: number
    readonly size: number
    readonly belowSize: number
  }
  /** What a response adds beyond max(d, 0) is log-normal; `repaid` is the share of responses that repay debt. */
  readonly restore: {readonly location: number; readonly scale: number; readonly repaid: number}
  /** ln hazard of a withdrawal or further borrowing = constant + distance d + fallDay (fall over a day), for d > 0. */
  readonly risk: {readonly constant: number; readonly distance: number; readonly fallDay: number}
  /** What it takes off d is log-normal. */
  readonly lever: {readonly location: number; readonly scale: number}
  /** Variance of the gamma factor, mean 1, that an owner's hazard keeps for a whole run: some sleep, some run bots. */
  readonly frailty: number
  /** Standard deviation of the logarithm of a factor that all owners share in a run: congestion, weekends, funds. */
  readonly common: number
  /** Error of the replayed oracle, all loans alike, drawn for each bar: ln(real answer / replayed answer) is normal. */
  readonly oracle: {readonly mean: number; readonly deviation: number}
  /** Multiplies the hazard of responses: below 1 for a chain too congested or too dear to act on. Default 1. */
  readonly stress?: number
}

/** Keeps the hazard finite at the threshold: half a per cent of health factor, the order of what prices are known to. */
const THRESHOLD_WIDTH = 0.005
/** Sizes beyond those that the fit saw are taken at its ends: ln of debt in millions. */
const [LEAST_SIZE, MOST_SIZE] = [-6, 3.5]

/** ln of debt in millions of quote units, within the range of the fit. */
export function sizeOf(debt: number): number {
  return Math.min(MOST_SIZE, Math.max(LEAST_SIZE, Math.log(debt / 1e6)))
}

/** What the nearness of liquidation is counted in: see {@link OwnerParameters.response}. */
export function nearnessOf(d: number): number {
  return -Math.log(Math.max(d, 0) + THRESHOLD_WIDTH)
}

/** @throws RESPONSE_PARAMETERS */
export function requireOwnerParameters(parameters: OwnerParameters): void {
  const {common, frailty, lever, oracle, response, restore, risk, stress = 1} = parameters
  const spreads = {common, frailty, stress, 'lever.scale': lever.scale, 'oracle.deviation': oracle.deviation, 'restore.scale': restore.scale} // prettier-ignore
  for (const [name, value] of Object.entries(spreads)) {
    if (value >= 0) continue
    throw new PlimsollError('RESPONSE_PARAMETERS', `\`${name}\` of the owner response must not be negative: ${value}.`)
  }
  const all = [...Object.values(response), ...Object.values(restore), ...Object.values(risk), ...Object.values(lever)]
  if (all.some(Number.isNaN) || Number.isNaN(oracle.mean) || restore.repaid < 0 || restore.repaid > 1) {
    throw new PlimsollError(
      'RESPONSE_PARAMETERS',
      'The owner response has a parameter that is no number, or a share of repayments outside 0..1.',
    )
  }
}
