import {AbiCoder, Interface} from 'ethers'

import {aaveV3} from '../../../src/protocols/aave-v3/definition.js'
import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import {aaveV3Getters} from '../../../src/protocols/aave-v3/getters.js'
import {aaveV3Reader} from '../../../src/protocols/aave-v3/read.js'
import {aaveV3Setter} from '../../../src/protocols/aave-v3/set.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {refusal} from '../../helpers/refusal.js'
import {rawOf} from '../../helpers/roads.js'

const KEEP = 2n ** 256n - 43n
const book = findDeployment('AaveV3Ethereum')
const WETH = book.assets['WETH']!.underlying

function request(version: string | undefined, changes: readonly Change[], through = 'configurator'): ProtocolRequest {
  const said = version === undefined ? {} : {version}
  return {protocol: {name: 'aave-v3', chain: 1, deployment: 'AaveV3Ethereum', through, ...said}, changes}
}
/** Metis has a steward whose generation only the version tells. */
const onMetis = (version: string, changes: readonly Change[]): ProtocolRequest => ({
  protocol: {name: 'aave-v3', chain: 'metis', deployment: 'AaveV3Metis', through: 'risk-steward', version},
  changes,
})
const selectors = (version: string | undefined, ...changes: Change[]): string[] =>
  aaveV3Setter.calls(request(version, changes)).map(({data}) => data.slice(0, 10))

const CATEGORY = {
  asset: 'eMode 1',
  eModeLtv: {to: '93%'},
  eModeLiquidationThreshold: {to: '95%'},
  eModeLiquidationBonus: {to: '1%'},
  eModeLabel: {to: 'ETH'},
}
const RATES = {
  optimalUsageRatio: {to: '90%'},
  baseVariableBorrowRate: {keep: '0%'},
  variableRateSlope1: {to: '2.7%'},
  variableRateSlope2: {to: '80%'},
}
const SOURCE = {eModePriceSource: {to: '0x0000000000000000000000000000000000000000'}}
const STRATEGY = {interestRateStrategy: {to: book.rateStrategy}}

// The selectors of the fact sheet, by release.
test.each([
  ['3.0', [{...CATEGORY, ...SOURCE}], ['0xc19d61e4']],
  ['3.1', [{...CATEGORY, ...SOURCE}], ['0xc19d61e4']],
  ['3.2', [CATEGORY], ['0x34a461ea']],
  ['3.6', [CATEGORY], ['0x34a461ea']],
  ['3.7', [{...CATEGORY, eModeIsolated: {keep: 'no'}}], ['0x7c025f2c']],
  ['3.7', [{asset: 'eMode 1', eModeIsolated: {to: 'yes'}}], ['0xf787ac1f']],
  ['3.1', [{asset: 'WETH', eModeCategory: {to: '1'}}], ['0xd4fe3f99']],
  [
    '3.2',
    [{asset: 'WETH in eMode 1', eModeCollateral: {to: 'yes'}, eModeBorrowable: {to: 'no'}}],
    ['0xf6527810', '0x110ac256'],
  ],
  ['3.6', [{asset: 'WETH in eMode 1', eModeLtvZero: {to: 'yes'}}], ['0x85cbfce3']],
  ['3.0', [{asset: 'WETH', ...STRATEGY}], ['0x1d2118f9']],
  ['3.3', [{asset: 'WETH', ...STRATEGY, ...RATES}], ['0x597c3e87']],
  ['3.3', [{asset: 'WETH', ...RATES}], ['0x6aabe21d']],
  ['3.7', [{asset: 'WETH', ...RATES}], ['0x6aabe21d']],
  ['3.6', [{asset: 'WETH', debtCeiling: {to: '1m USD'}}], ['0xaeb4fcc1']],
  ['3.6', [{asset: 'WETH', ltvZero: {to: 'yes'}}], ['0x2dc9552b']],
  [undefined, [{asset: 'WETH', paused: {to: 'yes'}}], ['0x48d9fba9']],
  ['3.1', [{asset: 'WETH', paused: {to: 'no'}, gracePeriod: {to: '2h'}}], ['0xb42d793b']],
  [undefined, [{asset: 'WETH', frozen: {to: 'yes'}, borrowingEnabled: {to: 'no'}}], ['0x682cf264', '0x96e957c4']],
] as const)('on %s %j is %j', (version, changes, expected) => {
  expect(selectors(version, ...changes)).toEqual(expected)
})

