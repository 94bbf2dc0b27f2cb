import type {RiskValue, Role} from '../../protocols/model.js'
import {formatRatio} from '../../units/ratio.js'
import {add, compare, divide, multiply, ONE, subtract, ZERO, type Rational} from '../../units/rational.js'
import type {Side} from './windows.js'

/** What a change protects against a price move, before and after: the margin that close-out losses are compared with. */
export interface Exposure {
  readonly subject: string
  /** `liquidation buffer`, `maintenance margin`, `initial margin`. */
  readonly measure: string
  readonly formula: string
  readonly sides: readonly Side[]
  /** Fraction of the price; undefined when the file does not say the value before. */
  readonly before: Rational | undefined
  readonly after: Rational
}

export interface Exposures {
  readonly exposures: readonly Exposure[]
  /** Why a value that looks like a margin has no coverage, one sentence each. */
  readonly reasons: readonly string[]
  /** What is wrong whatever prices do: a margin below zero. */
  readonly failures: readonly string[]
}

type Pair = Readonly<{before: Rational | undefined; after: Rational}>


function combine(a: Pair, b: Pair, f: (a: Rational, b: Rational) => Rational): Pair {
  return {before: a.before && b.before ? f(a.before, b.before) : undefined, after: f(a.after, b.after)}
}

/**
 * A loan liquidated at threshold LT pays the liquidator LT x (1 + bonus) of its collateral's value, so the price may
 * fall by 1 - LT x (1 + bonus) during the close-out before debt is left unpaid (Aave v3 `executeLiquidationCall`;
 * Warmuz, Chaudhary, Pinna, arXiv 2212.07306: beyond LT = 1 / (1 + bonus) every liquidation makes things worse).
 */
const liquidationBuffer = (threshold: Rational, bonus: Rational): Rational => subtract(ONE, multiply(threshold, add(ONE, bonus)))

/** One value of a margin, with the values of the other roles that belong to it. */
interface Placed extends RiskValue {
  readonly label: string
}

/** The values of a role, in file order; where a subject has several, their changes are named to tell them apart. */
function valuesOf(values: readonly RiskValue[], role: Role): Placed[] {
  const found = values.filter((value) => value.role === role)
  return found.map((value) => {
    const change = typeof value.path[1] === 'number' ? ` (change ${value.path[1] + 1})` : ''
    return {...value, label: found.length > 1 ? change : ''}
  })
}

/** The bonus of the same change, or the only one there is for the subject. */
function bonusFor(value: RiskValue, values: readonly RiskValue[]): RiskValue | undefined {
  const all = values.filter(({role}) => role === 'liquidationBonus')
  return all.find(({path}) => path[1] === value.path[1]) ?? (all.length === 1 ? all[0] : undefined)
}

const none = {before: ZERO, after: ZERO}

function lending(subject: string, values: readonly RiskValue[]): Exposures[] {
  const loan = (label: string, formula: string, pair: Pair): Exposures => ({
    exposures: [{subject, measure: `liquidation buffer${label}`, formula, sides: ['long'], ...pair}],
    reasons: [],
    failures: [],
  })
  const thresholds = valuesOf(values, 'liquidationThreshold').map((threshold) => {
    const bonus = bonusFor(threshold, values)
    if (bonus) return loan(threshold.label, '1 - LT x (1 + bonus)', combine(threshold, bonus, liquidationBuffer))
    const reason =
      `the liquidation bonus of ${subject} is not given (add \`liquidationBonus: {keep: ...}\`), ` +
      'so its buffer 1 - LT x (1 + bonus) is unknown'
    return {exposures: [], reasons: [reason], failures: []}
  })
  const ratios = valuesOf(values, 'collateralRatio').map((ratio) => {
    const zero = [ratio.before, ratio.after].some((value) => value !== undefined && compare(value, ZERO) <= 0)
    if (zero) {
      return {exposures: [], reasons: [], failures: [`a collateral ratio of ${formatRatio(ratio.after)} for ${subject} secures no debt`]}
    }
    const bonus = bonusFor(ratio, values)
    const inverse = (r: Rational, penalty: Rational): Rational => liquidationBuffer(divide(ONE, r), penalty)
    return loan(ratio.label, bonus ? '1 - (1 + penalty) / ratio' : '1 - 1 / ratio', combine(ratio, bonus ?? none, inverse))
  })
  return [...thresholds, ...ratios]
}

function perpetual(subject: string, values: readonly RiskValue[]): Exposures {
  const maintenance = valuesOf(values, 'maintenanceMargin')
  const margins = maintenance.length > 0 ? maintenance : valuesOf(values, 'initialMargin')
  const measure = maintenance.length > 0 ? 'maintenance margin' : 'initial margin'
  const exposures = margins.map(
    ({label, before, after}): Exposure => ({
      subject,
      measure: `${measure}${label}`,
      formula: 'margin / notional',
      sides: ['long', 'short'],
      before,
      after,
    }),
  )
  return {exposures, reasons: [], failures: []}
}

/** The margins in a proposal's values, subject by subject in file order. */
export function exposuresOf(values: readonly RiskValue[]): Exposures {
  const subjects = [...new Set(values.map(({subject}) => subject))]
  const parts = subjects.flatMap((subject) => {
    const own = values.filter((value) => value.subject === subject)
    return [...lending(subject, own), perpetual(subject, own)]
  })
  const exposures = parts.flatMap((part) => part.exposures)
  const spent = exposures.filter(({after}) => compare(after, ZERO) < 0)
  return {
    exposures,
    reasons: parts.flatMap(({reasons}) => reasons),
    failures: [
      ...parts.flatMap(({failures}) => failures),
      ...spent.map(({subject, measure, after}) => `the ${measure} of ${subject} would be ${formatRatio(after)}: what reaches it is insolvent already`),
    ],
  }
}
