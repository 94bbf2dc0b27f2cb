import {absent, computed, type Explanation, type TestResult} from '../var/result.js'
import {LARGEST_BET, pastEValueBets, pastLossBets} from './bets.js'
import {complete, type ShortfallSample} from './sample.js'

export const E_PROCESS_VAR: Explanation = {
  id: 'e-process-var',
  title: 'E-backtest of VaR',
  aliases: ['e-backtest-var', 'e-var'],
  asks: 'Has a bettor who bets on too many hits grown rich? May be looked at every day.',
  formula:
    'e_t = 1{r_t < VaR_t}/p; wealth M_t = prod(1 - lambda_s + lambda_s e_s), lambda_s in [0, 1/2] from what was known before s',
  source: 'Wang, Wang & Ziegel, E-backtesting, arXiv 2209.00991v6; thresholds by Ville (1939)',
  size: 'At most 5% at any stopping time, by Ville: 0.0% and 0.3% at T = 250 and 1000 for p = 1%, 0.4% and 1.4% for 5% of samples ever reach wealth 20.',
  sign: 'One-sided: only too many hits pay. Wealth 20 at any time is evidence at 5%; the p-value 1/max M is valid at any stopping time.',
  avoid:
    'To show that a forecast is too safe; it also says nothing of clustering that leaves every conditional probability at p.',
}

export const E_PROCESS_ES: Explanation = {
  id: 'e-process-es',
  title: 'E-backtest of ES',
  aliases: ['e-backtest', 'e-process', 'gree', 'grel', 'e-es'],
  asks: 'Has a bettor who bets on ES being too small grown rich? May be looked at every day.',
  formula:
    "e_t = (L_t - VaR_t)_+ / (p (ES_t - VaR_t)) in loss sign; wealth as for VaR, lambda by GREE (past e) or GREL (past losses, today's forecast), Taylor form",
  source: 'Wang, Wang & Ziegel, E-backtesting, arXiv 2209.00991v6; thresholds by Ville (1939)',
  size: 'At most 5% at any stopping time, by Ville: 0.0% and 0.3% at T = 250 and 1000 for p = 1%, 0.1% and 0.5% for 5% of samples ever reach wealth 20.',
  sign: 'One-sided: only an ES (or VaR) that is too small pays. Any dependence, any stopping time.',
  avoid: 'Where ES equals VaR on some day: the bet has no price.',
}

export const THRESHOLDS = [2, 5, 10, 20] as const

/** How the bets are set: GREE, GREL, or a constant share of the wealth. */
export type Betting = number | 'gree' | 'grel'

export interface Wealth {
  /** log10 of the wealth after each observation, with pending bets of overlapping windows counted as lost. */
  readonly log10: Float64Array
  /** First observation (from 1) at which wealth reaches 2, 5, 10, 20; undefined when it never does. */
  readonly firstCrossing: Readonly<Record<(typeof THRESHOLDS)[number], number | undefined>>
  /** Value of 1/max wealth, at most 1: a p-value at any stopping time. */
  readonly anytimePValue: number
  readonly finalBet: number
}

/** E-values of VaR: 1/p on a hit, else 0. */
export function eValuesOfVar({returns, valueAtRisk, p}: ShortfallSample): Float64Array {
  return returns.map((r, t) => (r < (valueAtRisk[t] as number) ? 1 / p : 0))
}

/** E-values of ES given VaR; ES must lie below VaR in return sign. */
export function eValuesOfShortfall(sample: ShortfallSample & {shortfall: Float64Array}): Float64Array {
  const {returns, valueAtRisk, shortfall, p} = sample
  return returns.map((r, t) => {
    const v = valueAtRisk[t] as number
    return Math.max(0, v - r) / (p * (v - (shortfall[t] as number)))
  })
}

/**
 * Wealth along a sequence of e-values with predictable bets.
 *
 * With windows of h > 1 bars, row t's outcome covers bars t-h+1..t, so the e-values of h neighbouring rows share bars
 * and their product is no supermartingale. Each of the h phases (rows h apart) is one in its own time; wealth is the mean
 * of the h, and a bet whose window is open at t is counted as lost (factor 1 - lambda). What is counted at t is then never
 * more than what the same bets are worth when their windows close, whatever the outcome; so its mean stays below 1 at
 * every stopping time, also one that peeks into open windows.
 */