test('the rate data are those of the worked example', () => {
  const [call] = aaveV3Setter.calls(request('3.6', [{asset: 'WETH', ...RATES}]))
  const [, data] = AbiCoder.defaultAbiCoder().decode(['address', 'bytes'], `0x${call!.data.slice(10)}`)
  const words = [0x2328, 0, 0x10e, 0x1f40].map((word) => word.toString(16).padStart(64, '0'))
  expect(data).toBe(`0x${words.join('')}`)
})

test('a debt ceiling is in cents on the configurator, and in whole dollars through the steward', () => {
  const change = {asset: 'WETH', debtCeiling: {from: '900_000 USD', to: '1_000_000 USD'}}
  const [call] = aaveV3Setter.calls(request('3.6', [change]))
  expect(call!.arguments).toMatchObject({newDebtCeiling: '100000000'})
  const [update] = aaveV3Setter.calls(onMetis('3.6', [change]))
  expect(update!.arguments).toMatchObject({collateralUpdates: [{debtCeiling: '1000000', ltv: String(KEEP)}]})
  const cents = refusal(() => aaveV3Setter.calls(onMetis('3.6', [{asset: 'WETH', debtCeiling: {to: '1.5 USD'}}])))
  expect(cents.message).toContain('the nearest that fit are 1 USD and 2 USD')
})

describe('what a release lacks is refused', () => {
  test.each([
    ['3.7', {asset: 'WETH', debtCeiling: {to: '1 USD'}}, 'Aave 3.7 has no setDebtCeiling: it is there up to 3.6'],
    ['3.7', {asset: 'WETH', siloedBorrowing: {to: 'no'}}, 'it is there up to 3.6'],
    ['3.5', {asset: 'WETH', ltvZero: {to: 'yes'}}, 'it is there from 3.6 on'],
    ['3.0', {asset: 'WETH', ...RATES}, 'it is there from 3.1 on'],
    ['3.4', {asset: 'WETH', ...STRATEGY}, 'it is there up to 3.3'],
    ['3.1', {asset: 'WETH in eMode 1', eModeCollateral: {to: 'yes'}}, 'it is there from 3.2 on'],
    ['3.2', {asset: 'WETH', eModeCategory: {to: '1'}}, 'it is there up to 3.1'],
    ['3.6', {asset: 'eMode 1', eModeIsolated: {to: 'yes'}}, 'it is there from 3.7 on'],
    [undefined, {asset: 'WETH', debtCeiling: {to: '1 USD'}}, 'say which release the market runs'],
    [undefined, {asset: 'eMode 1', eModeLtv: {to: '90%'}}, 'say which release the market runs'],
    ['3.6', {asset: 'eMode 1', ltv: {to: '80%'}}, 'a parameter of a reserve'],
    ['3.6', {asset: 'WETH', eModeLtv: {to: '80%'}}, 'a parameter of an eMode category'],
  ] as const)('%s: %j', (version, change, text) => {
    const asked = request(version, [change])
    expect(refusal(() => aaveV3Setter.calls(asked)).message).toContain(text)
    expect(
      aaveV3.refusals!(asked)
        .map(({message}) => message)
        .join(),
    ).toContain(text)
  })

  test('a category whose release nobody says has no claims', () => {
    expect(refusal(() => aaveV3Reader.claims(request(undefined, [CATEGORY])))).toMatchObject({
      code: 'AAVE_VERSION',
      exit: 3,
    })
  })
})

