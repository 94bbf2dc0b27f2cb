import {AbiCoder, Interface, parseUnits} from 'ethers'

import {gmxV2} from '../../../src/protocols/gmx-v2/definition.js'
import {gmxV2Getters} from '../../../src/protocols/gmx-v2/getters.js'
import {gmxV2Reader} from '../../../src/protocols/gmx-v2/read.js'
import {allMeanings} from '../../../src/protocols/gmx-v2/read/meaning.js'
import {baseKey, fullKey, gmxV2Setter, keyData} from '../../../src/protocols/gmx-v2/set.js'
import {PARAMETERS, subjectOf} from '../../../src/protocols/gmx-v2/parameters.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {rational} from '../../../src/units/rational.js'
import {writeQuantity} from '../../../src/units/written.js'
import {rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'
import KEYS from '../../fixtures/gmx-base-keys.json' with {type: 'json'}

const CONFIG = '0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072'
const MARKET = '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336'
const request = (changes: readonly Change[]): ProtocolRequest => ({
  protocol: {name: 'gmx-v2', chain: 'arbitrum', deployment: 'GmxV2Arbitrum', through: 'config-keeper'},
  changes,
})
const calls = (...changes: Change[]) => gmxV2Setter.calls(request(changes))

describe('keys', () => {
  // keccak256(abi.encode(name)), computed by another library from the names in Keys.sol.
  test.each(Object.entries(KEYS))('%s', (name, hash) => {
    expect(baseKey(name)).toBe(hash)
    const read = [...allMeanings().values()].find(({title}) => title.split(/[ ,]/)[0] === name)
    if (read) expect(read.base).toBe(hash)
  })

  test('both sides know the same parameters', () => {
    expect([...allMeanings().keys()].toSorted()).toEqual(PARAMETERS.map(({id}) => id).toSorted())
  })

  // The worked keys of the ETH/USD market on Arbitrum.
  test.each([
    ['minCollateralFactor', '0xcf1cefe1a11576531900922002113a6cf623823d2c813a4534c5d181976450ae'],
    ['maxOpenInterestLong', '0x4c8ff2fed94b668a66292ecb4056bb24b1de2ac1eaea0f8b38e6d815a3fe21de'],
    ['maxPnlFactorForTradersShort', '0x02badce9cdb1639287015c8989426be5963e2b0c8a41abd9723284ebff7f2e9e'],
  ])('%s of ETH-USD, on both sides', (id, full) => {
    const change = {asset: 'ETH-USD', [id]: {keep: '1%'}}
    const {key, parts} = PARAMETERS.find((parameter) => parameter.id === id)!
    expect(fullKey(key, keyData(parts, subjectOf(change, request([change]))))).toBe(full)
    const [query] = gmxV2Getters.queries(request([change]), ['ETH-USD'])
    expect(query?.data).toBe(`0xbd02d0f5${full.slice(2)}`)
  })
})

test('sets a factor of 1e30, byte for byte', () => {
  const [call] = calls({asset: 'ETH-USD', minCollateralFactor: {from: '1%', to: '0.5%'}})
  expect(call?.to).toBe(CONFIG)
  // setUint(MIN_COLLATERAL_FACTOR, abi.encode(market), 5e27)
  expect(call?.data).toBe(
    `0xa43f85c59fc265ee9783e670a7a731141f58b59bca5a260ba3eb3f893412fb613dc559f7${'60'.padStart(64, '0')}` +
      `${'1027e72f1f12813088000000'.padStart(64, '0')}${'20'.padStart(64, '0')}${MARKET.slice(2).toLowerCase().padStart(64, '0')}`,
  )
})

test('counts dollars, tokens, seconds and switches', () => {
  const tokens = {longToken: 'WETH', shortToken: 'USDCn'}
  const value = (change: Change) => calls(change)[0]?.arguments['value']
  expect(value({asset: 'ETH-USD', maxOpenInterestLong: {to: '100m USD'}})).toBe(parseUnits('100000000', 30).toString())
  expect(value({asset: 'ETH-USD', ...tokens, maxPoolAmountOfLongToken: {to: '10k WETH'}})).toBe(
    parseUnits('10000', 18).toString(),
  )
  expect(value({asset: 'ETH-USD', ...tokens, maxCollateralSumShortOfShortToken: {to: '1m USDCn'}})).toBe(
    '1000000000000',
  )
  expect(value({asset: 'GMX', sequencerGraceDuration: {to: '5min'}})).toBe('300')
  expect(value({asset: 'GMX', claimableCollateralDelay: {to: '9007199254740991s'}})).toBe('9007199254740991')
  expect(value({asset: 'ETH-USD', positionImpactExponentFactorPositive: {to: '1.7'}})).toBe(
    parseUnits('1.7', 30).toString(),
  )
  expect(calls({asset: 'ETH-USD', isMarketDisabled: {to: 'yes'}})[0]).toMatchObject({
    signature: 'setBool(bytes32,bytes,bool)',
    arguments: {value: true},
  })
})

test('widens before it narrows', () => {
  const order = (greatest: object, least: object) =>
    calls({asset: 'ETH-USD', minFundingFactorPerSecond: least, maxFundingFactorPerSecond: greatest}).map(({title}) =>
      title.includes('greatest') ? 'greatest' : 'least',
    )
  const [low, high] = ['0.000000001x', '0.000000002x']
  expect(order({from: low, to: high}, {from: '0x', to: low})).toEqual(['greatest', 'least'])
  expect(order({from: high, to: low}, {from: low, to: '0x'})).toEqual(['least', 'greatest'])
  // One of them tells enough: a least that is lowered is below any greatest there can be.
  expect(order({to: low}, {from: high, to: '0x'})).toEqual(['least', 'greatest'])
  expect(order({to: high}, {from: '0x', to: low})).toEqual(['greatest', 'least'])
  expect(refusal(() => order({to: low}, {to: high})).message).toContain('ConfigValueExceedsAllowedRange')
})

test.each<[string, Change, RegExp]>([
  ['a factor beyond the range', {asset: 'ETH-USD', minCollateralFactor: {to: '5.01%'}}, /0\.00% to 5\.00%/],
  [
    'a rate beyond the range',
    {asset: 'ETH-USD', borrowingFactorLong: {to: '0.0000001x'}},
    /outside what the contract can hold/,
  ],
  ['a third', {asset: 'ETH-USD', reserveFactorLong: {to: '1/3'}}, /nearest that fit are/],
  [
    'half a unit of a token',
    {asset: 'ETH-USD', longToken: 'WETH', shortToken: 'USDCn', maxPoolAmountOfShortToken: {to: '0.0000005 USDCn'}},
    /are 0 USDCn and 0\.000001 USDCn/,
  ],
  ['a negative', {asset: 'ETH-USD', maxOpenInterestLong: {to: '-1 USD'}}, /outside what the contract can hold/],
  ['a delay that is too short', {asset: 'GMX', claimableCollateralDelay: {to: '23h'}}, /1d to/],
  [
    'a limit in tokens without the token',
    {asset: 'ETH-USD', maxPoolAmountOfLongToken: {to: '1 WETH'}},
    /longToken is not said|counts the longToken/,
  ],
  ['a market that is not known', {asset: 'BTC-USD', minCollateralFactor: {to: '1%'}}, /market `BTC-USD` is not known/],
  [
    'a parameter of a market on the exchange',
    {asset: 'GMX', minCollateralFactor: {to: '1%'}},
    /stands for the whole exchange/,
  ],
  [
    'a parameter of the exchange on a market',
    {asset: 'ETH-USD', minCollateralUsd: {to: '1 USD'}},
    /change of `GMX`, not of ETH-USD/,
  ],
])('refuses %s', (_what, change, message) => {
  expect(refusal(() => calls(change)).message).toMatch(message)
})

test('margins have roles', () => {
  const change = {
    asset: 'ETH-USD',
    minCollateralFactor: {from: '1%', to: '0.5%'},
    minCollateralFactorForLiquidation: {to: '0.4%'},
  }
  expect(gmxV2.riskValues(request([change])).map(({role, after}) => [role, after])).toEqual([
    ['initialMargin', rational(1, 200)],
    ['maintenanceMargin', rational(1, 250)],
  ])
})

describe('the second road', () => {
  const proposal = request([
    {asset: 'ETH-USD', minCollateralFactor: {to: '0.5%'}, maxOpenInterestShort: {to: '1m USD'}},
  ])
  const encoded = gmxV2Setter.calls(proposal).map((call) => rawOf(call, 42_161))
  const multicall = new Interface(['function multicall(bytes[] data)'])
  const batch = (datas: readonly string[]) => ({
    ...encoded[0]!,
    data: multicall.encodeFunctionData('multicall', [datas]),
  })

  test('understands the same calls in a multicall, and only all of them', () => {
    expect(says(gmxV2Reader, proposal, encoded)).toBe(true)
    expect(says(gmxV2Reader, proposal, [batch(encoded.map(({data}) => data))])).toBe(true)
    expect(says(gmxV2Reader, proposal, [batch([encoded[0]!.data])])).toBe(false)
    expect(gmxV2Reader.read(batch([encoded[0]!.data, '0x12345678']), proposal)).toBeUndefined()
    expect(gmxV2Reader.read(batch([]), proposal)?.problems.join()).toContain('calls nothing')
  })

  test('a key of the other side is another statement', () => {
    const long = gmxV2Setter.calls(request([{asset: 'ETH-USD', maxOpenInterestLong: {to: '1m USD'}}]))[0]!
    expect(says(gmxV2Reader, proposal, [encoded[0]!, rawOf(long, 42_161)])).toBe(false)
  })
})

test('getters read the DataStore in human units', () => {
  const change = {asset: 'ETH-USD', minCollateralFactor: {keep: '1%'}, isMarketDisabled: {keep: 'no'}}
  const queries = gmxV2Getters.queries(request([change]), ['ETH-USD'])
  const coder = AbiCoder.defaultAbiCoder()
  expect(queries.map(({to}) => to)).toEqual(Array.from({length: 2}, () => '0xFD70de6b91282D8017aA4E741e9Ae325CAb992d8'))
  expect(
    queries.map(({decode}, index) =>
      writeQuantity(
        decode(coder.encode([index === 0 ? 'uint256' : 'bool'], [index === 0 ? 5n * 10n ** 27n : true]))[0]!.value,
      ),
    ),
  ).toEqual(['0.5%', 'yes'])
  expect(gmxV2Getters.queries(request([]), ['GMX'])).toHaveLength(4)
  expect(gmxV2Getters.queries(request([]), ['ETH-USD']).length).toBeGreaterThan(40)
})
