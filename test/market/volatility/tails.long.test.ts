import {ewma} from '../../../src/market/volatility/ewma.js'
import {
  conditionalTail,
  ewmaFilter,
  filteredPath,
  filteredReturns,
  filteredRisk,
} from '../../../src/market/volatility/filtered.js'
import {fitGpd, tailEs, tailVar} from '../../../src/market/volatility/gpd.js'
import {
  ageWeightedRisk,
  coherentTailMean,
  cornishFisherRisk,
  historicalRisk,
  scaledRisk,
} from '../../../src/market/volatility/quantile-risk.js'
import {studyTail} from '../../../src/market/volatility/tail-study.js'
import {stream} from '../../../src/numerics/random/stream.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const known = golden('fhs_evt')
const returns: number[] = golden('garch_synth').returnsPercent.map((r: number) => r / 100)
const model = ewma(returns, known.lambda_)
const filter = ewmaFilter({...model, residuals: model.residuals.slice(-known.window)})

/** The quantile function at evenly spaced probabilities: a sample whose tail is a generalised Pareto tail. */
const paretoSample = (xi: number, beta: number, n: number) =>
  Float64Array.from({length: n}, (_, i) => {
    const p = (i + 0.5) / n
    return xi === 0 ? -beta * Math.log(1 - p) : (beta / xi) * ((1 - p) ** -xi - 1)
  })

describe('filtered historical simulation', () => {
  test.each<Record<string, number>>(known.oneDay)('one day at $p', (day) => {
    expectRelative(filteredRisk(filter, day['p']!, 7).valueAtRisk, day['VaR_type7']!, 1e-12)
    const {valueAtRisk, expectedShortfall} = filteredRisk(filter, day['p']!, 1)
    expectRelative(valueAtRisk, day['VaR_type1']!, 1e-12)
    expectRelative(expectedShortfall!, day['ES']!, 1e-12)
  })

  test('ten days along the given indices', () => {
    known.multiDay.indices.forEach((indices: number[], i: number) => {
      expectRelative(filteredPath(filter, indices), known.multiDay.cumReturn[i], 1e-12)
    })
  })

  test('paths depend on the stream alone', () => {
    const draw = (seed: number) => [...filteredReturns(filter, 5, stream(seed), new Float64Array(50))]
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })
})

describe('historical VaR', () => {
  test.each<{p: number; eta: number; VaR: number}>(known.brw)('age-weighted at $p', ({p, eta, VaR}) => {
    expect(ageWeightedRisk(returns.slice(-known.window), p, eta).valueAtRisk).toBe(VaR)
  })

  test.each<Record<string, number>>(known.cornishFisher)('Cornish-Fisher at $p', (expected) => {
    const risk = cornishFisherRisk(returns, expected['p']!)
    expectRelative(risk.valueAtRisk, expected['VaR']!, 1e-9)
    expectRelative(risk.quantile, expected['zcf']!, 1e-9)
    expectRelative(risk.skewness, expected['skew']!, 1e-9)
    expectRelative(risk.excessKurtosis, expected['exKurt']!, 1e-9)
  })

  test('a Cornish-Fisher expansion that turns back is called so', () => {
    const wild = returns.map((r, i) => (i === 7 ? -3 : r))
    expect(cornishFisherRisk(wild, 0.01).monotone).toBe(false)
  })

  test('the plain quantile and the coherent mean, worked by hand', () => {
    const sample = [5, -4, 3, -2, 1, 0, 2, 4, -1, 6]
    const ascending = Float64Array.from(sample).sort()
    expect(historicalRisk(sample, 0.1)).toMatchObject({valueAtRisk: -4, expectedShortfall: -4})
    expect(coherentTailMean(ascending, 0.25)).toBeCloseTo((-4 - 2 - 0.5) / 2.5, 12)
  })

  test('scaled to constant volatility it is the plain quantile', () => {
    const same = new Float64Array(returns.length).fill(2)
    expect(scaledRisk(returns, same, 2, 0.01).valueAtRisk).toBe(historicalRisk(returns, 0.01).valueAtRisk)
    expectRelative(scaledRisk(returns, same, 8, 0.01).valueAtRisk, 2 * historicalRisk(returns, 0.01).valueAtRisk, 1e-12)
  })

  test.each([0, 0.5, 1, -0.1, Number.NaN])('a tail of %p is refused', (tail) => {
    expect(() => historicalRisk(returns, tail)).toThrow(expect.objectContaining({code: 'VOLATILITY_CONFIDENCE'}))
  })

  test('too few returns for the quantile asked are refused', () => {
    expect(() => historicalRisk(returns.slice(0, 99), 0.01)).toThrow(/at least 100/)
  })
})