describe('values that do not fit', () => {
  test.each([
    [{asset: 'WETH', ...RATES, optimalUsageRatio: {to: '99.01%'}}, /1\.00% to 99\.00%/],
    [{asset: 'WETH', ...RATES, variableRateSlope1: {to: '2.705%'}}, /nearest that fit are 2\.70% and 2\.71%/],
    [{asset: 'WETH', ...RATES, variableRateSlope1: {to: '81%'}}, /slope 1 81\.00% is above slope 2 80\.00%/],
    [{asset: 'WETH', ...RATES, variableRateSlope2: {to: '1000%'}}, /make 1002\.70%, more than 1000%/],
    [{asset: 'WETH', debtCeiling: {to: '0.001 USD'}}, /nearest that fit are 0 USD and 0\.01 USD/],
    [{asset: 'WETH', debtCeiling: {to: '-1 USD'}}, /outside/],
    [{asset: 'WETH', paused: {to: 'no'}, gracePeriod: {to: '241min'}}, /1s to 4h/],
    [{asset: 'WETH', paused: {to: 'yes'}, gracePeriod: {to: '1h'}}, /counts only when a pause ends/],
    [{asset: 'WETH', gracePeriod: {to: '1h'}}, /paused is missing/],
    [{...CATEGORY, eModeLtv: {to: '0%'}}, /eModeLtv must be at least 0\.01%/],
    [{...CATEGORY, eModeLtv: {to: '95.01%'}}, /above the liquidation threshold/],
    [{...CATEGORY, eModeLiquidationBonus: {to: '6%'}}, /is 100\.70%, more than/],
    [{asset: 'eMode 1', eModeLtv: {to: '93%'}}, /eModeLabel are missing/],
    [{asset: 'eMode 256', eModeLtv: {to: '93%'}}, /no asset called `eMode 256`/],
  ] as const)('%j', (change, message) => {
    const refused = refusal(() => {
      const calls = aaveV3Setter.calls(request('3.6', [change]))
      throw new Error(`encoded ${calls.length}`)
    })
    expect(refused.message).toMatch(message)
  })
})

describe('the generations of the risk steward', () => {
  const rates = {asset: 'WETH', variableRateSlope1: {from: '2.5%', to: '2.7%'}}
  const eMode = {asset: 'eMode 1', eModeLiquidationThreshold: {from: '95%', to: '95.1%'}}
  const made = (asked: ProtocolRequest) => aaveV3Setter.calls(asked).map(({data}) => data.slice(0, 10))

  test('have the functions of the fact sheet', () => {
    expect(made(onMetis('3.1', [rates]))).toEqual(['0xdecec215'])
    expect(made(onMetis('3.6', [rates, eMode]))).toEqual(['0xdecec215', '0x4ee1151a'])
    expect(made(request(undefined, [rates, eMode], 'risk-steward'))).toEqual(['0xdecec215', '0x4b56247b'])
  })

  test('keep what does not change, texts and switches too', () => {
    const [call] = aaveV3Setter.calls(request(undefined, [eMode], 'risk-steward'))
    const abi = new Interface([
      'function updateEModeCategories((uint8 eModeCategory, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, string label, uint256 isolated)[] updates)',
    ])
    expect((abi.parseTransaction({data: call!.data})!.args.toArray(true) as unknown[])[0]).toEqual([
      [1n, KEEP, 9510n, KEEP, 'KEEP_CURRENT_STRING', KEEP],
    ])
  })

  test.each([
    ['3.1', eMode, 'no function for eModes'],
    ['3.7', {asset: 'WETH', debtCeiling: {to: '1 USD'}}, 'Aave 3.7 has no setDebtCeiling'],
    ['3.6', {...eMode, eModeLabel: {to: 'x'}}, 'requires KEEP_CURRENT'],
    ['3.6', {asset: 'WETH', frozen: {to: 'yes'}}, 'has no function for it'],
    ['3.6', {asset: 'WETH', debtCeiling: {from: '0 USD', to: '5 USD'}}, 'is 0 (not isolated) now'],
    ['3.6', {asset: 'eMode 1', eModeLtv: {from: '0%', to: '5%'}}, 'INVALID_UPDATE'],
  ] as const)('%s refuses %j', (version, change, text) => {
    const asked = onMetis(version, [change])
    expect(refusal(() => aaveV3Setter.calls(asked)).message).toContain(text)
    expect(
      aaveV3.refusals!(asked)
        .map(({message}) => message)
        .join(),
    ).toContain(text)
  })

  test('a rate may become 0', () => {
    const zero = {asset: 'WETH', baseVariableBorrowRate: {from: '1%', to: '0%'}}
    expect(made(onMetis('3.6', [zero]))).toEqual(['0xdecec215'])
  })

  // The target decides, not the selector alone: each generation's call is refused where another stands.
  test('are told apart by where the call goes', () => {
    const [old] = aaveV3Setter.calls(onMetis('3.6', [eMode]))
    const toNew = {...rawOf(old!, 1), to: book.riskSteward!}
    expect(aaveV3Reader.read(toNew, request(undefined, [eMode], 'risk-steward'))?.problems.join()).toContain(
      'for Aave 3.7, has no updateEModeCategories((uint8,uint256,uint256,uint256,string)[])',
    )
    expect(aaveV3Reader.read(rawOf(old!, 1088), onMetis('3.1', []))?.problems.join()).toContain('for Aave 3.1, has no')
    expect(aaveV3Reader.read({...toNew, to: book.configurator}, request('3.6', []))).toBeUndefined()
  })
})

