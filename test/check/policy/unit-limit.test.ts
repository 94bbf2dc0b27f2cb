import {breachOf, maxDifference, unitLimit, type UnitLimit} from '../../../src/check/policy/unit-limit.js'
import type {Limit} from '../../../src/check/policy/model.js'
import {parseAmount} from '../../../src/units/amount.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {rational} from '../../../src/units/rational.js'
import {refusal} from '../../helpers/refusal.js'

const FREE: UnitLimit = {min: undefined, max: undefined, change: undefined, fixed: false, zero: undefined, minDelay: 0}
const absolute = (most: bigint, more: Partial<UnitLimit> = {}): UnitLimit => ({
  ...FREE,
  change: {absolute: most},
  ...more,
})
const relative = (bps: bigint, more: Partial<UnitLimit> = {}): UnitLimit => {
  return {...FREE, change: {relative: rational(bps, 10_000n)}, ...more}
}

// maxDiff = maxPercentChange * current / 10000 in integers, computed by hand for the limits of the risk steward.
it.each([
  ['ltv: 50 bps whatever it is', absolute(50n), 8050n, 50n],
  ['ltv: 50 bps from 0', absolute(50n), 0n, 50n],
  ['supply cap: 100% of 1,800,000', relative(10_000n), 1_800_000n, 1_800_000n],
  ['supply cap: 100% of 1', relative(10_000n), 1n, 1n],
  ['supply cap: 100% of no cap', relative(10_000n), 0n, 0n],
  ['debt ceiling: 20% of 7 is 1.4', relative(2000n), 7n, 1n],
  ['debt ceiling: 20% of 4 is 0.8', relative(2000n), 4n, 0n],
  ['debt ceiling: 20% of 1,234,567 is 246,913.4', relative(2000n), 1_234_567n, 246_913n],
  ['LST price cap: 5% of 19 is 0.95', relative(500n), 19n, 0n],
  ['LST price cap: 5% of 893 (8.93% a year) is 44.65', relative(500n), 893n, 44n],
  ['stable price cap: 0.5% of 1.04 USD', relative(50n), 104_000_000n, 520_000n],
  ['Pendle discount rate: 0.025e18 points', absolute(25n * 10n ** 15n), 2n * 10n ** 17n, 25n * 10n ** 15n],
  ['fixed', {...FREE, fixed: true}, 1000n, 0n],
  ['no limit', FREE, 1000n, undefined],
])('the largest change, %s', (_what, limit, current, expected) => {
  expect(maxDifference(limit, current)).toBe(expected)
})

// RiskSteward._validateParamUpdate: zero first, then |new - current| <= maxDiff, both ends included.
it.each([
  ['83% to 82.5%', absolute(50n, {zero: 'refused'}), 8300n, 8250n, undefined],
  ['80.5% to 80%', absolute(50n, {zero: 'refused'}), 8050n, 8000n, undefined],
  ['80.5% to 81%', absolute(50n, {zero: 'refused'}), 8050n, 8100n, undefined],
  ['one bp too far down', absolute(50n), 8300n, 8249n, 'change'],
  ['one bp too far up', absolute(50n), 8300n, 8351n, 'change'],
  ['to zero', absolute(50n, {zero: 'refused'}), 50n, 0n, 'zero'],
  ['a cap doubled', relative(10_000n, {zero: 'refused'}), 1_800_000n, 3_600_000n, undefined],
  ['a cap more than doubled', relative(10_000n, {zero: 'refused'}), 1_800_000n, 3_600_001n, 'change'],
  ['a cap cut to 1', relative(10_000n, {zero: 'refused'}), 1_800_000n, 1n, undefined],
  ['a cap lifted', relative(10_000n, {zero: 'refused'}), 1_800_000n, 0n, 'zero'],
  ['a first cap', relative(10_000n, {zero: 'refused'}), 0n, 1n, 'change'],
  ['no change at all', relative(0n), 5n, 5n, undefined],
  ['below the minimum', {...FREE, min: 10n}, 12n, 9n, 'below'],
  ['above the maximum', {...FREE, max: 10n}, 9n, 11n, 'above'],
  ['zero is no cap, above every maximum', {...FREE, max: 10n, zero: 'unlimited' as const}, 9n, 0n, 'unlimited'],
  ['zero is no cap, without a maximum', {...FREE, min: 5n, zero: 'unlimited' as const}, 9n, 0n, undefined],
])('a move, %s', (_what, limit, current, next, kind) => {
  expect(breachOf(limit, current, next)?.kind).toBe(kind)
})

describe('limits in the units of a value', () => {
  const ltv = {subject: 'WETH', perOne: 10_000n, read: parseRatio}
  const read = (limit: Partial<Limit>) => unitLimit({parameter: 'ltv', ...limit}, ltv)

  it('reads every part', () => {
    const limit: Partial<Limit> = {
      min: '10%',
      max: '8500bps',
      maxChange: {absolute: '0.5%'},
      zero: 'refused',
      minDelay: '3d',
    }
    expect(read(limit)).toEqual({
      min: 1000n,
      max: 8500n,
      change: {absolute: 50n},
      fixed: false,
      zero: 'refused',
      minDelay: 259_200,
    })
  })

  it('admits what an integer can reach: a minimum up, a maximum and a change down', () => {
    expect(read({min: '0.005%', max: '0.019%', maxChange: {absolute: '0.019%'}})).toMatchObject({
      min: 1n,
      max: 1n,
      change: {absolute: 1n},
    })
  })

  it('takes tokens for the asset itself, and refuses another unit', () => {
    const cap = {
      subject: 'WETH',
      perOne: 1n,
      read(text: string) {
        const {value, unit} = parseAmount(text)
        expect(unit).toBe('WETH')
        return value
      },
    }
    expect(unitLimit({parameter: 'supplyCap', max: '68_719_476_735 tokens'}, cap).max).toBe(2n ** 36n - 1n)
    expect(refusal(() => read({max: '5 WETH'})).code).toBe('UNITS_NOT_A_RATIO')
  })
})
