import {onContracts} from '../../helpers/on-contracts.js'
import {compiled} from '../../helpers/solidity.js'

const PROXY = '0x0A2AF931eFFd34b81ebcc57E3d3c9B1E1dE1C9Ce'
const LIQUIDATOR = '0x000000000000000000000000000000000000bEEF'
/** The greatest of 256 and of 128 bits, with 18 decimals. */
const LAST_256 = '115792089237316195423570985008687907853269984665640564039457.584007913129639935'
const LAST_128 = '340282366920938463463.374607431768211455'
const COUNT_128 = 2n ** 128n - 1n

const guards = (min: string, max: string): string =>
  `  - {asset: USD, minKeeperReward: {to: ${min} USD}, minKeeperProfitRatio: {keep: 30%}, maxKeeperReward: {to: ${max} USD}, maxKeeperScalingRatio: {keep: 1%}}`
const gradients = (low: string, high: string): string =>
  `  - {asset: USD, lowUtilizationGradient: {to: "${low}"}, gradientBreakpoint: {keep: 80%}, highUtilizationGradient: {to: "${high}"}}`
const counts = (positions: bigint, collaterals: bigint): string =>
  `  - {asset: USD, maxPositionsPerAccount: {to: "${positions}"}, maxCollateralsPerAccount: {to: "${collaterals}"}}`
const WIDE = /outside what the contract can hold/