describe('the reading side', () => {
  const says = (version: string | undefined, ...changes: Change[]) => {
    const calls = aaveV3Setter.calls(request('3.6', changes)).map((call) => rawOf(call, 1))
    return calls.map((call) => aaveV3Reader.read(call, request(version, changes)))
  }

  test('words what it reads', () => {
    const member = {asset: 'WETH in eMode 1', eModeCollateral: {to: 'yes'}}
    expect(says('3.6', CATEGORY, member).flatMap((read) => read!.statements.map(({text}) => text))).toEqual([
      'Aave v3 Ethereum: eMode 1 loan-to-value becomes 93.00%',
      'Aave v3 Ethereum: eMode 1 liquidation threshold becomes 95.00%',
      'Aave v3 Ethereum: eMode 1 liquidation bonus becomes 1.00%',
      'Aave v3 Ethereum: eMode 1 label becomes ETH',
      'Aave v3 Ethereum: WETH in eMode 1 collateral becomes yes',
    ])
  })

  test('has a problem with a function that the release lacks, or may lack', () => {
    const [ceiling] = says('3.7', {asset: 'WETH', debtCeiling: {to: '1 USD'}})
    expect(ceiling!.problems.join()).toContain('says that AaveV3Ethereum runs 3.7: the call would revert')
    const [unsaid] = says(undefined, {asset: 'WETH', debtCeiling: {to: '1 USD'}})
    expect(unsaid!.problems.join()).toContain('does not say which AaveV3Ethereum runs')
  })

  test('hears of an order that leaves a loan-to-value pending', () => {
    const terms = {ltv: {to: '80%'}, liquidationThreshold: {to: '83%'}, liquidationBonus: {to: '5%'}}
    const order = (frozen: 'no' | 'yes', version: string) => {
      const asked = request(version, [{asset: 'WETH', ...terms, frozen: {to: frozen}}])
      const calls = aaveV3Setter.calls(asked).map((call) => rawOf(call, 1))
      return [calls, calls.toReversed()].map((each) => aaveV3Reader.orderProblems!(each, asked).length)
    }
    expect(order('yes', '3.6')).toEqual([0, 1])
    expect(order('no', '3.6')).toEqual([0, 1])
    expect(order('no', '3.5')).toEqual([0, 0])
    expect(order('yes', '3.0')).toEqual([0, 0])
  })
})

describe('getters', () => {
  const asked = request('3.6', [
    {asset: 'WETH', ...RATES},
    {asset: 'USDC in eMode 1', eModeCollateral: {to: 'yes'}},
  ])
  const titled = (name: string, asset: string) =>
    aaveV3Getters.queries(asked, [asset]).find(({title}) => title.startsWith(name))!

  test('a rate strategy other than the address book’s is no answer', () => {
    const query = titled('getInterestRateStrategyAddress', 'WETH')
    const output = (strategy: string) => AbiCoder.defaultAbiCoder().encode(['address'], [strategy])
    expect(query.decode(output(book.rateStrategy))).toEqual([])
    expect(refusal(() => query.decode(output(WETH)))).toMatchObject({code: 'GETTER_UNREADABLE', exit: 3})
  })

  test('a reserve is the bit of its id, and only where the pool has it there', () => {
    const {id, underlying} = book.assets['USDC']!
    const bitmap = titled('getEModeCategoryCollateralBitmap', 'USDC in eMode 1')
    const says = (bits: bigint) => bitmap.decode(AbiCoder.defaultAbiCoder().encode(['uint128'], [bits]))[0]!.value
    expect(says(1n << BigInt(id))).toEqual({kind: 'text', value: 'yes'})
    expect(says(~(1n << BigInt(id)) & 0xffffn)).toEqual({kind: 'text', value: 'no'})
    const confirm = titled('getReserveAddressById', 'USDC in eMode 1')
    const output = (address: string) => AbiCoder.defaultAbiCoder().encode(['address'], [address])
    expect(confirm.decode(output(underlying))).toEqual([])
    expect(refusal(() => confirm.decode(output(WETH)))).toMatchObject({code: 'GETTER_UNREADABLE'})
  })

  test('of eModes need the release', () => {
    const refused = refusal(() => aaveV3Getters.queries(request(undefined, []), ['eMode 1']))
    expect(refused).toMatchObject({code: 'AAVE_VERSION', exit: 3})
  })
})
