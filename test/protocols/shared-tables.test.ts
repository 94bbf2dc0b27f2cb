import * as AbiParameters from 'ox/AbiParameters'
import * as Hash from 'ox/Hash'

import {COMPOUND_V3} from '../../src/protocols/addresses/compound-v3.js'
import {EULER_V2} from '../../src/protocols/addresses/euler-v2.js'
import {GMX_V2} from '../../src/protocols/addresses/gmx-v2.js'
import {MAKER} from '../../src/protocols/addresses/maker.js'
import {SYNTHETIX_V3} from '../../src/protocols/addresses/synthetix-v3.js'
import {DEPLOYMENTS as COMPOUND_MARKETS, placeOf as compoundPlace} from '../../src/protocols/compound-v3/deployments.js'
import {placeOf as gmxPlace} from '../../src/protocols/gmx-v2/deployments.js'
import {allMeanings, dataOf} from '../../src/protocols/gmx-v2/read/meaning.js'
import {placeOf as makerPlace} from '../../src/protocols/maker/deployments.js'
import {PACKS} from '../../src/protocols/synthetix-v3/packs.js'
import {placeOf as synthetixPlace} from '../../src/protocols/synthetix-v3/deployments.js'
import {placeOf as umbrellaPlace} from '../../src/protocols/aave-umbrella/deployments.js'
import {GMX_KEY_NAMES} from '../helpers/encoders/gmx-v2.js'
import ADDRESSES from '../fixtures/protocol-addresses.json' with {type: 'json'}
import PERPS_ABI from '../fixtures/abi/snx-v3-perps-market.json' with {type: 'json'}

// Tables that both roads use: a mistake in one of them would agree with itself, so each is held against what was written
// down apart from it.

type Golden = readonly (readonly [chainId: number, name: string, address: string])[]
const golden = ADDRESSES as unknown as Readonly<Record<string, Golden>>
const at = (protocol: string, chain: number, name: string): string | undefined =>
  golden[protocol]?.find(([id, known]) => id === chain && known === name)?.[2]

test.each([
  ['compound-v3', COMPOUND_V3],
  ['euler-v2', EULER_V2],
  ['gmx-v2', GMX_V2],
  ['maker', MAKER],
  ['synthetix-v3', SYNTHETIX_V3],
])('every address of the book of %s', (protocol, book) => {
  const rows = book.map(({chainId, name, address}) => `${chainId} ${name} ${address}`)
  const wanted = (golden[protocol] ?? []).map((row) => row.join(' '))
  expect(rows.filter((row) => !wanted.includes(row))).toEqual([])
  expect(new Set(book.map(({chainId, name}) => `${chainId} ${name}`)).size).toBe(book.length)
})

test('which address of the book a deployment stands for', () => {
  const request = (name: string, chain: string, deployment: string) => ({
    protocol: {name, chain, deployment},
    changes: [],
  })
  const symbols: Readonly<Record<string, readonly [comet: string, base: string, decimals: number]>> = {
    USDC: ['COMET_USDC', 'USDC', 6],
    USDCE: ['COMET_USDC_E', 'USDC.e', 6],
    USDT: ['COMET_USDT', 'USDT', 6],
    USDS: ['COMET_USDS', 'USDS', 18],
    WETH: ['COMET_WETH', 'WETH', 18],
    WstETH: ['COMET_WSTETH', 'wstETH', 18],
    WBTC: ['COMET_WBTC', 'WBTC', 8],
  }
  const chains: Readonly<Record<string, number>> = {
    Ethereum: 1,
    Arbitrum: 42_161,
    Base: 8453,
    Optimism: 10,
    Polygon: 137,
  }
  for (const name of COMPOUND_MARKETS) {
    const [, symbol = '', chain = ''] = /^c(.+)v3([A-Z][a-z]+)$/.exec(name)!
    const [comet, base, decimals] = symbols[symbol]!
    const id = chains[chain]!
    const admin = id === 10 ? 'COMET_PROXY_ADMIN_NEW' : 'COMET_PROXY_ADMIN'
    expect(compoundPlace(request('compound-v3', chain.toLowerCase(), name))).toEqual({
      name,
      chainId: id,
      comet: at('compound-v3', id, comet),
      configurator: at('compound-v3', id, 'CONFIGURATOR_PROXY'),
      proxyAdmin: at('compound-v3', id, admin),
      base,
      baseDecimals: decimals,
    })
  }
  for (const [deployment, chain, id] of [
    ['GmxV2Arbitrum', 'arbitrum', 42_161],
    ['GmxV2Avalanche', 'avalanche', 43_114],
  ] as const) {
    expect(gmxPlace(request('gmx-v2', chain, deployment))).toMatchObject({
      config: at('gmx-v2', id, 'Config'),
      dataStore: at('gmx-v2', id, 'DataStore'),
    })
  }
  const maker = makerPlace(request('maker', 'ethereum', 'MakerEthereum'))
  expect(maker.core).toEqual({
    vat: at('maker', 1, 'MCD_VAT'),
    spotter: at('maker', 1, 'MCD_SPOT'),
    jug: at('maker', 1, 'MCD_JUG'),
    dog: at('maker', 1, 'MCD_DOG'),
    vow: at('maker', 1, 'MCD_VOW'),
    autoLine: at('maker', 1, 'MCD_IAM_AUTO_LINE'),
  })
  expect([maker.clipper('ETH-A'), maker.calc('ETH-A')]).toEqual([
    at('maker', 1, 'MCD_CLIP_ETH_A'),
    at('maker', 1, 'MCD_CLIP_CALC_ETH_A'),
  ])
  expect(synthetixPlace(request('synthetix-v3', 'base', 'SynthetixV3Base')).proxy).toBe(
    at('synthetix-v3', 8453, 'PerpsMarketProxy'),
  )
  expect(umbrellaPlace(request('aave-umbrella', 'ethereum', 'UmbrellaEthereum')).umbrella).toBe(
    at('aave-umbrella', 1, 'UMBRELLA'),
  )
})

