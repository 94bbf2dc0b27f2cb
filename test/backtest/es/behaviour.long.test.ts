import {simulatePathRatio, simulateRatio, z1, z2} from '../../../src/backtest/es/acerbi-szekely.js'
import {pastLossBets} from '../../../src/backtest/es/bets.js'
import {simulateNull} from '../../../src/backtest/es/critical-values.js'
import {eProcessShortfall, eProcessVar, wealthOf} from '../../../src/backtest/es/e-process.js'
import {impliedLaw, NORMAL, type PredictiveLaw, studentLaw} from '../../../src/backtest/es/law.js'
import {exceedanceResiduals} from '../../../src/backtest/es/mcneil-frey.js'
import {minimallyBiased, minimallyBiasedRelative} from '../../../src/backtest/es/minimally-biased.js'
import {conditionalCalibration} from '../../../src/backtest/es/nolde-ziegel.js'
import type {ShortfallSample} from '../../../src/backtest/es/sample.js'
import {tailSampler} from '../../../src/backtest/es/tail-sampler.js'
import {expectedTailMean, z3} from '../../../src/backtest/es/z3.js'
import {integrate} from '../../../src/numerics/quadrature.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {type Stream, stream} from '../../../src/numerics/random/stream.js'
import {student} from '../../../src/numerics/random/student.js'
import {normalQuantile, normalTailMean} from '../../../src/numerics/special/normal.js'

const drawing = {law: NORMAL, draws: 400, seed: 5}
const options = {draws: 200, seed: 5}

/** Standard normal returns against the right forecast, or one whose scale is too small. */
function normalSample(periods: number, p: number, seed: number, scale = 1): ShortfallSample {
  const random = stream(seed)
  return {
    returns: Float64Array.from({length: periods}, () => normal(random)),
    valueAtRisk: new Float64Array(periods).fill(scale * normalQuantile(p)),
    shortfall: new Float64Array(periods).fill(scale * normalTailMean(p)),
    p,
  }
}

const EVERY = [
  (s: ShortfallSample) => z1(s, drawing),
  (s: ShortfallSample) => z2(s, drawing),
  minimallyBiased,
  minimallyBiasedRelative,
  (s: ShortfallSample) => exceedanceResiduals(s, options),
  conditionalCalibration,
  (s: ShortfallSample) => eProcessShortfall(s),
]

test('without an ES forecast, or with one above its VaR, every ES test refuses with the reason', () => {
  const sample = normalSample(100, 0.05, 1)
  for (const run of EVERY) {
    expect(run({...sample, shortfall: undefined}).reason).toMatch(/no ES forecast/)
    expect(run({...sample, shortfall: sample.shortfall!.slice(1)}).reason).toMatch(/100 returns and 99/)
    expect(run({...sample, shortfall: sample.valueAtRisk}).reason).toMatch(/observation 1 is .* below the VaR/)
    expect(run({...sample, shortfall: sample.shortfall!.map(Math.abs)}).reason).toMatch(/negative/)
  }
})

test('no hit, one hit, all hits: numbers or reasons, no NaN', () => {
  for (const r of [1, -9]) {
    const sample = {...normalSample(60, 0.05, 1), returns: new Float64Array(60).fill(r)}
    const one = {...sample, returns: sample.returns.map((x, t) => (t === 59 ? -3 : Math.abs(x)))}
    for (const run of EVERY) {
      for (const result of [run(sample), run(one)]) {
        if (result.reason === undefined) {
          expect(Number.isFinite(result.statistic)).toBe(true)
          expect(result.pValue).not.toBeNaN()
        } else expect(result.reason).toMatch(/hit|same|vary|singular/)
      }
    }
  }
  const none = {...normalSample(60, 0.05, 1), returns: new Float64Array(60).fill(1)}
  expect(z2(none).statistic).toBe(1)
  expect(z1(none).reason).toMatch(/no hit in 60/)
})

