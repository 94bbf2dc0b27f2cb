import {AbiCoder, parseUnits} from 'ethers'

import {checkSource} from '../../../src/check/check.js'
import {parseSource} from '../../../src/proposal/parse.js'
import {writeProposal} from '../../../src/proposal/write.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {synthetixV3} from '../../../src/protocols/synthetix-v3/definition.js'
import {synthetixV3Getters} from '../../../src/protocols/synthetix-v3/getters.js'
import {synthetixV3Reader} from '../../../src/protocols/synthetix-v3/read.js'
import {synthetixV3Setter} from '../../../src/protocols/synthetix-v3/set.js'
import {rational} from '../../../src/units/rational.js'
import {writeQuantity} from '../../../src/units/written.js'
import {readCalls} from '../../../src/verify/verify.js'
import {rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'

const PROXY = '0x0A2AF931eFFd34b81ebcc57E3d3c9B1E1dE1C9Ce'
const request = (changes: readonly Change[]): ProtocolRequest => ({
  protocol: {name: 'synthetix-v3', chain: 'base', deployment: 'SynthetixV3Base', through: 'owner'},
  changes,
})
const calls = (...changes: Change[]) => synthetixV3Setter.calls(request(changes))
const ETH = {asset: 'ETH', market: 100}
const MARGINS = {
  initialMarginRatio: {keep: '2x'},
  minimumInitialMarginRatio: {from: '2%', to: '1%'},
  maintenanceMarginScalar: {keep: '50%'},
  flagRewardRatio: {keep: '0.03%'},
  minimumPositionMargin: {keep: '50 USD'},
}

// The worked example of setLiquidationParameters: initial 2.0, minimum 0.01, scalar 0.5, flag 0.0003, margin 50.
test('sets the margins together, byte for byte', () => {
  const words = ['64', '1bc16d674ec80000', '2386f26fc10000', '6f05b59d3b20000', '110d9316ec000', '2b5e3af16b1880000']
  expect(calls({...ETH, ...MARGINS})[0]).toMatchObject({
    to: PROXY,
    data: `0x25e5409e${words.map((word) => word.padStart(64, '0')).join('')}`,
  })
})

test('counts seconds plainly, and everything else in 1e18', () => {
  const window = {
    liquidationLimitMultiplier: {keep: '1.5'},
    liquidationWindow: {to: '30s'},
    maxLiquidationPremium: {keep: '0.2%'},
    endorsedLiquidator: {keep: '0x000000000000000000000000000000000000bEEF'},
  }
  expect(Object.values(calls({...ETH, ...window})[0]!.arguments)).toEqual([
    '100',
    parseUnits('1.5', 18).toString(),
    '30',
    parseUnits('0.002', 18).toString(),
    '0x000000000000000000000000000000000000bEEF',
  ])
  expect(calls({...ETH, maxMarketSize: {to: '10k ETH'}})[0]?.arguments).toMatchObject({
    a1: parseUnits('10000', 18).toString(),
  })
})

test.each<[string, Change, RegExp]>([
  ['part of a packed call', {...ETH, minimumInitialMarginRatio: {to: '1%'}}, /are missing/],
  ['a change of nothing in particular', {asset: 'ETH', maxMarketSize: {to: '1 ETH'}}, /Which market or collateral/],
  ['a change of two things', {...ETH, collateral: 1, maxMarketSize: {to: '1 ETH'}}, /Which market or collateral/],
  [
    'a parameter of the system on a market',
    {...ETH, collateralLiquidateRewardRatio: {to: '1%'}},
    /parameter of the whole system/,
  ],
  ['a third', {...ETH, lockedOiRatio: {to: '1/3'}}, /nearest that fit are/],
  ['a negative', {...ETH, maxMarketValue: {to: '-1 USD'}}, /outside what the contract can hold/],
  [
    'an overflow',
    {asset: 'USD', collateralLiquidateRewardRatio: {to: '400000000000000000000x'}},
    /outside what the contract can hold/,
  ],
  [
    'half a position',
    {asset: 'USD', maxPositionsPerAccount: {to: '1.5'}, maxCollateralsPerAccount: {keep: '3'}},
    /are 1 and 2/,
  ],
  ['dollars where the asset counts', {...ETH, maxMarketSize: {to: '1 USD'}}, /the contract counts ETH/],
  [
    'rewards the wrong way round',
    {
      asset: 'USD',
      minKeeperReward: {to: '10 USD'},
      maxKeeperReward: {to: '5 USD'},
      minKeeperProfitRatio: {keep: '0%'},
      maxKeeperScalingRatio: {keep: '1%'},
    },
    /InvalidParameter/,
  ],
])('refuses %s', (_what, change, message) => {
  expect(refusal(() => calls(change)).message).toMatch(message)
})

test('the maintenance margin is the scalar of the initial margin', () => {
  expect(
    synthetixV3.riskValues(request([{...ETH, ...MARGINS}])).map(({role, before, after}) => [role, before, after]),
  ).toEqual([
    ['initialMargin', rational(1, 50), rational(1, 100)],
    ['maintenanceMargin', rational(1, 100), rational(1, 200)],
  ])
})

test('one market in two changes is refused, one asset as market and collateral is not', () => {
  const size = {maxMarketSize: {to: '1 ETH'}}
  expect(refusal(() => calls({...ETH, ...size}, {...ETH, maxMarketValue: {to: '1 USD'}})).code).toBe('PROTOCOL_TWICE')
  const limits = {
    maxCollateralAmount: {to: '1 ETH'},
    upperLimitDiscount: {keep: '5%'},
    lowerLimitDiscount: {keep: '1%'},
    discountScalar: {keep: '1'},
  }
  expect(calls({...ETH, ...size}, {asset: 'ETH', collateral: 2, ...limits})).toHaveLength(2)
})

test('two markets of one name are refused wherever their values would be told apart by it', () => {
  const twice = request([
    {...ETH, maxMarketSize: {to: '1 ETH'}},
    {asset: 'ETH', market: 200, maxMarketSize: {to: '2 ETH'}},
  ])
  for (const use of [
    () => synthetixV3Setter.calls(twice),
    () => synthetixV3Reader.claims(twice),
    () => synthetixV3Getters.queries(twice, ['ETH']),
    () => synthetixV3.identity(twice.changes[0]!, twice),
  ])
    expect(refusal(use).code).toBe('SYNTHETIX_ONE_NAME')
})

test('reads the calls back, by id', () => {
  const proposal = request([{...ETH, makerFee: {to: '0.02%'}, takerFee: {to: '0.05%'}}])
  const encoded = synthetixV3Setter.calls(proposal).map((call) => rawOf(call, 8453))
  expect(readCalls(encoded, proposal, synthetixV3Reader).statements.map(({text}) => text)).toEqual([
    'Synthetix v3 SynthetixV3Base: ETH (market 100) maker fee becomes 0.02%',
    'Synthetix v3 SynthetixV3Base: ETH (market 100) taker fee becomes 0.05%',
  ])
  expect(
    says(
      synthetixV3Reader,
      request([{asset: 'ETH', market: 200, makerFee: {to: '0.02%'}, takerFee: {to: '0.05%'}}]),
      encoded,
    ),
  ).toBe(false)
})

test('a window is read to the second, however long it is', () => {
  const window = synthetixV3Getters.queries(request([{...ETH, ...MARGINS}]), ['ETH'])[1]!
  const of = (seconds: bigint) =>
    window
      .decode(
        AbiCoder.defaultAbiCoder().encode(
          ['uint256', 'uint256', 'uint256', 'address'],
          [0n, seconds, 0n, `0x${'0'.repeat(40)}`],
        ),
      )
      .find(({parameter}) => parameter === 'liquidationWindow')?.value
  expect(of(2n ** 53n - 1n)).toEqual({kind: 'duration', seconds: Number.MAX_SAFE_INTEGER})
  expect(of(2n ** 53n)).toEqual({kind: 'text', value: '9007199254740992s'})
  expect(of(2n ** 256n - 1n)).toEqual({kind: 'text', value: `${2n ** 256n - 1n}s`})
})

test.each<[string, Change, RegExp]>([
  [
    'an upper discount above 100%',
    {asset: 'ETH', collateral: 4, upperLimitDiscount: {to: '100.1%'}},
    /worth less than nothing/,
  ],
  [
    'a gradient that overflows',
    {asset: 'USD', lowUtilizationGradient: {to: '340.282366920938463464'}},
    /can overflow 128 bits/,
  ],
])('check reports %s', (_what, change, message) => {
  const proposal = {plimsoll: 1, title: 'out of range', ...request([change])} as const
  const {findings} = checkSource(parseSource(new TextEncoder().encode(writeProposal(proposal)), 'p.yaml'))
  expect(findings.find(({rule}) => rule === 'out-of-range')?.message).toMatch(message)
})

test('reads calls of what no proposal names, by its id', () => {
  const changes = [
    {...ETH, maxMarketSize: {to: '10 ETH'}, maxMarketValue: {to: '5 USD'}},
    {asset: 'USD', collateralLiquidateRewardRatio: {to: '3%'}},
  ]
  const encoded = synthetixV3Setter.calls(request(changes)).map((call) => rawOf(call, 8453))
  const texts = encoded.flatMap(
    (call) => synthetixV3Reader.read(call, request([]))?.statements.map(({text}) => text) ?? [],
  )
  expect(texts).toEqual([
    'Synthetix v3 SynthetixV3Base: market 100 greatest market size becomes 10 of its asset',
    'Synthetix v3 SynthetixV3Base: market 100 greatest market value becomes 5 USD',
    'Synthetix v3 SynthetixV3Base: system collateral liquidation reward ratio becomes 3.00%',
  ])
})

test('getters give the values in the order of the setters', () => {
  const queries = synthetixV3Getters.queries(request([{...ETH, ...MARGINS}]), ['ETH'])
  expect(queries.map(({data}) => data.slice(0, 10))).toEqual([
    '0xf94363a6',
    '0x5443e33e',
    '0x19a99bf5',
    '0x3b217f67',
    '0xaac23e8c',
    '0x1b68d8fa',
    '0x31edc046',
  ])
  const output = AbiCoder.defaultAbiCoder().encode(
    Array.from({length: 5}, () => 'uint256'),
    [2n * 10n ** 18n, 10n ** 16n, 5n * 10n ** 17n, 3n * 10n ** 14n, 50n * 10n ** 18n],
  )
  expect(queries[0]?.decode(output).map(({value}) => writeQuantity(value))).toEqual([
    '200%',
    '1%',
    '50%',
    '0.03%',
    '50 USD',
  ])
  const system = synthetixV3Getters.queries(request([]), ['USD'])
  expect(system.map(({data}) => data)).toEqual(['0x26e77e84', '0x774f7b07', '0xb4ed6320', '0x59e1f8c1'])
})
