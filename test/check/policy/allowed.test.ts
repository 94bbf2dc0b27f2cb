import {allowedRange} from '../../../src/check/policy/allowed.js'
import {findPolicy} from '../../../src/check/policy/find-policy.js'
import type {Limit} from '../../../src/check/policy/model.js'
import {aaveV3} from '../../../src/protocols/aave-v3/definition.js'

const protocol = {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'risk-steward'}
const STEWARD = findPolicy('aave-risk-steward')

const allowed = (parameter: string, now: string, policy = STEWARD) =>
  allowedRange(policy, {definition: aaveV3, protocol}, {asset: 'WETH', [parameter]: {keep: now}}, parameter)
const limited = (limit: Omit<Limit, 'parameter'>) => ({...STEWARD, limits: [{parameter: 'ltv', ...limit}]})

// RiskSteward.sol: differences of 50 bps; caps by 100% of the current value, never to zero.
it.each([
  ['liquidationThreshold', '83%', '82.50% to 83.50%'],
  ['supplyCap', '1_800_000 WETH', '0 WETH to 3,600,000 WETH, but not 0 WETH'],
  ['liquidationBonus', '0.25%', '0.00% to 0.75%, but not 0.00%'],
  ['reserveFactor', '15%', 'may not be changed'],
])('%s from %s: %s', (parameter, now, words) => {
  expect(allowed(parameter, now)).toBe(words)
})

it.each<[Omit<Limit, 'parameter'>, string | undefined]>([
  [{min: '50%', max: '81%', maxChange: {absolute: '1%'}}, '79.50% to 81.00%'],
  [{min: '80%', maxChange: {absolute: '1%'}}, '80.00% to 81.50%'],
  [{min: '50%'}, 'at least 50.00%'],
  [{max: '81%'}, '0.00% to 81.00%'],
  [{max: '5 WETH'}, undefined],
])('%j', (limit, words) => {
  expect(allowed('ltv', '80.5%', limited(limit))).toBe(words)
})

it('says nothing about what the policy does not limit, or is not for', () => {
  expect(allowed('ltv', '80.5%', {...STEWARD, limits: []})).toBeUndefined()
  expect(allowed('ltv', '80.5%', {...STEWARD, appliesTo: {protocol: 'custom'}})).toBeUndefined()
  expect(allowed('ltv', '80.5')).toBeUndefined()
})
