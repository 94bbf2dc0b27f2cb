import {EXIT, PlimsollError} from '../../errors.js'
import {covariances, type StandardErrors} from './covariance.js'
import {
  type ByParameter,
  type Figure,
  type GarchSpecification,
  type ParameterName,
  parameterNames,
  type ReturnUnit,
} from './model.js'
import {halfLifeOf, persistenceOf, unconditionalVarianceOf} from './persistence.js'
import {mean as meanOf, meanSquare, usableReturns} from './sample.js'
import {LIMITS, type Optimum, optimum} from './search.js'
import {SLOT} from './variance.js'

/** A GARCH, GJR or EGARCH model fitted by maximum likelihood. Everything is in the unit of the returns, per bar. */
export interface GarchFit {
  readonly specification: GarchSpecification
  readonly unit: ReturnUnit
  readonly observations: number
  readonly parameters: ByParameter
  readonly standardErrors: StandardErrors
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly persistence: number
  /** Bars until half of a shock to the variance is gone. */
  readonly halfLife: Figure
  readonly unconditionalVariance: Figure
  /** What the search was not allowed to leave, in words; stationarity is not among it unless it says so. */
  readonly constraints: readonly string[]
  readonly warnings: readonly string[]
  readonly convergence: Convergence
  /** h_t of every bar of the sample, known before the bar. */
  readonly variances: Float64Array
  /** z_t = (r_t - mu) / sqrt(h_t). */
  readonly residuals: Float64Array
  /** h of the first bar after the sample. */
  readonly nextVariance: number
}

export interface Convergence {
  /** Distance left to the optimum, in units of standard errors (Newton decrement). */
  readonly decrement: number
  readonly gradientNorm: number
  readonly evaluations: number
}

export const DEFAULT_SPECIFICATION: GarchSpecification = {
  model: 'garch',
  distribution: 'normal',
  mean: 'constant',
  presample: 'mean-square',
}

const LEAST_RETURNS = 50

/**
 * Fits by exact maximum likelihood given the presample rule: damped BFGS with analytic gradients from the outer product
 * of scores, then Newton steps until the optimum is some 1e-10 standard errors away.
 * @throws VOLATILITY_NOT_CONVERGED (exit 3) rather than to report anything but an optimum; see also `usableReturns`
 */
export function fitGarch(
  returns: ArrayLike<number>,
  options: Partial<GarchSpecification> = {},
  unit: ReturnUnit = 'decimal',
): GarchFit {
  const specification = {...DEFAULT_SPECIFICATION, ...options}
  const sample = usableReturns(returns, {purpose: nameOf(specification), atLeast: LEAST_RETURNS})
  // The search runs on returns of variance 1, so that the unit of the returns makes no difference to it.
  const scale = Math.sqrt(meanSquare(sample, specification.mean === 'constant' ? meanOf(sample) : 0))
  const found = optimum(
    sample.map((value) => value / scale),
    specification,
  )
  const {minimum} = found
  if (!Number.isFinite(minimum.value) || (!minimum.converged && !(minimum.decrement < 1e-3))) {
    throw notConverged(specification, minimum.reason)
  }
  return report(found, specification, scale, unit)
}

function report(found: Optimum, specification: GarchSpecification, scale: number, unit: ReturnUnit): GarchFit {
  const {minimum, likelihood} = found
  const {track} = likelihood
  const n = track.z.length
  const parameters = parametersOf(minimum.x, specification, scale)
  const persistence = persistenceOf(specification, parameters)
  const logLikelihood = -minimum.value - n * Math.log(scale)
  const count = parameterNames(specification).length
  return {
    ...{specification, unit, observations: n, parameters, logLikelihood, persistence},
    standardErrors: covariances(found, specification, scale),
    aic: 2 * count - 2 * logLikelihood,
    bic: count * Math.log(n) - 2 * logLikelihood,
    halfLife: halfLifeOf(persistence),
    unconditionalVariance: unconditionalVarianceOf(specification, parameters),
    constraints: constraintsOf(specification),
    warnings: warningsOf(found, specification, persistence),
    convergence: {
      decrement: minimum.decrement,
      gradientNorm: Math.hypot(...minimum.free.map((i) => minimum.gradient[i] as number)),
      evaluations: minimum.evaluations,
    },
    variances: track.inverseRoot.map((root) => (scale / root) ** 2),
    residuals: Float64Array.from(track.z),
    nextVariance: track.nextVariance * scale * scale,
  }
}

