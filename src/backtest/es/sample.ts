/**
 * What an ES test looks at. VaR and ES are the p-quantile and the tail mean of the RETURN: negative numbers, ES below
 * VaR. `sigma` is the predicted standard deviation, where the forecaster has one.
 */
export interface ShortfallSample {
  readonly returns: Float64Array
  readonly valueAtRisk: Float64Array
  readonly shortfall?: Float64Array | undefined
  readonly sigma?: Float64Array | undefined
  /** Tail probability: 0.025 for 97.5%. */
  readonly p: number
}

/** A sample that has its ES forecast. */
export interface Complete extends ShortfallSample {
  readonly shortfall: Float64Array
}

/** The sample, if its ES can be tested; otherwise the reason why not. */
export function complete(sample: ShortfallSample): Complete | string {
  const {returns, valueAtRisk, shortfall} = sample
  if (!shortfall) return 'there is no ES forecast: a VaR or a constant margin does not imply one'
  if (shortfall.length !== returns.length) {
    return `there are ${returns.length} returns and ${shortfall.length} ES forecasts`
  }
  for (let t = 0; t < shortfall.length; t++) {
    const es = shortfall[t] as number
    if (!(es < 0 && es < (valueAtRisk[t] as number))) {
      return `the ES forecast of observation ${t + 1} is ${es}: it must be negative and below the VaR, ${valueAtRisk[t] as number}`
    }
  }
  return {...sample, shortfall}
}

/** Indices of the hits. */
export function hitIndices({returns, valueAtRisk}: ShortfallSample): number[] {
  const indices: number[] = []
  for (let t = 0; t < returns.length; t++) if ((returns[t] as number) < (valueAtRisk[t] as number)) indices.push(t)
  return indices
}