test('the data behind a key of GMX, for each shape, as Keys.sol encodes it', () => {
  const market = '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336'
  const [long, short] = ['0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', '0xaf88d065e77c8cC2239327C5EDb3A432268e5831']
  const change = {asset: 'ETH-USD', longToken: 'WETH', shortToken: 'USDCn'}
  const request = {protocol: {name: 'gmx-v2', chain: 'arbitrum', deployment: 'GmxV2Arbitrum'}, changes: [change]}
  const pnl = (name: string): `0x${string}` =>
    Hash.keccak256(AbiParameters.encode([{type: 'string'}] as const, [`MAX_PNL_FACTOR_FOR_${name}`]))
  const wanted: Readonly<Record<string, readonly [types: string, values: readonly unknown[]]>> = {
    fundingFactor: ['address', [market]],
    maxOpenInterestLong: ['address,bool', [market, true]],
    maxOpenInterestShort: ['address,bool', [market, false]],
    positionFeeFactorWhenImproved: ['address,bool', [market, true]],
    positionFeeFactorWhenWorsened: ['address,bool', [market, false]],
    positionImpactFactorPositive: ['address,bool', [market, true]],
    positionImpactFactorNegative: ['address,bool', [market, false]],
    maxPoolAmountOfLongToken: ['address,address', [market, long]],
    maxPoolAmountOfShortToken: ['address,address', [market, short]],
    maxCollateralSumLongOfLongToken: ['address,address,bool', [market, long, true]],
    maxCollateralSumShortOfLongToken: ['address,address,bool', [market, long, false]],
    maxCollateralSumLongOfShortToken: ['address,address,bool', [market, short, true]],
    maxCollateralSumShortOfShortToken: ['address,address,bool', [market, short, false]],
    ...Object.fromEntries(
      (['Traders', 'Adl', 'Deposits', 'Withdrawals'] as const).flatMap((name) =>
        ([true, false] as const).map((isLong) => [
          `maxPnlFactorFor${name}${isLong ? 'Long' : 'Short'}`,
          ['bytes32,address,bool', [pnl(name.toUpperCase()), market, isLong]],
        ]),
      ),
    ),
  }
  for (const [id, [types, values]] of Object.entries(wanted)) {
    const meaning = allMeanings().get(id)!
    const encoded = AbiParameters.encode(
      types.split(',').map((type) => ({type})),
      values as never,
    )
    expect([id, dataOf(meaning, change, request)]).toEqual([id, encoded])
  }
  const known = GMX_KEY_NAMES.map((name) => Hash.keccak256(AbiParameters.encode([{type: 'string'}] as const, [name])))
  expect([...allMeanings().values()].filter(({base}) => !known.includes(base))).toEqual([])
})

test("the packs of Synthetix are the arguments of the contract's own functions, in their order", () => {
  // The names of the arguments in the ABI, where they differ from the parameter's.
  const names: Readonly<Record<string, string>> = {
    initialMarginRatio: 'initialMarginRatioD18',
    minimumInitialMarginRatio: 'minimumInitialMarginRatioD18',
    maintenanceMarginScalar: 'maintenanceMarginScalarD18',
    flagRewardRatio: 'flagRewardRatioD18',
    liquidationLimitMultiplier: 'maxLiquidationLimitAccumulationMultiplier',
    liquidationWindow: 'maxSecondsInLiquidationWindow',
    maxLiquidationPremium: 'maxLiquidationPd',
    makerFee: 'makerFeeRatio',
    takerFee: 'takerFeeRatio',
    minKeeperReward: 'minKeeperRewardUsd',
    minKeeperProfitRatio: 'minKeeperProfitRatioD18',
    maxKeeperReward: 'maxKeeperRewardUsd',
    maxKeeperScalingRatio: 'maxKeeperScalingRatioD18',
    lowUtilizationGradient: 'lowUtilizationInterestRateGradient',
    gradientBreakpoint: 'interestRateGradientBreakpoint',
    highUtilizationGradient: 'highUtilizationInterestRateGradient',
  }
  const lists = (PERPS_ABI as readonly string[])
    .filter((text) => text.startsWith('function set'))
    .map((text) =>
      /\(([^)]*)\)/
        .exec(text)![1]!
        .split(',')
        .map((argument) => argument.trim().split(' ').at(-1)!)
        .filter((name) => !['marketId', 'collateralId'].includes(name))
        .join(),
    )
  for (const pack of PACKS) expect(lists).toContain(pack.map((id) => names[id] ?? id).join())
})
