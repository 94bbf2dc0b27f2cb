import {AbiCoder, Interface} from 'ethers'

import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import {aaveV3Getters} from '../../../src/protocols/aave-v3/getters.js'
import {writeQuantity} from '../../../src/units/written.js'
import {refusal} from '../../helpers/refusal.js'

const REQUEST = {protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum'}, changes: []}
const {assets, dataProvider} = findDeployment('AaveV3Ethereum')
const [configuration, caps, fee] = aaveV3Getters.queries(REQUEST, ['WETH'])

/** What a result says: parameter and text. */
const says = (query: typeof caps, types: readonly string[], values: readonly unknown[]) =>
  query!
    .decode(AbiCoder.defaultAbiCoder().encode(types, values))
    .map(({parameter, value}) => [parameter, writeQuantity(value)])

const CONFIGURATION = ['uint256', 'uint256', 'uint256', 'uint256', 'uint256', 'bool', 'bool', 'bool', 'bool', 'bool']
const configured = (bonus: bigint, active = true, decimals = 18n) =>
  [decimals, 8050n, 8300n, bonus, 1500n, true, true, false, active, false] as const

it('asks the data provider of the deployment, as another ABI library encodes it', () => {
  const abi = new Interface([
    'function getReserveConfigurationData(address)',
    'function getReserveCaps(address)',
    'function getLiquidationProtocolFee(address)',
  ])
  const names = ['getReserveConfigurationData', 'getReserveCaps', 'getLiquidationProtocolFee']
  const data = names.map((name) => abi.encodeFunctionData(name, [assets['WETH']!.underlying]))
  expect([configuration, caps, fee].map((query) => [query!.to, query!.data])).toEqual(
    data.map((each) => [dataProvider, each]),
  )
})

it('reads each result in its own units and order', () => {
  expect(says(configuration, CONFIGURATION, configured(10_500n))).toEqual([
    ['ltv', '80.5%'],
    ['liquidationThreshold', '83%'],
    ['liquidationBonus', '5%'],
    ['reserveFactor', '15%'],
  ])
  // The getter gives the borrow cap first.
  expect(says(caps, ['uint256', 'uint256'], [1_400_000n, 1_800_000n])).toEqual([
    ['supplyCap', '1_800_000 WETH'],
    ['borrowCap', '1_400_000 WETH'],
  ])
  expect(says(fee, ['uint256'], [1000n])).toEqual([['liquidationProtocolFee', '10%']])
  expect(says(configuration, CONFIGURATION, configured(0n))[2]).toEqual(['liquidationBonus', '0%'])
})

it.each([
  ['a bonus that no market can store', () => says(configuration, CONFIGURATION, configured(10_000n)), /bonus of 10000/],
  ['an asset that is not listed', () => says(configuration, CONFIGURATION, configured(0n, false, 0n)), /not listed/],
  ['bytes that are cut off', () => caps!.decode('0x01'), /not the result of getReserveCaps/],
])('refuses %s', (_what, decode, message) => {
  expect(refusal(decode)).toMatchObject({
    code: 'GETTER_UNREADABLE',
    exit: 3,
    message: expect.stringMatching(message) as string,
  })
})
