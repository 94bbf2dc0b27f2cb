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
}

type Pair = Readonly<{before: Rational | undefined; after: Rational}>

const find = (values: readonly RiskValue[], role: Role): RiskValue | undefined => values.find((value) => value.role === role)

function combine(a: Pair, b: Pair, f: (a: Rational, b: Rational) => Rational): Pair {
  return {before: a.before && b.before ? f(a.before, b.before) : undefined, after: f(a.after, b.after)}
}

/**
 * A loan liquidated at threshold LT pays the liquidator LT x (1 + bonus) of its collateral's value, so the price may
 * fall by 1 - LT x (1 + bonus) during the close-out before debt is left unpaid (Aave v3 `executeLiquidationCall`;
 * Warmuz, Chaudhary, Pinna, arXiv 2212.07306: beyond LT = 1 / (1 + bonus) every liquidation makes things worse).
 */
const liquidationBuffer = (threshold: Rational, bonus: Rational): Rational => subtract(ONE, multiply(threshold, add(ONE, bonus)))

function lending(subject: string, values: readonly RiskValue[]): Exposures {
  const threshold = find(values, 'liquidationThreshold')
  const ratio = find(values, 'collateralRatio')
  const bonus = find(values, 'liquidationBonus')
  const common = {subject, measure: 'liquidation buffer', sides: ['long'] as const}
  if (threshold) {
    if (!bonus) {
      const reason = `the liquidation bonus of ${subject} is not given (add \`liquidationBonus: {keep: ...}\`), so its buffer 1 - LT x (1 + bonus) is unknown`
      return {exposures: [], reasons: [reason]}
    }
    return {exposures: [{...common, formula: '1 - LT x (1 + bonus)', ...combine(threshold, bonus, liquidationBuffer)}], reasons: []}
  }
  if (!ratio) return {exposures: [], reasons: []}
  const inverse = (r: Rational, penalty: Rational): Rational => liquidationBuffer(divide(ONE, r), penalty)
  return {
    exposures: [{...common, formula: bonus ? '1 - (1 + penalty) / ratio' : '1 - 1 / ratio', ...combine(ratio, bonus ?? {before: ZERO, after: ZERO}, inverse)}],
    reasons: [],
  }
}

function perpetual(subject: string, values: readonly RiskValue[]): Exposure[] {
  const margin = find(values, 'maintenanceMargin') ?? find(values, 'initialMargin')
  if (!margin) return []
  const measure = margin.role === 'maintenanceMargin' ? 'maintenance margin' : 'initial margin'
  const {before, after} = margin
  return [{subject, measure, formula: 'margin / notional', sides: ['long', 'short'], before, after}]
}

/** The margins in a proposal's values: one exposure a subject, in file order. */
export function exposuresOf(values: readonly RiskValue[]): Exposures {
  const subjects = [...new Set(values.map(({subject}) => subject))]
  const parts = subjects.map((subject) => {
    const own = values.filter((value) => value.subject === subject)
    const loan = lending(subject, own)
    return {exposures: [...loan.exposures, ...perpetual(subject, own)], reasons: loan.reasons}
  })
  const exposures = parts.flatMap((part) => part.exposures)
  const spent = exposures.filter(({after}) => compare(after, ZERO) < 0)
  return {
    exposures: exposures.filter((exposure) => !spent.includes(exposure)),
    reasons: [
      ...parts.flatMap(({reasons}) => reasons),
      ...spent.map(({subject, measure, after}) => `the ${measure} of ${subject} would be ${formatRatio(after)}: no price move is covered`),
    ],
  }
}
