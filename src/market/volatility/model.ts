/** How the conditional variance moves; see `variance.ts` for the equations. */
export type VarianceModel = 'egarch' | 'garch' | 'gjr'

/** Law of the standardised residual, always with mean 0 and variance 1; `t` and `skew-t` (Hansen 1994) by their nu. */
export type Distribution = 'normal' | 'skew-t' | 't'

/** Whether the mean of the returns is a parameter or known to be zero. */
export type MeanModel = 'constant' | 'zero'

/**
 * What stands before the first observation. `mean-square`: h_0 = e_0^2 = mean(e^2), recomputed at every trial value of
 * mu (for EGARCH e_0 = mean(e)). `unconditional`: the first variance is the unconditional one, which must then exist.
 */
export type Presample = 'mean-square' | 'unconditional'

export interface GarchSpecification {
  readonly model: VarianceModel
  readonly distribution: Distribution
  readonly mean: MeanModel
  readonly presample: Presample
}

/** Whether returns, and everything in their unit, are decimal fractions or per cent. */
export type ReturnUnit = 'decimal' | 'percent'

/** A figure that may not exist, and then says why. */
export type Figure = {readonly value: number} | {readonly value: null; readonly because: string}

export type ParameterName = 'alpha' | 'beta' | 'gamma' | 'lambda' | 'mu' | 'nu' | 'omega'

/** One number a parameter of the model; null where the number does not exist. */
export type ByParameter<T = number> = Partial<Record<ParameterName, T>>

/** The parameters that a specification estimates, in the order reports list them. */
export function parameterNames({model, distribution, mean}: GarchSpecification): ParameterName[] {
  return [
    ...(mean === 'constant' ? (['mu'] as const) : []),
    'omega',
    'alpha',
    ...(model === 'garch' ? [] : (['gamma'] as const)),
    'beta',
    ...(distribution === 'normal' ? [] : (['nu'] as const)),
    ...(distribution === 'skew-t' ? (['lambda'] as const) : []),
  ]
}