test('critical values of Z2 under the predictive law', () => {
  for (const [law, five, one] of [
    [NORMAL, -0.699, -1.036],
    [studentLaw(10), -0.711, -1.06],
    [studentLaw(5), -0.732, -1.105],
    [studentLaw(3), -0.819, -1.349],
  ] as const) {
    const null_ = simulateRatio('z2', 250, 0.025, {law, draws: 30_000, seed: 2})
    expect(Math.abs(null_.criticalValue(0.05) - five)).toBeLessThan(0.015)
    expect(Math.abs(null_.criticalValue(0.01) - one)).toBeLessThan(0.04)
    expect(null_.pValue(null_.criticalValue(0.05))).toBeCloseTo(0.05, 3)
  }
  for (const [law, five] of [
    [NORMAL, -0.337],
    [studentLaw(5), -0.358],
    [studentLaw(3), -0.405],
  ] as const) {
    expect(
      Math.abs(simulateRatio('z2', 1000, 0.025, {law, draws: 10_000, seed: 2}).criticalValue(0.05) - five),
    ).toBeLessThan(0.012)
  }
})

test('MATLAB: Z2 = -0.38265 at T = 1966 and 97.5% fails the normal law and passes t3', () => {
  const null_ = (law: PredictiveLaw) => simulateRatio('z2', 1966, 0.025, {law, draws: 20_000, seed: 2})
  expect(Math.abs(null_(NORMAL).pValue(-0.38265) - 0.0054099)).toBeLessThan(0.002)
  expect(Math.abs(null_(NORMAL).criticalValue(0.01) + 0.34639)).toBeLessThan(0.012)
  expect(Math.abs(null_(studentLaw(3)).pValue(-0.38265) - 0.018566)).toBeLessThan(0.004)
  expect(Math.abs(null_(studentLaw(3)).criticalValue(0.01) + 0.42986)).toBeLessThan(0.03)
})

test('drawing hits and their sizes is drawing whole paths from a sampler', () => {
  const [periods, p, df] = [120, 0.05, 4]
  const law = studentLaw(df)
  const scales = Float64Array.from({length: periods}, (_, t) => 1 + 0.5 * Math.sin(t))
  const forecasts = {
    valueAtRisk: scales.map((s) => s * law.quantile(p)),
    shortfall: scales.map((s) => s * law.tailMean(p)),
    p,
  }
  const sample = (random: Stream, path: Float64Array) => {
    for (let t = 0; t < periods; t++) path[t] = scales[t]! * student(random, df)
  }
  // The sampler has variance 1, so its law is the t scaled by sqrt((df - 2)/df); so are forecasts made for it.
  const unit = Math.sqrt((df - 2) / df)
  const matched = {
    ...forecasts,
    valueAtRisk: forecasts.valueAtRisk.map((v) => v * unit),
    shortfall: forecasts.shortfall.map((v) => v * unit),
  }
  for (const which of ['z1', 'z2'] as const) {
    const paths = simulatePathRatio(which, matched, {sample, draws: 3000, seed: 3})
    const hits = simulateRatio(which, periods, p, {law, draws: 30_000, seed: 4})
    for (const size of [0.01, 0.05, 0.5]) {
      expect(Math.abs(hits.pValue(paths.criticalValue(size)) - size)).toBeLessThan(
        4.5 * Math.sqrt((size * (1 - size)) / 2500),
      )
    }
    expect(Math.abs(paths.undefinedDraws / 3000 - hits.undefinedDraws / 30_000)).toBeLessThan(0.007)
  }
})

