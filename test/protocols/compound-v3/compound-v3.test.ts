import {AbiCoder, parseUnits} from 'ethers'

import {compoundV3} from '../../../src/protocols/compound-v3/definition.js'
import {compoundV3Getters, yearlyRate} from '../../../src/protocols/compound-v3/getters.js'
import {compoundV3Reader} from '../../../src/protocols/compound-v3/read.js'
import {compoundV3Setter} from '../../../src/protocols/compound-v3/set.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {rational} from '../../../src/units/rational.js'
import {writeQuantity} from '../../../src/units/written.js'
import {readCalls} from '../../../src/verify/verify.js'
import {mutated, rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'

const CONFIGURATOR = '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3'
const ADMIN = '0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779'
const request = (changes: readonly Change[], more: Partial<ProtocolRequest> = {}): ProtocolRequest => ({
  protocol: {name: 'compound-v3', chain: 'ethereum', deployment: 'cUSDCv3Ethereum', through: 'governor'},
  changes,
  ...more,
})
const calls = (...changes: Change[]) => compoundV3Setter.calls(request(changes))
const problem = (...changes: Change[]) => refusal(() => calls(...changes))

// The worked example of the Compound governor: the calldata that a mainnet proposal carries.
test('stages a factor and upgrades, byte for byte', () => {
  expect(calls({asset: 'WETH', liquidateCollateralFactor: {to: '90%'}}).map(({to, data}) => [to, data])).toEqual([
    [
      CONFIGURATOR,
      '0x77a7dafd000000000000000000000000c3d688b66703497daa19211eedff47f25384cdc3000000000000000000000000c02aaa39b223fe8d0a0e5c4f27ead9083c756cc20000000000000000000000000000000000000000000000000c7d713b49da0000',
    ],
    [
      ADMIN,
      '0x9627816f000000000000000000000000316f9708bb98af7da9c68c1c3b5e79039cd336e3000000000000000000000000c3d688b66703497daa19211eedff47f25384cdc3',
    ],
  ])
})

test('makes one upgrade for all changes, and none when nothing changes', () => {
  const many = calls({asset: 'WETH', supplyCap: {to: '500k WETH'}}, {asset: 'USDC', supplyKink: {to: '85%'}})
  expect(many.map(({signature}) => signature.replace(/\(.*/, ''))).toEqual([
    'updateAssetSupplyCap',
    'setSupplyKink',
    'deployAndUpgradeTo',
  ])
  expect(many[0]?.arguments).toMatchObject({value: parseUnits('500000', 18).toString()})
  expect(calls({asset: 'WETH', supplyCap: {keep: '500k WETH'}})).toEqual([])
})

test('takes contracts and tokens from the proposal, with their checksums', () => {
  const own = '0x000000000000000000000000000000000000bEEF'
  const change = {asset: 'TKN', supplyCap: {to: '12 TKN'}}
  const contracts = {comet: {address: own}, TKN: {address: own, decimals: 3}}
  const [call] = compoundV3Setter.calls(request([change], {contracts}))
  expect(call?.arguments).toEqual({cometProxy: own, asset: own, value: '12000'})
  const bad = {...contracts, comet: {address: own.toLowerCase()}}
  expect(refusal(() => compoundV3Setter.calls(request([change], {contracts: bad}))).suggestions.join()).toContain(own)
  const none = {TKN: {address: own}}
  expect(refusal(() => compoundV3Setter.calls(request([change], {contracts: none}))).code).toBe('PROTOCOL_DECIMALS')
})

test.each<[string, Change, RegExp]>([
  [
    'a factor that the Comet would cut',
    {asset: 'WETH', borrowCollateralFactor: {to: '82.505%'}},
    /are 82\.50% and 82\.51%/,
  ],
  ['83.333333%', {asset: 'WETH', liquidationFactor: {to: '83.333333%'}}, /are 83\.33% and 83\.34%/],
  ['a cap of one and a half tokens', {asset: 'WETH', supplyCap: {to: '1.5 WETH'}}, /are 1 WETH and 2 WETH/],
  ['a negative', {asset: 'WETH', supplyCap: {to: '-1 WETH'}}, /outside what the contract can hold \(0 WETH to/],
  ['an overflow', {asset: 'WETH', supplyCap: {to: '18446744073709551616 WETH'}}, /18,446,744,073,709,551,615 WETH/],
  ['a factor above one', {asset: 'WETH', liquidateCollateralFactor: {to: '100.01%'}}, /0\.01% to 100\.00%/],
  ['a rate finer than 18 decimals', {asset: 'USDC', borrowRateBase: {to: '1/3'}}, /nearest that fit are/],
  [
    'more decimals than the base token has',
    {asset: 'USDC', targetReserves: {to: '0.0000001 USDC'}},
    /0 USDC and 0\.000001 USDC/,
  ],
  ['rewards of nothing', {asset: 'USDC', baseMinForRewards: {to: '0 USDC'}}, /0\.000001 USDC to/],
  ['another token', {asset: 'WETH', supplyCap: {to: '1 USDC'}}, /the contract counts WETH/],
  [
    'a parameter of the market on a collateral',
    {asset: 'WETH', supplyKink: {to: '80%'}},
    /base token USDC, not of WETH/,
  ],
  [
    'a parameter of a collateral on the market',
    {asset: 'USDC', supplyCap: {to: '1 USDC'}},
    /is a parameter of a collateral/,
  ],
  [
    'a borrow factor that is not below the liquidate factor',
    {asset: 'WETH', borrowCollateralFactor: {to: '90%'}, liquidateCollateralFactor: {keep: '90%'}},
    /BorrowCFTooLarge/,
  ],
])('refuses %s', (_what, change, message) => {
  expect(problem(change).message).toMatch(message)
})

test('refuses what is not there, and the same asset twice', () => {
  expect(problem({asset: 'WETTH', supplyCap: {to: '1 WETTH'}})).toMatchObject({code: 'PROTOCOL_UNKNOWN_TOKEN'})
  expect(problem({asset: 'WETH', supplyCap: {to: '1 WETH'}}, {asset: 'WETH', supplyCap: {to: '2 WETH'}}).code).toBe(
    'PROTOCOL_TWICE',
  )
  const elsewhere = request([{asset: 'WETH', supplyCap: {to: '1 WETH'}}], {
    protocol: {name: 'compound-v3', chain: 'base', deployment: 'cUSDCv3Ethereum', through: 'governor'},
  })
  expect(refusal(() => compoundV3Setter.calls(elsewhere)).message).toContain('is on ethereum')
})

test('reads a penalty as a bonus of 1 / factor - 1', () => {
  const values = compoundV3.riskValues(
    request([{asset: 'WETH', liquidateCollateralFactor: {from: '89%', to: '90%'}, liquidationFactor: {keep: '93%'}}]),
  )
  expect(values.map(({role, before, after}) => [role, before, after])).toEqual([
    ['liquidationThreshold', rational(89, 100), rational(9, 10)],
    ['liquidationBonus', rational(7, 93), rational(7, 93)],
  ])
})

test('what only the governor may set is said of the market admin', () => {
  const {protocol} = request([])
  const change = {asset: 'USDC', targetReserves: {to: '20m USDC'}, supplyKink: {to: '80%'}}
  const problems = compoundV3.refusals!({protocol: {...protocol, through: 'market-admin'}, changes: [change]})
  expect(problems.map(({path}) => path.join('.'))).toEqual(['changes.0.targetReserves'])
})

describe('the second road', () => {
  const proposal = request([{asset: 'WETH', liquidateCollateralFactor: {to: '90%'}, supplyCap: {to: '500k WETH'}}])
  const encoded = compoundV3Setter.calls(proposal).map((call) => rawOf(call, 1))

  test('says what the calls do, and what is applied', () => {
    expect(readCalls(encoded, proposal, compoundV3Reader).statements.map(({text}) => text)).toEqual([
      'Compound III cUSDCv3Ethereum: WETH liquidate collateral factor becomes 90.00%',
      'Compound III cUSDCv3Ethereum: WETH supply cap becomes 500,000 WETH',
      'Compound III cUSDCv3Ethereum: market Comet becomes one with everything staged',
    ])
  })

  test('an upgrade that comes too early is no match', () => {
    expect(says(compoundV3Reader, proposal, encoded)).toBe(true)
    const early = [encoded[0]!, encoded[2]!, encoded[1]!]
    expect(readCalls(early, proposal, compoundV3Reader).problems.join()).toMatch(
      /call 3 stages a value after the upgrade/,
    )
    expect(says(compoundV3Reader, proposal, early)).toBe(false)
  })

  test('a value that the Comet would cut is a problem', () => {
    const finer = {...encoded[0]!, data: encoded[0]!.data.replace(/0000$/, '0001')}
    expect(readCalls([finer], proposal, compoundV3Reader).problems.join()).toMatch(/finer than the Comet keeps/)
  })

  // getPackedAssetInternal casts without a check: of 2^64 whole tokens 0 stays, although a file and its calldata agree on them.
  test.each([
    ['supplyCap', '1 WETH', '18446744073709551616 WETH', 2n ** 64n * 10n ** 18n],
    ['liquidationFactor', '100%', '655.36%', 2n ** 16n * 10n ** 14n],
  ])('a %s that the Comet has no bits for is no match', (parameter, fits, wide, raw) => {
    const [staged, upgrade] = calls({asset: 'WETH', [parameter]: {to: fits}}).map((call) => rawOf(call, 1))
    const wrapped = [{...staged!, data: mutated(staged!.data, 2, () => raw)}, upgrade!]
    const file = request([{asset: 'WETH', [parameter]: {to: wide}}])
    expect(readCalls(wrapped, file, compoundV3Reader).problems.join()).toMatch(/is more than the Comet keeps: .* 0$/)
    expect(says(compoundV3Reader, file, wrapped)).toBe(false)
  })

  test('a call for another market or token is no match', () => {
    const other = (from: string) =>
      encoded.map((call) => ({...call, data: call.data.replace(from, 'beef'.padStart(40, '0'))}))
    expect(says(compoundV3Reader, proposal, other('c3d688b66703497daa19211eedff47f25384cdc3'))).toBe(false)
    expect(says(compoundV3Reader, proposal, other('c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'))).toBe(false)
    expect(compoundV3Reader.read({...encoded[0]!, to: ADMIN}, proposal)).toBeUndefined()
  })
})

describe('getters', () => {
  const coder = AbiCoder.defaultAbiCoder()

  test('read a collateral from the Comet', () => {
    const [query] = compoundV3Getters.queries(request([]), ['WETH'])
    expect(query?.to).toBe('0xc3d688B66703497DAA19211EEdff47f25384cdc3')
    const struct = [
      2,
      CONFIGURATOR,
      ADMIN,
      10n ** 18n,
      825n * 10n ** 15n,
      895n * 10n ** 15n,
      95n * 10n ** 16n,
      350_000n * 10n ** 18n,
    ]
    const output = coder.encode(['tuple(uint8,address,address,uint64,uint64,uint64,uint64,uint128)'], [struct])
    expect(query?.decode(output).map(({parameter, value}) => [parameter, writeQuantity(value)])).toEqual([
      ['borrowCollateralFactor', '82.5%'],
      ['liquidateCollateralFactor', '89.5%'],
      ['liquidationFactor', '95%'],
      ['supplyCap', '350_000 WETH'],
    ])
  })

  test('read the market, with rates as somebody wrote them', () => {
    const queries = compoundV3Getters.queries(request([]), ['USDC'])
    expect(queries).toHaveLength(14)
    const answers = queries.flatMap(({title, decode}) => {
      const value = title.includes('PerSecond')
        ? 1_109_842_719n
        : title.startsWith('base') || title.startsWith('target')
          ? 10n ** 6n
          : 8n * 10n ** 17n
      return decode(coder.encode(['uint256'], [value])).map(({parameter, value}) => [parameter, writeQuantity(value)])
    })
    expect(Object.fromEntries(answers)).toMatchObject({
      supplyKink: '80%',
      borrowRateBase: '3.5%',
      targetReserves: '1 USDC',
    })
  })

  // 3.5% a year is stored as 1109842719 per second, which is 3.4999999986384% a year.
  test('find the shortest yearly rate that is stored so', () => {
    expect(writeQuantity(yearlyRate(1_109_842_719n))).toBe('3.5%')
    expect(writeQuantity(yearlyRate(0n))).toBe('0%')
    for (const yearly of ['0.015', '0.0325', '2.6', '0.012345']) {
      expect(yearlyRate(parseUnits(yearly, 18) / 31_536_000n)).toEqual({
        kind: 'ratio',
        value: rational(parseUnits(yearly, 18), 10n ** 18n),
      })
    }
  })
})