export function wealthOf(eValues: Float64Array, bets: Float64Array, horizonBars = 1): Wealth {
  const rows = eValues.length
  const phases = Math.min(horizonBars, rows)
  const logWealth = new Float64Array(phases)
  const log10 = new Float64Array(rows)
  const firstCrossing: Record<number, number | undefined> = {}
  let best = 0
  let finalBet = 0
  for (let t = 0; t < rows; t++) {
    finalBet = bets[t] as number
    const phase = t % phases
    logWealth[phase] = (logWealth[phase] as number) + Math.log1p(finalBet * ((eValues[t] as number) - 1))
    const total = phases === 1 ? (logWealth[0] as number) : meanWealth(logWealth, bets, t)
    log10[t] = total / Math.LN10
    if (total > best) {
      best = total
      for (const level of THRESHOLDS) if (total >= Math.log(level)) firstCrossing[level] ??= t + 1
    }
  }
  return {
    log10,
    firstCrossing: firstCrossing as Wealth['firstCrossing'],
    anytimePValue: Math.exp(-best),
    finalBet,
  }
}

/** Log of the mean over the phases after row t, with the bets of rows t+1..t+h-1 lost. */
function meanWealth(logWealth: Float64Array, bets: Float64Array, t: number): number {
  const phases = logWealth.length
  let largest = -Infinity
  for (const value of logWealth) largest = Math.max(largest, value)
  let sum = 0
  for (let ahead = 0; ahead < phases; ahead++) {
    const row = t + ahead
    const open = ahead > 0 && row < bets.length ? 1 - (bets[row] as number) : 1
    sum += open * Math.exp((logWealth[row % phases] as number) - largest)
  }
  return largest + Math.log(sum / phases)
}

export interface EOptions {
  readonly betting?: Betting
  readonly horizonBars?: number
}

function report(about: Explanation, wealth: Wealth, betting: Betting, horizonBars: number): TestResult {
  const final = wealth.log10.at(-1) ?? 0
  const value = Math.min(Number.MAX_VALUE, 10 ** final)
  const max = wealth.log10.reduce((a, b) => Math.max(a, b), 0)
  return computed(about, {
    statistic: value,
    pValue: wealth.anytimePValue,
    details: {
      log10: final,
      log10Max: max,
      ...Object.fromEntries(THRESHOLDS.map((level) => [`first${level}`, wealth.firstCrossing[level]])),
      betting: typeof betting === 'number' ? `constant ${betting}` : betting,
      finalBet: wealth.finalBet,
      horizonBars,
    },
  })
}

const bound = (bet: number) => Math.min(LARGEST_BET, Math.max(0, bet))

/** E-process of VaR. */
export function eProcessVar(sample: ShortfallSample, {betting = 'gree', horizonBars = 1}: EOptions = {}): TestResult {
  if (sample.returns.length === 0) return absent(E_PROCESS_VAR, 'there are no observations')
  const eValues = eValuesOfVar(sample)
  const bets =
    betting === 'gree'
      ? pastEValueBets(eValues, horizonBars)
      : betting === 'grel'
        ? pastLossBets(sample, 'var', horizonBars)
        : eValues.map(() => bound(betting))
  return report(E_PROCESS_VAR, wealthOf(eValues, bets, horizonBars), betting, horizonBars)
}

/** E-process of ES. */
export function eProcessShortfall(
  sample: ShortfallSample,
  {betting = 'gree', horizonBars = 1}: EOptions = {},
): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(E_PROCESS_ES, whole)
  const eValues = eValuesOfShortfall(whole)
  const bets =
    betting === 'gree'
      ? pastEValueBets(eValues, horizonBars)
      : betting === 'grel'
        ? pastLossBets(whole, 'es', horizonBars)
        : eValues.map(() => bound(betting))
  return report(E_PROCESS_ES, wealthOf(eValues, bets, horizonBars), betting, horizonBars)
}