test('the central limit agrees with the simulation on a long sample', () => {
  const sample = normalSample(8000, 0.05, 9, 0.97)
  for (const run of [z1, z2]) {
    const simulated = run(sample, {...drawing, draws: 5000})
    const limit = run(sample, {...drawing, draws: 0})
    expect(limit.pValue).toBeCloseTo(simulated.pValue!, 1)
    const [a, b] = [simulated, limit].map(
      (result) => (result as unknown as {details: {critical5: number}}).details.critical5,
    )
    expect(Math.abs(a! / b! - 1)).toBeLessThan(0.06)
  }
  expect(z2(sample, {law: studentLaw(1.8), draws: 0, seed: 1})).toMatchObject({
    note: expect.stringMatching(/no variance/),
  })
})

test('the law that VaR and ES imply', () => {
  const sample = {...normalSample(20, 0.01, 1), shortfall: new Float64Array(20).fill(normalTailMean(0.01))}
  expect(impliedLaw(sample)).toBe(NORMAL)
  const t4 = studentLaw(4)
  const fat = {
    ...sample,
    valueAtRisk: new Float64Array(20).fill(t4.quantile(0.01)),
    shortfall: new Float64Array(20).fill(t4.tailMean(0.01)),
  }
  expect(impliedLaw(fat).title).toBe('Student-t with 4.00 degrees of freedom')
})

test('Z3: expectation by quadrature is the mean of simulated order statistics; refusals', () => {
  const random = stream(4)
  let sum = 0
  const draws = 4000
  for (let draw = 0; draw < draws; draw++) {
    const lowest = Float64Array.from({length: 50}, () => normal(random)).sort()
    sum -= (lowest[0]! + lowest[1]!) / 2
  }
  expect(expectedTailMean(NORMAL, 50, 2)).toBeCloseTo(sum / draws, 1)
  expect(expectedTailMean(NORMAL, 1_000_000, 10_000)).toBeCloseTo(-normalTailMean(0.01), 3)
  expect(z3(Float64Array.of(0.3, 0.6), NORMAL, 0.05).reason).toMatch(/no whole loss/)
  expect(z3(Float64Array.of(0, 0.6), NORMAL, 0.5).reason).toMatch(/0 or 1/)
})

test('quadrature keeps singular ends', () => {
  expect(integrate((x) => 1 / Math.sqrt(x), 0, 1)).toBeCloseTo(2, 9)
  expect(integrate((x) => Math.log(x), 0, 1)).toBeCloseTo(-1, 12)
  expect(integrate(Math.exp, -1, 2)).toBeCloseTo(Math.exp(2) - Math.exp(-1), 12)
})

test('GREL bets are those of the definition', () => {
  const random = stream(8)
  const sample = normalSample(300, 0.1, 8)
  const valueAtRisk = sample.valueAtRisk.map((v) => v * (0.7 + 0.6 * random.uniform()))
  const shortfall = valueAtRisk.map((v) => 1.3 * v)
  for (const horizonBars of [1, 5]) {
    for (const kind of ['es', 'var'] as const) {
      const naive = valueAtRisk.map((v, t) => {
        const e = [...sample.returns.slice(0, Math.max(0, t - horizonBars + 1))].map((r) =>
          kind === 'var' ? (r < v ? 10 : 0) : Math.max(0, v - r) / (0.1 * (v - shortfall[t]!)),
        )
        const first = e.reduce((s, x) => s + x - 1, 0)
        const second = e.reduce((s, x) => s + (x - 1) ** 2, 0)
        return second > 0 ? Math.min(0.5, Math.max(0, first / second)) : 0
      })
      const bets = pastLossBets({...sample, valueAtRisk, shortfall}, kind, horizonBars)
      bets.forEach((bet, t) => {
        expect(bet).toBeCloseTo(naive[t]!, 10)
      })
    }
  }
})

test('the bet at t looks at no outcome that is not over by then', () => {
  const sample = normalSample(200, 0.1, 3, 0.8)
  for (const horizonBars of [1, 7]) {
    for (const betting of ['gree', 'grel'] as const) {
      const changed = {...sample, returns: sample.returns.map((r, t) => (t > 150 - horizonBars ? -5 : r))}
      const early = (s: ShortfallSample) =>
        eProcessVar(
          {...s, returns: s.returns.slice(0, 151), valueAtRisk: s.valueAtRisk.slice(0, 151)},
          {betting, horizonBars},
        )
      const bet = (s: ShortfallSample) => (early(s) as unknown as {details: {finalBet: number}}).details.finalBet
      expect(bet(changed)).toBe(bet(sample))
    }
  }
})

