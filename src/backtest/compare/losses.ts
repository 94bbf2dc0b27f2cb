/**
 * Tick (pinball) loss of a VaR forecast, in return sign: `(p - I_t)(r_t - VaR_t)`, smallest in the mean at the true
 * p-quantile (Koenker & Bassett 1978; Gonzalez-Rivera, Lee & Mishra 2004).
 */
export function tickLoss(returns: Float64Array, valueAtRisk: Float64Array, p: number): Float64Array {
  return returns.map((r, t) => {
    const gap = r - (valueAtRisk[t] as number)
    return (gap < 0 ? p - 1 : p) * gap
  })
}

/**
 * FZ0 loss of VaR and ES together: `-(1/(p ES)) I (VaR - r) + VaR/ES + ln(-ES) - 1`, VaR and ES negative, homogeneous
 * of degree 0 (Patton, Ziegel & Chen, J. of Econometrics 211 (2019) 388-413). NaN where ES is not negative.
 */
export function fz0Loss(
  returns: Float64Array,
  valueAtRisk: Float64Array,
  shortfall: Float64Array,
  p: number,
): Float64Array {
  return returns.map((r, t) => {
    const v = valueAtRisk[t] as number
    const es = shortfall[t] as number
    return -Math.max(0, v - r) / (p * es) + v / es + Math.log(-es) - 1
  })
}
