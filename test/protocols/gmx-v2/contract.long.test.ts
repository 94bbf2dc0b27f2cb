import {AbiCoder, Interface, keccak256} from 'ethers'

import {TABLE, type GmxSubject} from '../../../src/protocols/gmx-v2/parameters.js'
import type {Change} from '../../../src/protocols/model.js'
import {onContracts} from '../../helpers/on-contracts.js'
import {compiled} from '../../helpers/solidity.js'
import {spelled} from '../../helpers/spelled.js'

const CONFIG = '0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072'
const STORE = '0xFD70de6b91282D8017aA4E741e9Ae325CAb992d8'
const FLOAT = 10n ** 30n
const protocol = {name: 'gmx-v2', chain: 'arbitrum', deployment: 'GmxV2Arbitrum', through: 'config-keeper'}
const EXCHANGE: Change = {asset: 'GMX'}
const MARKET: Change = {asset: 'ETH-USD', longToken: 'WETH', shortToken: 'USDCn'}

type Pick = Parameters<typeof spelled<GmxSubject>>[1]['pick']
const all = (pick: Pick): string =>
  [EXCHANGE, MARKET].map((literals) => spelled(TABLE, {protocol, literals, pick})).join('\n')

/** No two values of a market alike: a key in another's place would not go unseen. */
const apart: Pick = ({id, kind}, {min, max}, index) => {
  const most = max < 10n ** 36n ? max : 10n ** 36n
  // The least funding stays below the greatest, which stands before it.
  const place = BigInt(id === 'minFundingFactorPerSecond' ? 1 : index + 2)
  return kind === 'boolean' ? 1n : min + ((most - min) * place) / 200n
}

const edge = (asset: string, id: string, last: string, beyond: string, value: bigint) => ({
  at: `  - {asset: ${asset}, ${id}: {to: "${last}"}}`,
  beyond: `  - {asset: ${asset}, ${id}: {to: "${beyond}"}}`,
  refusal: /fit|outside/,
  raw: {call: 0, word: 2, value, error: 'ConfigValueExceedsAllowedRange(bytes32,uint256)'},
})

onContracts({
  protocol: 'gmx-v2',
  chainId: 42_161,
  head: `protocol: {${Object.entries(protocol)
    .map((pair) => pair.join(': '))
    .join(', ')}}`,
  // The first CONFIG_KEEPER of the RoleStore: getRoleMembers(role, 0, 1).
  governor: {
    to: '0x3c3d99FD298f679DBC2CEcd132b4eC4d0F5e6e72',
    data: new Interface(['function getRoleMembers(bytes32, uint256, uint256)']).encodeFunctionData('getRoleMembers', [
      keccak256(AbiCoder.defaultAbiCoder().encode(['string'], ['CONFIG_KEEPER'])),
      0,
      1,
    ]),
  },
  async build(chain, safe) {
    await chain.copy((await chain.deploy(compiled('DataStore', 'GmxConfig'), [CONFIG])).address, STORE)
    await chain.copy((await chain.deploy(compiled('Config', 'GmxConfig'), [STORE, safe])).address, CONFIG)
  },
  said: {apart: all(apart), most: all((_, {max}) => max)},
  edges: {
    'a minimum collateral factor of 5% is the last': edge(
      'ETH-USD',
      'minCollateralFactor',
      '5%',
      '5.1%',
      (FLOAT * 51n) / 1000n,
    ),
    'a reserve factor of 1000% is the last': edge('ETH-USD', 'reserveFactorLong', '1000%', '1000.1%', 10n * FLOAT + 1n),
    'a PnL factor of 100% is the last': edge('ETH-USD', 'maxPnlFactorForTradersLong', '100%', '100.1%', FLOAT + 1n),
    'an exponent of 3 is the last': edge('ETH-USD', 'swapImpactExponentFactor', '3', '3.1', 3n * FLOAT + 1n),
    'a funding exponent of 2 is the last': edge('ETH-USD', 'fundingExponentFactor', '2', '2.1', 2n * FLOAT + 1n),
    'a greatest funding of 1e23 is the last': edge(
      'ETH-USD',
      'maxFundingFactorPerSecond',
      '0.0000001x',
      '0.0000002x',
      10n ** 23n + 1n,
    ),
    'a funding increase of 1e23 in an hour is the last': edge(
      'ETH-USD',
      'fundingIncreaseFactorPerSecond',
      '0.000000000027777777777777777777x',
      '0.000000000027777777777777777778x',
      27_777_777_777_777_777_778n,
    ),
    'a funding decrease of 1e23 in a day is the last': edge(
      'ETH-USD',
      'fundingDecreaseFactorPerSecond',
      '0.000000000001157407407407407407x',
      '0.000000000001157407407407407408x',
      1_157_407_407_407_407_408n,
    ),
    'a borrowing factor of 5e22 is the last': edge(
      'ETH-USD',
      'borrowingFactorShort',
      '0.00000005x',
      '0.00000006x',
      5n * 10n ** 22n + 1n,
    ),
    'a lendable impact of 50,000 dollars is the last': edge(
      'ETH-USD',
      'maxLendableImpactUsd',
      '50_000 USD',
      '50_001 USD',
      50_000n * FLOAT + 1n,
    ),
    'a least collateral of 10 dollars is the last': edge(
      'GMX',
      'minCollateralUsd',
      '10 USD',
      '11 USD',
      10n * FLOAT + 1n,
    ),
    'a grace of two hours is the last': edge('GMX', 'sequencerGraceDuration', '2h', '7201s', 7201n),
    'a delay of a day is the first': edge('GMX', 'claimableCollateralDelay', '1d', '86399s', 86_399n),
    'the least funding stays below the greatest': {
      at: '  - {asset: ETH-USD, maxFundingFactorPerSecond: {to: "0.00000005x"}, minFundingFactorPerSecond: {to: "0.00000005x"}}',
      beyond:
        '  - {asset: ETH-USD, maxFundingFactorPerSecond: {to: "0.00000005x"}, minFundingFactorPerSecond: {to: "0.00000006x"}}',
      refusal: /ConfigValueExceedsAllowedRange/,
      raw: {call: 1, word: 2, value: 5n * 10n ** 22n + 1n, error: 'ConfigValueExceedsAllowedRange(bytes32,uint256)'},
    },
  },
})
