import {AbiCoder} from 'ethers'

import {aaveUmbrella} from '../../../src/protocols/aave-umbrella/definition.js'
import {aaveUmbrellaGetters} from '../../../src/protocols/aave-umbrella/getters.js'
import {aaveUmbrellaReader} from '../../../src/protocols/aave-umbrella/read.js'
import {aaveUmbrellaSetter} from '../../../src/protocols/aave-umbrella/set.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {writeQuantity} from '../../../src/units/written.js'
import {readCalls} from '../../../src/verify/verify.js'
import {rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'

const UMBRELLA = '0xD400fc38ED4732893174325693a63C30ee3881a8'
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const STAKE = '0xaAFD07D53A7365D3e9fb6F3a3B09EC19676B73Ce'
const OTHER = '0x4f827A63755855cDf3e8f3bcD20265C833f15033'
const ORACLE = '0x000000000000000000000000000000000000bEEF'
const request = (changes: readonly Change[]): ProtocolRequest => ({
  protocol: {name: 'aave-umbrella', chain: 'ethereum', deployment: 'UmbrellaEthereum', through: 'admin'},
  changes,
})
const calls = (...changes: Change[]) => aaveUmbrellaSetter.calls(request(changes))
const SLASHING = {liquidationFee: {to: '0.5%'}, priceOracle: {keep: ORACLE}}

test('writes the slashing configuration and the rest, in the units of each', () => {
  const all = calls({
    asset: 'WETH',
    stake: 'STK_WA_WETH_V1',
    ...SLASHING,
    deficitOffset: {to: '100.5 WETH'},
    cooldown: {to: '20d'},
    unstakeWindow: {to: '2d'},
  })
  expect(all.map(({to, data, arguments: named}) => [to, data.slice(0, 10), Object.values(named)[0]])).toEqual([
    [
      UMBRELLA,
      '0x5084c352',
      [{reserve: WETH, umbrellaStake: STAKE, liquidationFee: '50', umbrellaStakeUnderlyingOracle: ORACLE}],
    ],
    [UMBRELLA, '0xa6307a0a', WETH],
    [UMBRELLA, '0xf3056445', [{umbrellaStake: STAKE, newCooldown: '1728000'}]],
    [UMBRELLA, '0xc4e0c639', [{umbrellaStake: STAKE, newUnstakeWindow: '172800'}]],
  ])
  expect(all[1]?.arguments).toMatchObject({newDeficitOffset: (1005n * 10n ** 17n).toString()})
})

test.each<[string, Change, RegExp]>([
  [
    'a fee between two basis points',
    {asset: 'WETH', stake: 'STK_WA_WETH_V1', ...SLASHING, liquidationFee: {to: '0.333%'}},
    /are 0\.33% and 0\.34%/,
  ],
  [
    'a fee above 100%',
    {asset: 'WETH', stake: 'STK_WA_WETH_V1', ...SLASHING, liquidationFee: {to: '101%'}},
    /0\.00% to 100\.00%/,
  ],
  [
    'a fee without the oracle',
    {asset: 'WETH', stake: 'STK_WA_WETH_V1', liquidationFee: {to: '1%'}},
    /priceOracle is missing/,
  ],
  ['a fee without the stake', {asset: 'WETH', ...SLASHING}, /which stake token covers it/],
  ['a stake that is not known', {asset: 'WETH', stake: 'STK_WETH', ...SLASHING}, /no stake token called/],
  ['a stake of other decimals', {asset: 'WETH', stake: 'STK_WA_USDC_V1', ...SLASHING}, /InvalidNumberOfDecimals/],
  [
    'an offset finer than the token',
    {asset: 'USDC', deficitOffset: {to: '0.0000001 USDC'}},
    /are 0 USDC and 0\.000001 USDC/,
  ],
  ['a negative offset', {asset: 'USDC', deficitOffset: {to: '-1 USDC'}}, /outside what the contract can hold/],
  [
    'a cooldown that nobody lives to see the end of',
    {asset: 'WETH', stake: 'STK_WA_WETH_V1', cooldown: {to: '4294967295s'}},
    /no staker could leave/,
  ],
])('refuses %s', (_what, change, message) => {
  expect(refusal(() => calls(change)).message).toMatch(message)
})

const cooldown = (asset: string, stake?: string): Change => ({asset, ...(stake && {stake}), cooldown: {to: '20d'}})

test.each<[string, Change[], (number | string)[], RegExp]>([
  ['a stake that is not said', [cooldown('WETH')], [0], /which stake token covers it is not said/],
  ['a stake that is not known', [cooldown('WETH', 'STK_WETH')], [0, 'stake'], /no stake token called/],
  [
    'other decimals, which count where the two meet',
    [cooldown('WETH', 'STK_WA_USDC_V1'), {asset: 'USDC', stake: 'STK_GHO_V1', ...SLASHING}],
    [1, 'stake'],
    /USDC has 6 decimals and its stake token 18/,
  ],
  [
    'one stake token for two reserves',
    [cooldown('WETH', 'STK_WA_WETH_V1'), cooldown('GHO', 'STK_WA_WETH_V1')],
    [1, 'stake'],
    /stake token of WETH already/,
  ],
  [
    'two stake tokens of one reserve',
    [cooldown('WETH', 'STK_WA_WETH_V1'), cooldown('WETH', 'STK_GHO_V1')],
    [1, 'stake'],
    /STK_GHO_V1 needs a proposal of its own/,
  ],
])('check and encoding refuse %s', (_what, changes, place, message) => {
  expect(aaveUmbrella.refusals?.(request(changes))).toEqual([
    {path: ['changes', ...place], message: expect.stringMatching(message) as string},
  ])
  expect(refusal(() => calls(...changes)).message).toMatch(message)
})

test('an offset needs no stake token, and a change of its own is no clash', () => {
  const changes = [{asset: 'USDC', deficitOffset: {to: '1 USDC'}}, cooldown('WETH', 'STK_WA_WETH_V1')]
  expect(aaveUmbrella.refusals?.(request(changes))).toEqual([])
  expect(calls(...changes)).toHaveLength(2)
})

test('reads the calls back', () => {
  const proposal = request([{asset: 'WETH', stake: 'STK_WA_WETH_V1', ...SLASHING, deficitOffset: {to: '1 WETH'}}])
  const encoded = aaveUmbrellaSetter.calls(proposal).map((call) => rawOf(call, 1))
  expect(readCalls(encoded, proposal, aaveUmbrellaReader).statements.map(({text}) => text)).toEqual([
    'Aave Umbrella UmbrellaEthereum: WETH slashing fee becomes 0.50%',
    `Aave Umbrella UmbrellaEthereum: WETH price oracle of the stake becomes ${ORACLE}`,
    'Aave Umbrella UmbrellaEthereum: WETH deficit offset becomes 1 WETH',
  ])
  const other = request([{asset: 'WETH', stake: 'STK_GHO_V1', ...SLASHING, deficitOffset: {to: '1 WETH'}}])
  expect(says(aaveUmbrellaReader, other, encoded)).toBe(false)
})

test('getters read the Umbrella and the stake token', () => {
  const change = {asset: 'WETH', stake: 'STK_WA_WETH_V1', cooldown: {keep: '20d'}}
  const queries = aaveUmbrellaGetters.queries(request([change]), ['WETH'])
  expect(queries.map(({to}) => to)).toEqual([UMBRELLA, UMBRELLA, STAKE, STAKE])
  const coder = AbiCoder.defaultAbiCoder()
  const configs = (...list: unknown[]) => coder.encode(['tuple(address,address,uint256)[]'], [list])
  expect(
    queries[0]?.decode(configs([OTHER, WETH, 100], [STAKE, ORACLE, 50])).map(({value}) => writeQuantity(value)),
  ).toEqual(['0.5%', ORACLE])
  expect(queries[0]?.decode(configs([OTHER, ORACLE, 100]))).toEqual([])
  expect(queries[0]?.decode(configs([OTHER, WETH, 100], [STAKE, ORACLE, 50]))[0]?.note).toMatch(/2 stake tokens cover/)
  expect(queries[0]?.decode(configs([STAKE, ORACLE, 50]))[0]).not.toHaveProperty('note')
  expect(queries[2]?.decode(coder.encode(['uint256'], [1_728_000])).map(({value}) => writeQuantity(value))).toEqual([
    '20d',
  ])
  expect(aaveUmbrellaGetters.queries(request([]), ['WETH'])).toHaveLength(1)
})