describe('conditional EVT', () => {
  const tail = conditionalTail(filter)
  const {gpd} = tail
  const expected = known.conditionalEVT

  test('the tail of the residual losses', () => {
    expect(gpd.exceedances).toBe(expected.k)
    expectRelative(gpd.threshold, expected.threshold, 1e-12)
    expectRelative(gpd.xi, expected.xi, 1e-9)
    expectRelative(gpd.beta, expected.beta, 1e-9)
    expectRelative(-gpd.logLikelihood, expected.nll, 1e-10)
    expectRelative(gpd.standardErrors.observed!.xi, expected.seXi_observed, 1e-6)
    expectRelative(gpd.standardErrors.observed!.beta, expected.seBeta_observed, 1e-6)
    expectRelative(gpd.standardErrors.expected!.xi, expected.seXi_expected, 1e-9)
    expectRelative(gpd.standardErrors.expected!.beta, expected.seBeta_expected, 1e-9)
  })

  test.each<Record<'ES' | 'p' | 'VaR' | 'zES' | 'zq', number>>(expected.risk)(
    'VaR and ES at $p',
    ({p, zq, zES, VaR, ES}) => {
      const found = tail.risk(p)
      expectRelative(found.quantile, zq, 1e-9)
      expectRelative(found.tailMean.value!, zES, 1e-9)
      expectRelative(found.valueAtRisk, VaR, 1e-9)
      expectRelative(found.expectedShortfall.value!, ES, 1e-9)
    },
  )
})

describe('the generalised Pareto tail', () => {
  test.each([-0.3, -0.05, 0, 0.2, 0.5, 0.9])('finds xi %p in a sample made of its quantiles', (xi) => {
    const fit = fitGpd(paretoSample(xi, 3, 4000), 0)
    expect(Math.abs(fit.xi - xi)).toBeLessThan(0.01)
    expectRelative(fit.beta, 3, 0.01)
  })

  test('the gradient vanishes where it ends: the optimum is sharp to nine digits', () => {
    const sample = paretoSample(0.497, 6.975, 109)
    const {xi, beta} = fitGpd(sample, 0)
    const mean = (f: (y: number) => number) => sample.reduce((sum, y) => sum + f(y), 0) / sample.length
    // The likelihood equations: mean ln(1 + xi y/beta) = xi, and (1 + xi) mean(1 / (1 + xi y/beta)) = 1
    expectRelative(
      mean((y) => Math.log1p((xi * y) / beta)),
      xi,
      1e-9,
    )
    expectRelative((1 + xi) * mean((y) => 1 / (1 + (xi * y) / beta)), 1, 1e-9)
  })

  test('does not depend on the unit', () => {
    const sample = paretoSample(0.4, 1, 300)
    const [small, large] = [
      fitGpd(sample, 0.5),
      fitGpd(
        sample.map((y) => y * 1e9),
        5e8,
      ),
    ]
    expectRelative(large.xi, small.xi, 1e-9)
    expectRelative(large.beta / 1e9, small.beta, 1e-9)
    expectRelative(tailVar(large, 0.001) / 1e9, tailVar(small, 0.001), 1e-9)
  })

  const fitWith = (xi: number) => ({...fitGpd(paretoSample(0.2, 1, 100), 0), threshold: 2, xi, beta: 1})

  test('VaR and ES pass smoothly through xi = 0', () => {
    const limit = 2 + Math.log(1 / 0.01)
    for (const xi of [-1e-12, 0, 1e-300, 1e-12]) {
      expectRelative(tailVar(fitWith(xi), 0.01), limit, 1e-10)
      expectRelative(tailEs(fitWith(xi), 0.01).value!, limit + 1, 1e-10)
    }
  })

  test('no mean from xi = 1 on, and no tail below the threshold', () => {
    expect(tailEs(fitWith(1), 0.01)).toEqual({value: null, because: expect.stringContaining('infinite mean')})
    expect(() => tailVar({...fitWith(0.2), observations: 1000}, 0.2)).toThrow(
      expect.objectContaining({code: 'VOLATILITY_BELOW_THRESHOLD'}),
    )
  })

  test('no regular errors below xi = -1/2, and it says so', () => {
    const fit = fitGpd(paretoSample(-0.7, 1, 400), 0)
    expect(fit.xi).toBeLessThan(-0.5)
    expect(fit.standardErrors).toEqual({observed: null, expected: null, missing: expect.stringContaining('-0.5')})
  })

  test('too few, equal, or unreadable exceedances are refused', () => {
    const code = (code: string) => expect.objectContaining({code})
    expect(() => fitGpd(paretoSample(0.2, 1, 19), 0)).toThrow(code('VOLATILITY_TAIL_TOO_SHORT'))
    expect(() => fitGpd([1, 2], Number.NaN)).toThrow(code('VOLATILITY_TAIL_TOO_SHORT'))
    expect(() => fitGpd([1, Number.NaN], 0)).toThrow(code('VOLATILITY_NOT_FINITE'))
    expect(() => fitGpd(new Float64Array(100).fill(3), 1)).toThrow(code('VOLATILITY_NOT_CONVERGED'))
  })

  test('the study takes the largest tenth unless told where the tail begins', () => {
    const sample = paretoSample(1.4, 1, 500)
    const study = studyTail(sample, 0.01)
    expect(study).toMatchObject({exceedances: 50, es: null, esMissing: expect.stringContaining('infinite')})
    expect(studyTail(sample, 0.01, 1).thresholdRule).toBe('given')
    expect(() => studyTail(sample, 0.01, Number.NaN)).toThrow(expect.objectContaining({code: 'VOLATILITY_THRESHOLD'}))
  })
})
