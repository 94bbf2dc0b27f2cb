import {AbiCoder} from 'ethers'

import {encodeAmountCap, nearestCaps} from '../../../src/protocols/euler-v2/amount-cap.js'
import {eulerV2} from '../../../src/protocols/euler-v2/definition.js'
import {eulerV2Getters} from '../../../src/protocols/euler-v2/getters.js'
import {eulerV2Reader} from '../../../src/protocols/euler-v2/read.js'
import {capOf} from '../../../src/protocols/euler-v2/read/meaning.js'
import {eulerV2Setter} from '../../../src/protocols/euler-v2/set.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {rational} from '../../../src/units/rational.js'
import {writeQuantity} from '../../../src/units/written.js'
import {readCalls} from '../../../src/verify/verify.js'
import {rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'

const VAULT = '0x000000000000000000000000000000000000bEEF'
const COLLATERAL = '0x00000000000000000000000000000000DeaDBeef'
const GOVERNOR = '0x35400831044167E9E2DE613d26515eeE37e30a1b'
const request = (changes: readonly Change[], through = 'governor', decimals = 6): ProtocolRequest => ({
  protocol: {name: 'euler-v2', chain: 'ethereum', deployment: 'eUSDC-2', underlying: 'USDC', through},
  contracts: {'eUSDC-2': {address: VAULT, decimals}, eWETH: {address: COLLATERAL}},
  changes,
})
const calls = (...changes: Change[]) => eulerV2Setter.calls(request(changes))
const LTV = {borrowLTV: {keep: '85%'}, liquidationLTV: {from: '87%', to: '86%'}, rampDuration: {to: '7d'}}

describe('the 16-bit decimal float', () => {
  // The worked examples of the cap: 1,500,000 USDC, 250,000 of a token with 18 decimals, and one with five digits.
  test.each([
    [1_500_000n * 10n ** 6n, 9612n],
    [250_000n * 10n ** 18n, 16_023n],
    [10_234n * 10n ** 18n, undefined],
    [0n, 1n],
    [1023n, (1023n << 6n) | 2n],
    [1024n, undefined],
  ])('%d is %p', (units, raw) => {
    expect(encodeAmountCap(units)).toBe(raw)
  })

  test('reads every raw value as what it stands for, and writes it so again', () => {
    const place = {name: 'v', chainId: 1, vault: VAULT, underlying: 'USDC', decimals: 0, forwarder: undefined}
    for (let raw = 1; raw < 65_536; raw += 7) {
      const cap = capOf(raw, place)
      const exact = (10n ** BigInt(raw % 64) * BigInt(raw >> 6)) % 100n === 0n
      if (cap.kind !== 'amount' || !exact || raw % 64 > 60) continue
      const again = encodeAmountCap(cap.value.n)
      expect(again === undefined ? undefined : capOf(again, place)).toEqual(cap)
    }
    expect(capOf(0, place)).toEqual({kind: 'text', value: 'unlimited'})
  })

  test('the neighbours fit, and nothing between them does', () => {
    for (const units of [1024n, 1029n, 10_234n, 999_999n, 123_456_789n, 10_231n]) {
      const [below, above] = nearestCaps(units)
      expect(below < units && units < above).toBe(true)
      expect([below, above].map((amount) => encodeAmountCap(amount))).not.toContain(undefined)
      for (let between = below + 1n; between < above && between < below + 2000n; between++)
        expect([between, encodeAmountCap(between)]).toEqual([between, undefined])
    }
  })
})

test('sets the packed values together, caps in their 16 bits', () => {
  const [ltv, caps] = calls(
    {asset: 'eWETH', ...LTV},
    {asset: 'USDC', supplyCap: {to: '1.5m USDC'}, borrowCap: {keep: 'unlimited'}},
  )
  expect(ltv).toMatchObject({
    to: VAULT,
    arguments: {collateral: COLLATERAL, borrowLTV: '8500', liquidationLTV: '8600', rampDuration: '604800'},
  })
  expect(caps?.arguments).toEqual({supplyCap: '9612', borrowCap: '0'})
  expect(calls({asset: 'USDC', supplyCap: {to: '0 USDC'}, borrowCap: {to: '1m USDC'}})[0]?.arguments).toMatchObject({
    supplyCap: '1',
  })
})

test('goes through the access-control governor with the vault behind the arguments', () => {
  const [call] = eulerV2Setter.calls(request([{asset: 'USDC', interestFee: {to: '10%'}}], 'access-control'))
  expect(call).toMatchObject({
    to: GOVERNOR,
    data: `0x60cb90ef${'3e8'.padStart(64, '0')}${VAULT.slice(2).toLowerCase()}`,
  })
})

test.each<[string, Change, RegExp]>([
  [
    'a cap of five digits',
    {asset: 'USDC', supplyCap: {to: '10_234 USDC'}, borrowCap: {keep: 'unlimited'}},
    /are 10,230 USDC and 10,300 USDC/,
  ],
  [
    'a cap of more than 112 bits',
    {asset: 'USDC', borrowCap: {to: '90_000_000_000_000_000_000bn USDC'}, supplyCap: {keep: 'unlimited'}},
    /outside what the contract takes/,
  ],
  [
    'a negative',
    {asset: 'USDC', supplyCap: {to: '-1 USDC'}, borrowCap: {keep: 'unlimited'}},
    /the nearest that fits is 0 USDC/,
  ],
  ['83.333333%', {asset: 'eWETH', ...LTV, borrowLTV: {to: '83.333333%'}}, /are 83\.33% and 83\.34%/],
  ['half of the caps', {asset: 'USDC', supplyCap: {to: '1m USDC'}}, /borrowCap is missing/],
  [
    'an LTV without its ramp',
    {asset: 'eWETH', borrowLTV: {to: '80%'}, liquidationLTV: {keep: '85%'}},
    /rampDuration is missing/,
  ],
  ['a ramp upwards', {asset: 'eWETH', ...LTV, liquidationLTV: {from: '87%', to: '88%'}}, /E_LTVLiquidation/],
  [
    'a ramp that stays where nothing is lowered',
    {asset: 'eWETH', ...LTV, liquidationLTV: {keep: '86%'}, rampDuration: {keep: '7d'}},
    /E_LTVLiquidation/,
  ],
  [
    'a ramp upwards where none was',
    {asset: 'eWETH', ...LTV, liquidationLTV: {keep: '86%'}, rampDuration: {from: '0s', to: '7d'}},
    /E_LTVLiquidation/,
  ],
  ['a borrow LTV above', {asset: 'eWETH', ...LTV, borrowLTV: {to: '90%'}}, /E_LTVBorrow/],
  ['a discount of everything', {asset: 'USDC', maxLiquidationDiscount: {to: '100%'}}, /0\.00% to 99\.99%/],
  ['an address without its checksum', {asset: 'USDC', interestRateModel: {to: VAULT.toLowerCase()}}, /checksum/],
  ['a collateral that is not there', {asset: 'eBTC', ...LTV}, /not under `contracts:`/],
])('refuses %s', (_what, change, message) => {
  expect(refusal(() => calls(change)).message).toMatch(message)
})

test('the LTVs have roles', () => {
  expect(
    eulerV2.riskValues(request([{asset: 'eWETH', ...LTV}])).map(({role, before, after}) => [role, before, after]),
  ).toEqual([
    ['loanToValue', rational(17, 20), rational(17, 20)],
    ['liquidationThreshold', rational(87, 100), rational(43, 50)],
  ])
})

test('reads a change back, and not through another governor', () => {
  const proposal = request([{asset: 'eWETH', ...LTV}], 'access-control')
  const encoded = eulerV2Setter.calls(proposal).map((call) => rawOf(call, 1))
  expect(readCalls(encoded, proposal, eulerV2Reader).statements.map(({text}) => text)).toEqual([
    'Euler v2 eUSDC-2: eWETH borrow LTV becomes 85.00%',
    'Euler v2 eUSDC-2: eWETH liquidation LTV becomes 86.00%',
    'Euler v2 eUSDC-2: eWETH ramp duration becomes 7d',
  ])
  expect(says(eulerV2Reader, proposal, encoded)).toBe(true)
  expect(says(eulerV2Reader, {...proposal, protocol: {...proposal.protocol, through: 'governor'}}, encoded)).toBe(false)
  const elsewhere = encoded.map((call) => ({
    ...call,
    data: call.data.slice(0, -40) + COLLATERAL.slice(2).toLowerCase(),
  }))
  expect(says(eulerV2Reader, proposal, elsewhere)).toBe(false)
})

test('getters read a vault and a collateral', () => {
  const coder = AbiCoder.defaultAbiCoder()
  const [caps, ...others] = eulerV2Getters.queries(request([]), ['USDC'])
  expect(caps?.decode(coder.encode(['uint16', 'uint16'], [9612, 0])).map(({value}) => writeQuantity(value))).toEqual([
    '1_500_000 USDC',
    'unlimited',
  ])
  expect(others).toHaveLength(4)
  const [ltv] = eulerV2Getters.queries(request([]), ['eWETH'])
  const answer = ltv!.decode(
    coder.encode(['uint16', 'uint16', 'uint16', 'uint48', 'uint32'], [8500, 8600, 8700, 1_750_000_000, 604_800]),
  )
  expect(answer.map(({parameter, value}) => [parameter, writeQuantity(value)])).toEqual([
    ['borrowLTV', '85%'],
    ['liquidationLTV', '86%'],
    ['rampDuration', '7d'],
  ])
  expect(answer[1]?.note).toBe(
    'until 2025-06-15T15:06:40Z the liquidation LTV is on its way down from 87.00% to this: LTVLiquidation(collateral) says where it is',
  )
  const atOnce = ltv!.decode(
    coder.encode(['uint16', 'uint16', 'uint16', 'uint48', 'uint32'], [8500, 8600, 8700, 1_750_000_000, 0]),
  )
  expect(atOnce.map(({note}) => note)).toEqual([undefined, undefined, undefined])
})
