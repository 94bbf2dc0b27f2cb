import {Fields} from '../../src/insurance/fields.js'
import {studyConfirmation} from '../../src/insurance/oracle/confirmation.js'
import {confirmationDelay, falseReading, widestGap, type OracleTerms} from '../../src/insurance/oracle/crisis.js'
import {falseAlarmProbability, outagesFor, outageShare} from '../../src/insurance/oracle/network.js'
import {readOracle} from '../../src/insurance/oracle/read-oracle.js'
import {stream} from '../../src/numerics/random/stream.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {refusal} from '../helpers/refusal.js'

const BASE = {deviation: '0.5%', feeds: 5, heartbeat: '1h', required: 3}
const terms = (change: object = {}): OracleTerms =>
  readOracle(new Fields({...BASE, ...change}, 'backtest.fund.oracle', 'after'))
const draws = (oracle: OracleTerms, depth: number, runs: number): number[] => {
  const random = stream(11)
  return Array.from({length: runs}, () => confirmationDelay(oracle, depth, random))
}

/** Two-sample Kolmogorov-Smirnov distance; Infinity is a value like others. */
function distance(a: readonly number[], b: readonly number[]): number {
  const below = (sample: readonly number[], x: number) => sample.filter((value) => value <= x).length / sample.length
  return Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))))
}

describe('the delay of a confirmation', () => {
  // The price falls to where it stays for a day, and comes back; a minute a step.
  const MINUTES = 1440
  const scenario = (depth: number) => ({
    level: 100,
    prices: Float64Array.from({length: MINUTES + 10}, (_, i) => (i === 0 || i > MINUTES ? 100.01 : 100 * (1 - depth))),
    stepSeconds: 60,
  })

  test.each([
    [
      'a deep fall, latency, jitter and outages',
      0.2,
      {latency: '90s', jitter: '300s', outage: '30%', outageLength: '8h'},
    ],
    ['a fall within the deviation waits for heartbeats', 0.002, {deviation: '50%', heartbeat: '6h'}],
    ['feeds that stay silent', 0.2, {attack: 'stay-silent', controlled: 2, outage: '10%', outageLength: '6h'}],
  ])('%s: as step by step on a price path', (_, depth, change) => {
    const oracle = terms(change)
    const {attack, network} = oracle
    const runs = 400
    const manipulated = attack.they === 'stay-silent' ? {manipulated: {feeds: attack.feeds, they: attack.they}} : {}
    const {delays} = studyConfirmation(network, {...scenario(depth), ...manipulated}, runs, stream(12))
    const drawn = draws(oracle, depth, runs)
    // Two samples of 400 with one law lie farther apart in one case of a thousand; a minute is the step of the path.
    const whole = (delay: number) => Math.round(delay / 120)
    expect(distance([...delays].map(whole), drawn.map(whole))).toBeLessThan(1.95 * Math.sqrt(2 / runs))
  })

  it('is none with a perfect network, and never comes when the feeds are always down', () => {
    expect(new Set(draws(terms(), 0.1, 20))).toEqual(new Set([0]))
    expect(new Set(draws(terms({outage: '100%'}), 0.1, 20))).toEqual(new Set([Infinity]))
    expect(new Set(draws(terms({halt: '100%', haltLength: '1000000d'}), 0.1, 20))).toEqual(new Set([Infinity]))
  })

  it('takes the same numbers whatever the parameters, so that two sides of a change stay in step', () => {
    const after = (oracle: OracleTerms) => {
      const random = stream(3)
      confirmationDelay(oracle, 0.1, random)
      return random.state()
    }
    const changed = terms({attack: 'stay-silent', controlled: 1, halt: '9%', jitter: '9s', outage: '20%', required: 1})
    expect(after(changed)).toEqual(after(terms()))
  })
})

describe('a false alarm', () => {
  it('comes as often as k of n errors are so large', () => {
    const oracle = terms({noise: '1%'})
    const random = stream(5)
    const [runs, gap] = [20_000, 0.005]
    const alarms = Array.from({length: runs}, () => falseReading(oracle, gap, false, random)).filter(
      (reading) => reading !== undefined,
    )
    const expected = falseAlarmProbability(5, 3, normalCdf((1 / (1 + gap) - 1) / 0.01))
    expect(Math.abs(alarms.length / runs - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs))
    expect(Math.max(...alarms)).toBeLessThanOrEqual(1 / (1 + gap))
    expect(widestGap(oracle)).toBeGreaterThan(0.06)
    expect(widestGap(terms())).toBe(0)
  })

  it('needs as many attackers as must agree', () => {
    const attacked = (controlled: number) => falseReading(terms({controlled}), 0.3, true, stream(1))
    expect(attacked(2)).toBeUndefined()
    expect(attacked(3)).toBe(0)
  })
})

test('outages for a share of the time are that share', () => {
  for (const share of [0, 0.02, 0.5, 1]) {
    const {outageLength, outagesPerYear} = outagesFor(share, 3600)
    const [feed] = terms().network.feeds
    expect(outageShare({...feed!, outageLength, outagesPerYear})).toBeCloseTo(share, 12)
  }
})

test.each([
  ['more than there are', {required: 6}, /6 of 5 feeds can never agree/],
  ['no heartbeat', {heartbeat: '0s'}, /`heartbeat` must be above zero/],
  ['half a feed', {feeds: 2.5}, /whole number/],
  ['more attackers than feeds', {controlled: 6}, /more than there are feeds/],
  ['a share above one', {outage: '120%'}, /between 0% and 100%/],
  ['attacks without a claim', {attacks: 1, controlled: 3}, /what it claims/],
  ['a crisis without length', {lasts: '0s'}, /seen by nobody/],
  ['an outage without length', {outage: '1%', outageLength: '0s'}, /without length is none/],
])('refused: %s', (_, change, message) => {
  expect(refusal(() => terms(change)).message).toMatch(message)
})