test('overlapping windows: a stopper who peeks into open windows still gets a mean wealth below 1', () => {
  // Windows of 5 bars, a hit when one of them is big. At the first hit the stopper has seen 4 of the next window's bars:
  // if none is big he stops before that bet loses.
  const [h, rows, runs, bet] = [5, 40, 2500, 0.5]
  const p = 1 - 0.98 ** h
  const random = stream(77)
  let [counted, careless] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const bars = Array.from({length: rows + h}, () => random.uniform() < 0.02)
    const eValues = Float64Array.from({length: rows}, (_, t) => (bars.slice(t, t + h).includes(true) ? 1 / p : 0))
    const bets = new Float64Array(rows).fill(bet)
    const {log10} = wealthOf(eValues, bets, h)
    // Carelessly, open bets do not count: the mean over the phases of what is closed.
    const closed = new Array<number>(h).fill(1)
    const means = Array.from(eValues, (e, t) => {
      closed[t % h]! *= 1 + bet * (e - 1)
      return closed.reduce((a, b) => a + b, 0) / h
    })
    const stop = means.findIndex((wealth, t) => wealth > 1 && !bars.slice(t + 1, t + h).includes(true))
    counted += 10 ** log10[stop < 0 ? rows - 1 : stop]!
    careless += means[stop < 0 ? rows - 1 : stop]!
  }
  expect(careless / runs).toBeGreaterThan(1.05)
  expect(counted / runs).toBeLessThan(1)
})

test('under the null wealth 20 is rare; under a forecast that is too small it is certain', () => {
  let rich = 0
  for (let seed = 0; seed < 100; seed++) {
    const result = eProcessShortfall(normalSample(500, 0.05, 1000 + seed))
    if (result.pValue! <= 0.05) rich++
  }
  expect(rich).toBeLessThanOrEqual(10) // 5% of 100 and two standard errors
  expect(eProcessShortfall(normalSample(2000, 0.05, 1, 0.7)).pValue).toBeLessThan(1e-6)
  expect(eProcessShortfall(normalSample(2000, 0.05, 1, 0.7), {betting: 'grel'}).pValue).toBeLessThan(1e-6)
})

test('a simulation is a function of its seed, and needs a draw', () => {
  const run = (seed: number) => simulateRatio('z2', 100, 0.05, {law: NORMAL, draws: 600, seed}).criticalValue(0.05)
  expect(run(1)).toBe(run(1))
  expect(run(1)).not.toBe(run(2))
  expect(() => simulateNull({draws: 0, seed: 1, draw: () => 0})).toThrow(
    expect.objectContaining({code: 'BACKTEST_SIMULATION'}),
  )
  expect(simulateRatio('z1', 20, 0.01, {law: NORMAL, draws: 300, seed: 1}).undefinedDraws).toBeGreaterThan(200)
})

test('the tail sampler draws the tail: its mean is the tail mean, its probabilities are uniform', () => {
  for (const law of [NORMAL, studentLaw(3)]) {
    const draw = tailSampler(law, 0.02)
    const random = stream(12)
    const draws = Float64Array.from({length: 20_000}, () => draw(random)).sort()
    expect(draws.at(-1)).toBeLessThanOrEqual(law.quantile(0.02))
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length
    expect(Math.abs(mean / law.tailMean(0.02) - 1)).toBeLessThan(law === NORMAL ? 0.003 : 0.025)
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      const limit = law.quantile(0.02 * share)
      const below = draws.filter((x) => x <= limit).length / draws.length
      expect(Math.abs(below - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / draws.length))
    }
  }
})
