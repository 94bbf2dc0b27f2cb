import {studyConfirmation} from '../../src/insurance/oracle/confirmation.js'
import {
  falseAlarmProbability,
  outageShare,
  silenceProbability,
  type ConfirmationFeed,
} from '../../src/insurance/oracle/network.js'
import {stream} from '../../src/numerics/random/stream.js'
import {refusal} from '../helpers/refusal.js'

const feed = (change: Partial<ConfirmationFeed> = {}): ConfirmationFeed => ({
  deviation: 0,
  heartbeat: 3600,
  jitter: 0,
  latency: 0,
  noise: 0,
  outageLength: 0,
  outagesPerYear: 0,
  ...change,
})
const network = (n: number, required: number, change: Partial<ConfirmationFeed> = {}) => ({
  feeds: Array.from({length: n}, () => feed(change)),
  required,
})
/** 100 until minute 10, then 80. */
const crash = {level: 85, prices: Float64Array.from({length: 60}, (_, i) => (i < 10 ? 100 : 80)), stepSeconds: 60}

describe('confirmation of an insolvency', () => {
  it('comes after the latency', () => {
    const found = studyConfirmation(network(5, 3, {latency: 45}), crash, 10, stream(1))
    expect(found).toMatchObject({delay95: 45, falseShare: 0, insolventAt: 600, medianDelay: 45, neverShare: 0})
  })

  it('waits for the k-th of n exponential delays', () => {
    const runs = 1500
    const {delays} = studyConfirmation(network(5, 3, {jitter: 60, latency: 30}), crash, runs, stream(2))
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / runs
    // 30 + 60 (1/5 + 1/4 + 1/3); standard deviation of the third of five.
    const deviation = 60 * Math.sqrt(1 / 25 + 1 / 16 + 1 / 9)
    expect(Math.abs(mean - (30 + 60 * (1 / 5 + 1 / 4 + 1 / 3)))).toBeLessThan((4 * deviation) / Math.sqrt(runs))
  })

  it('waits for the heartbeat when the fall is within the deviation', () => {
    const slow = {...crash, level: 99, prices: crash.prices.map((price) => (price === 80 ? 98.5 : price))}
    const {delays} = studyConfirmation(network(1, 1, {deviation: 0.05, heartbeat: 1800}), slow, 400, stream(3))
    expect(Math.max(...delays)).toBeLessThanOrEqual(1800)
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / 400
    expect(Math.abs(mean - 900)).toBeLessThan(4 * (1800 / Math.sqrt(12 * 400)) + 60) // uniform over a heartbeat
  })

  it('fails as often as too few feeds are up', () => {
    const outages = {outageLength: 86_400 * 30, outagesPerYear: 12.17}
    const down = outageShare(feed(outages))
    const runs = 1500
    const {neverShare} = studyConfirmation(network(5, 3, outages), crash, runs, stream(4))
    const expected = silenceProbability(5, 3, down)
    expect(expected).toBeCloseTo(0.5, 1)
    expect(Math.abs(neverShare - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs))
  })

  it('is false when as many feeds as are needed are manipulated, and not when one fewer is', () => {
    const calm = {...crash, prices: crash.prices.map(() => 100)}
    const attack = (feeds: number) => ({...calm, manipulated: {feeds, they: 'raise-alarm' as const}})
    expect(studyConfirmation(network(5, 3), attack(3), 5, stream(5)).falseShare).toBe(1)
    expect(studyConfirmation(network(5, 3), attack(2), 5, stream(5))).toMatchObject({
      falseShare: 0,
      insolventAt: Infinity,
    })
    const silenced = {...crash, manipulated: {feeds: 3, they: 'stay-silent' as const}}
    expect(studyConfirmation(network(5, 3), silenced, 5, stream(5)).neverShare).toBe(1)
  })

  it('is false by noise as often as the binomial law says', () => {
    // One look at 100, noise of 10%: below 85 with probability Phi(-1.5) for each feed.
    const calm = {level: 85, prices: Float64Array.of(100, 100), stepSeconds: 3600}
    const runs = 6000
    const found = studyConfirmation(network(3, 2, {heartbeat: 3601, noise: 0.1}), calm, runs, stream(6))
    const once = 0.0668072
    const twice = 1 - (1 - falseAlarmProbability(3, 2, once)) ** 2
    // With deviation 0 each feed answers twice; an alarm of the first look is withdrawn at the second.
    expect(Math.abs(found.falseShare - twice)).toBeLessThan(4 * Math.sqrt((twice * (1 - twice)) / runs))
  })

  it('refuses a network that can never agree', () => {
    expect(refusal(() => studyConfirmation(network(3, 4), crash, 1, stream(1))).message).toContain('never agree')
    expect(refusal(() => studyConfirmation(network(3, 2, {jitter: -1}), crash, 1, stream(1))).message).toContain(
      'jitter',
    )
    expect(refusal(() => studyConfirmation(network(3, 2), {...crash, level: 0}, 1, stream(1))).code).toBe(
      'CONFIRMATION_RANGE',
    )
  })
})