onContracts({
  protocol: 'synthetix-v3',
  chainId: 8453,
  head: 'protocol: {name: synthetix-v3, chain: base, deployment: SynthetixV3Base, through: owner}',
  // owner() of the perps market.
  governor: {to: PROXY, data: '0x8da5cb5b'},
  async build(chain, safe) {
    await chain.copy((await chain.deploy(compiled('PerpsMarket'), [safe])).address, PROXY)
  },
  unauthorized: 'Unauthorized(address)',
  // No two values of a call are alike: one in another's place would not go unseen.
  said: {
    'two markets, two collaterals and the whole system': `
  - asset: ETH
    market: 100
    initialMarginRatio: {to: 2x}
    minimumInitialMarginRatio: {to: 1%}
    maintenanceMarginScalar: {to: 50%}
    flagRewardRatio: {to: 0.03%}
    minimumPositionMargin: {to: 50 USD}
    liquidationLimitMultiplier: {to: "1.5"}
    liquidationWindow: {to: 30s}
    maxLiquidationPremium: {to: 0.2%}
    endorsedLiquidator: {to: "${LIQUIDATOR}"}
    maxMarketSize: {to: 100_000 ETH}
    maxMarketValue: {to: 250m USD}
    makerFee: {to: 0.02%}
    takerFee: {to: 0.05%}
    skewScale: {to: 1m ETH}
    maxFundingVelocity: {to: "9.000000000000000001"}
    lockedOiRatio: {to: 50.0000000000000001%}
  - asset: BTC
    market: 200
    initialMarginRatio: {to: 3x}
    minimumInitialMarginRatio: {to: 2%}
    maintenanceMarginScalar: {to: 33%}
    flagRewardRatio: {to: 0.04%}
    minimumPositionMargin: {to: 0 USD}
    liquidationLimitMultiplier: {to: "0"}
    liquidationWindow: {to: 1h}
    maxLiquidationPremium: {to: 0.1%}
    endorsedLiquidator: {to: "0x0000000000000000000000000000000000000000"}
    maxMarketSize: {to: 0.000000000000000001 BTC}
    maxMarketValue: {to: 0 USD}
    makerFee: {to: 0%}
    takerFee: {to: 0.06%}
    skewScale: {to: 35_000 BTC}
    maxFundingVelocity: {to: "36"}
    lockedOiRatio: {to: 40%}
  - asset: snxUSD
    collateral: 0
    maxCollateralAmount: {to: 500m snxUSD}
    upperLimitDiscount: {to: 0%}
    lowerLimitDiscount: {to: 0%}
    discountScalar: {to: "0"}
  - asset: ETH
    collateral: 4
    maxCollateralAmount: {to: 12_345.6 ETH}
    upperLimitDiscount: {to: 5%}
    lowerLimitDiscount: {to: 1%}
    discountScalar: {to: "4.5"}
  - asset: USD
    minKeeperReward: {to: 1.5 USD}
    minKeeperProfitRatio: {to: 30%}
    maxKeeperReward: {to: 1_000 USD}
    maxKeeperScalingRatio: {to: 1%}
    maxPositionsPerAccount: {to: "7"}
    maxCollateralsPerAccount: {to: "3"}
    lowUtilizationGradient: {to: "0.0003"}
    gradientBreakpoint: {to: 80%}
    highUtilizationGradient: {to: "0.01"}
    collateralLiquidateRewardRatio: {to: 3%}
`,
    'one value of each call, the others kept': `
  - asset: ETH
    market: 100
    initialMarginRatio: {keep: 2x}
    minimumInitialMarginRatio: {from: 1%, to: 1.25%}
    maintenanceMarginScalar: {keep: 50%}
    flagRewardRatio: {keep: 0.03%}
    minimumPositionMargin: {keep: 50 USD}
    liquidationLimitMultiplier: {keep: "1.5"}
    liquidationWindow: {from: 30s, to: 45s}
    maxLiquidationPremium: {keep: 0.2%}
    endorsedLiquidator: {keep: "${LIQUIDATOR}"}
    makerFee: {keep: 0.02%}
    takerFee: {from: 0.05%, to: 0.045%}
    skewScale: {keep: 1m ETH}
    maxFundingVelocity: {to: "8"}
  - asset: ETH
    collateral: 4
    maxCollateralAmount: {from: 12_345.6 ETH, to: 0 ETH}
    upperLimitDiscount: {keep: 5%}
    lowerLimitDiscount: {keep: 1%}
    discountScalar: {keep: "4.5"}
  - asset: USD
    minKeeperReward: {keep: 1.5 USD}
    minKeeperProfitRatio: {keep: 30%}
    maxKeeperReward: {to: 2_000 USD}
    maxKeeperScalingRatio: {keep: 1%}
    maxPositionsPerAccount: {keep: "7"}
    maxCollateralsPerAccount: {to: "4"}
    lowUtilizationGradient: {keep: "0.0003"}
    gradientBreakpoint: {to: 75%}
    highUtilizationGradient: {keep: "0.01"}
`,
    'as much as 256 bits hold': `
  - asset: ETH
    market: 9007199254740991
    initialMarginRatio: {to: ${LAST_256}x}
    minimumInitialMarginRatio: {to: ${LAST_256}x}
    maintenanceMarginScalar: {to: ${LAST_256}x}
    flagRewardRatio: {to: ${LAST_256}x}
    minimumPositionMargin: {to: ${LAST_256} USD}
    liquidationLimitMultiplier: {to: "${LAST_256}"}
    liquidationWindow: {to: 9007199254740991s}
    maxLiquidationPremium: {to: ${LAST_256}x}
    endorsedLiquidator: {to: "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF"}
    maxMarketSize: {to: ${LAST_256} ETH}
    maxMarketValue: {to: ${LAST_256} USD}
    makerFee: {to: ${LAST_256}x}
    takerFee: {to: ${LAST_256}x}
    skewScale: {to: ${LAST_256} ETH}
    maxFundingVelocity: {to: "${LAST_256}"}
    lockedOiRatio: {to: ${LAST_256}x}
`,
  },
  edges: {
    'the least keeper reward may equal the greatest': {
      at: guards('100', '100'),
      beyond: guards('100.000000000000000001', '100'),
      refusal: /InvalidParameter/,
      raw: {call: 0, word: 0, value: 100n * 10n ** 18n + 1n, error: 'InvalidParameter(string,string)'},
    },
    'the low gradient may equal the high one': {
      at: gradients('0.01', '0.01'),
      beyond: gradients('0.010000000000000001', '0.01'),
      refusal: /InvalidInterestRateParameters/,
      raw: {call: 0, word: 0, value: 10n ** 16n + 1n, error: 'InvalidInterestRateParameters(uint128,uint128)'},
    },
    'a high gradient has 128 bits': {
      at: gradients('0', LAST_128),
      beyond: gradients('0', LAST_128.replace(/5$/, '6')),
      refusal: WIDE,
      raw: {call: 0, word: 2, value: 2n ** 128n, error: ''},
    },
    'a reward ratio has 128 bits': {
      at: `  - {asset: USD, collateralLiquidateRewardRatio: {to: ${LAST_128}x}}`,
      beyond: `  - {asset: USD, collateralLiquidateRewardRatio: {to: ${LAST_128.replace(/5$/, '6')}x}}`,
      refusal: WIDE,
      raw: {call: 0, word: 0, value: 2n ** 128n, error: ''},
    },
    'positions are counted in 128 bits': {
      at: counts(COUNT_128, 0n),
      beyond: counts(COUNT_128 + 1n, 0n),
      refusal: WIDE,
      raw: {call: 0, word: 0, value: 2n ** 128n, error: ''},
    },
    'kinds of collateral are counted in 128 bits': {
      at: counts(0n, COUNT_128),
      beyond: counts(0n, COUNT_128 + 1n),
      refusal: WIDE,
      raw: {call: 0, word: 1, value: 2n ** 128n, error: ''},
    },
    'a share has 18 decimals, and the id of a market 128 bits': {
      at: '  - {asset: ETH, market: 100, lockedOiRatio: {to: 0.0000000000000001%}}',
      beyond: '  - {asset: ETH, market: 100, lockedOiRatio: {to: 0.00000000000000015%}}',
      refusal: /nearest that fit/,
      raw: {call: 0, word: 0, value: 2n ** 128n, error: ''},
    },
  },
})