/** The vector of the search, in the user's parameters and unit. */
function parametersOf(x: Float64Array, specification: GarchSpecification, scale: number): ByParameter {
  const at = (slot: number): number => x[slot] as number
  const isEgarch = specification.model === 'egarch'
  const all: Record<ParameterName, number> = {
    mu: at(SLOT.mu) * scale,
    omega: isEgarch ? at(SLOT.omega) + (1 - at(SLOT.beta)) * 2 * Math.log(scale) : at(SLOT.omega) * scale * scale,
    alpha: at(SLOT.alpha),
    gamma: isEgarch ? at(SLOT.down) : at(SLOT.down) - at(SLOT.alpha),
    beta: at(SLOT.beta),
    nu: at(SLOT.nu),
    lambda: at(SLOT.lambda),
  }
  return Object.fromEntries(parameterNames(specification).map((name) => [name, all[name]]))
}

const OMEGA_LIMIT = `omega >= ${LIMITS.omega} times the sample variance`

function constraintsOf({model, distribution, presample}: GarchSpecification): string[] {
  const unconditional = presample === 'unconditional'
  const sum = model === 'gjr' ? 'alpha + gamma E[z^2; z<0] + beta' : 'alpha + beta'
  const variance = {
    egarch: [`|beta| <= ${LIMITS.egarchBeta}`],
    garch: [OMEGA_LIMIT, 'alpha >= 0', '0 <= beta <= 1'],
    gjr: [OMEGA_LIMIT, 'alpha >= 0', 'alpha + gamma >= 0', '0 <= beta <= 1'],
  }[model]
  const stationarity = unconditional ? `${sum} < 1 (the presample rule needs it)` : `${sum} is not restricted`
  return [
    ...variance,
    ...(model === 'egarch' ? [] : [stationarity]),
    ...(distribution === 'normal' ? [] : [`${LIMITS.nu[0]} <= nu <= ${LIMITS.nu[1]}`]),
    ...(distribution === 'skew-t' ? [`|lambda| <= ${LIMITS.lambda}`] : []),
  ]
}

function warningsOf({minimum, bounds}: Optimum, {model, mean}: GarchSpecification, persistence: number): string[] {
  const held = (slot: number): boolean =>
    !minimum.free.includes(slot) && (bounds.lower[slot] as number) < (bounds.upper[slot] as number)
  const at = (slot: number): number => minimum.x[slot] as number
  const nuLimit = at(SLOT.nu) < 3 ? LIMITS.nu[0] : LIMITS.nu[1]
  const warnings: (string | false)[] = [
    persistence >= 1 && `The persistence is ${persistence.toPrecision(6)}: shocks to the variance never die out.`,
    model !== 'egarch' && held(SLOT.alpha) && 'alpha is at its bound 0.',
    isStill(minimum.x, model) && 'No clustering was found: beta means nothing then and is set to 0.',
    model === 'gjr' && held(SLOT.down) && 'alpha + gamma is at its bound 0.',
    model !== 'egarch' && held(SLOT.omega) && 'omega is at its lower bound: the variance can fall to nothing.',
    held(SLOT.beta) && `beta is at its bound ${at(SLOT.beta)}.`,
    held(SLOT.nu) &&
      (nuLimit > 3
        ? `nu is at its bound ${nuLimit}: a normal law fits as well.`
        : `nu is at its bound ${nuLimit}: the residuals hardly have a variance.`),
    held(SLOT.lambda) && 'lambda is at its bound.',
    mean === 'constant' &&
      model === 'egarch' &&
      held(SLOT.mu) &&
      'mu sits on a kink of the likelihood: it equals a return.',
    !minimum.converged && `The optimum is flat: ${minimum.reason ?? 'no reason known'}.`,
  ]
  return warnings.filter((warning) => warning !== false)
}

function isStill(x: Float64Array, model: GarchSpecification['model']): boolean {
  return model !== 'egarch' && [SLOT.alpha, SLOT.down, SLOT.beta].every((slot) => x[slot] === 0)
}

function nameOf({model, distribution}: GarchSpecification): string {
  return `${{egarch: 'EGARCH', garch: 'GARCH', gjr: 'GJR'}[model]}(1,1) with ${distribution} residuals`
}

function notConverged(specification: GarchSpecification, reason = 'the likelihood is not finite'): PlimsollError {
  return new PlimsollError(
    'VOLATILITY_NOT_CONVERGED',
    `${nameOf(specification)} has no maximum-likelihood fit that could be found: ${reason}.`,
    {
      exit: EXIT.cannotTell,
      suggestions: ['Try a simpler model or law, or a longer history.', 'EWMA needs no fit.'],
    },
  )
}
